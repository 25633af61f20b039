import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { DescribedInput } from '#app/catalog/description-format.ts';
import { fieldsOf } from '../inputs/graph-input.ts';
import { type TestInput, testVersion } from '../testing.ts';
import { pictureSpecOf } from './picture-spec.ts';

const SAMPLES = resolve(import.meta.dirname, '../../../models');

function specOf(input: TestInput) {
  const [field] = fieldsOf(testVersion({ inputs: [{ kind: 'image', ...input }] }));
  if (!field) throw new Error('no field');
  return pictureSpecOf(field);
}

const sampleInput = (model: string): DescribedInput =>
  JSON.parse(readFileSync(join(SAMPLES, model, 'preview.json'), 'utf8')).inputs[0];

test('the samples are prepared as their files say', () => {
  expect(specOf({ ...sampleInput('doc-orientation'), datatype: 'FP32', shape: ['N', 3, 224, 224] }).value).toEqual({
    datatype: 'FP32',
    layout: 'NCHW',
    colour: 'BGR',
    resize: { mode: 'short', size: 256 },
    interpolation: 'lanczos',
    crop: { width: 224, height: 224 },
    fill: 0,
    scale: 1 / 255,
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
  });
  expect(specOf({ ...sampleInput('digits'), datatype: 'UINT8', shape: ['N', 1, 8, 8] }).value).toMatchObject({
    datatype: 'UINT8',
    layout: 'NCHW',
    colour: 'gray',
    resize: { mode: 'exact', width: 8, height: 8 },
    crop: null,
    scale: 1,
  });
});

test('where nothing is said: to the size the graph takes, colours where it has one or three', () => {
  const size = { resize: { mode: 'exact', width: 20, height: 10 } };
  expect(specOf({ shape: ['N', 3, 10, 20] }).value).toMatchObject({ layout: 'NCHW', colour: 'RGB', ...size });
  expect(specOf({ shape: [1, 10, 20, 1] }).value).toMatchObject({ layout: 'NHWC', colour: 'gray', ...size });
  expect(specOf({ shape: [3, 10, 20] }).value).toMatchObject({ layout: 'CHW', colour: 'RGB', ...size });
  expect(specOf({ shape: ['N', 10, 20] }).value).toMatchObject({ layout: 'NHW', colour: 'gray', ...size });
  expect(specOf({ shape: [10, 20] }).value).toMatchObject({ layout: 'HW', colour: 'gray', ...size });
  expect(specOf({ shape: ['N', 3, 'H', 'W'] }).value).toMatchObject({ layout: 'NCHW', resize: { mode: 'none' } });
  const described = { shape: ['N', 3, 'H', 'W'], width: 20, height: 10 };
  expect(specOf(described).value).toMatchObject(size);
  expect(specOf({ shape: ['N', 3, 8, 8], max: 1 }).value?.scale).toBe(1 / 255);
  expect(specOf({ shape: ['N', 3, 8, 8], max: 255 }).value?.scale).toBe(1);
});

test.each<[Record<string, unknown>, object]>([
  [
    { resize: [8, 8], resize_mode: 'pad', pad_value: 114 },
    { resize: { mode: 'pad', width: 8, height: 8 }, fill: 114 },
  ],
  [{ resize: 8, resize_mode: 'crop' }, { resize: { mode: 'crop', width: 8, height: 8 } }],
  [{ resize_short: 9 }, { resize: { mode: 'short', size: 9 }, crop: { width: 8, height: 8 } }],
  [{ center_crop: 8 }, { resize: { mode: 'none' }, crop: { width: 8, height: 8 } }],
  [
    { interpolation: 'Bicubic', color: 'bgr', layout: 'chw' },
    { interpolation: 'bicubic', colour: 'BGR', layout: 'NCHW' },
  ],
  [
    { mean: 0.5, std: 0.5, scale: 2 },
    { mean: [0.5], std: [0.5], scale: 2 },
  ],
  [
    { mean: 'much', interpolation: 7, colour: 9 },
    { mean: [0], interpolation: 'bilinear', colour: 'RGB' },
  ],
])('%j', (preprocess, spec) => {
  expect(specOf({ shape: ['N', 3, 8, 8], preprocess }).value).toMatchObject(spec);
});

test.each<[string, TestInput, string]>([
  [
    'another size than the graph',
    { shape: ['N', 3, 8, 8], preprocess: { resize: [9, 8] } },
    '9 × 8 pixels, and the model takes 8 × 8',
  ],
  ['four colours', { shape: ['N', 4, 8, 8], layout: 'NCHW' }, 'one or three colours'],
  ['a shape of no picture', { shape: ['N', 2, 8, 8, 8] }, 'does not say how'],
  ['an unknown layout', { shape: ['N', 3, 8, 8], layout: 'HNWC' }, 'does not say how'],
  ['eight pictures at once', { shape: [8, 3, 8, 8] }, 'several pictures'],
  ['a resize that is none', { shape: ['N', 3, 8, 8], preprocess: { resize: [0, -8] } }, 'not known here'],
  ['an unknown mode', { shape: ['N', 3, 8, 8], preprocess: { resize_mode: 'magic' } }, 'not known here'],
  ['a deviation of zero', { shape: ['N', 3, 8, 8], preprocess: { std: [0, 1, 1] } }, 'cannot be followed'],
  ['a giant', { shape: ['N', 3, 4096, 4096] }, 'more numbers than can be sent'],
])('%s cannot be prepared, which is said', (_what, input, words) => {
  expect(specOf(input).problem).toContain(words);
});

import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { SAMPLE_VERSIONS, sampleText } from '../testing.ts';
import { makePreviewJsonSchema, previewSchema } from './schema.ts';

const committed = readFileSync(new URL('../../../../public/schemas/preview-1.json', import.meta.url), 'utf8');
const validate = new Ajv2020().compile(JSON.parse(committed));
const models = [...new Set(SAMPLE_VERSIONS.map((version) => version.split('/')[0] ?? ''))];

test('the served schema is the one made of the format (node scripts/make-preview-schema.ts)', () => {
  expect(committed).toBe(makePreviewJsonSchema());
});

test.each(models)('the preview.json of %s fits both', (model) => {
  const preview = JSON.parse(sampleText(model, 'preview.json') ?? '');
  expect(validate(preview), JSON.stringify(validate.errors)).toBe(true);
  expect(previewSchema.safeParse(preview).error).toBeUndefined();
});

test.each([
  ['another format', { formatVersion: 2 }],
  ['no format', { title: 'x' }],
  ['a kind nobody knows', { formatVersion: 1, inputs: [{ name: 'x', kind: 'slider' }] }],
  ['an input without a name', { formatVersion: 1, inputs: [{ label: 'x' }] }],
  ['a number in quotes', { formatVersion: 1, inputs: [{ name: 'x', min: '0' }] }],
  ['half a column', { formatVersion: 1, inputs: [{ name: 'x', index: 0.5 }] }],
  ['an empty title', { formatVersion: 1, title: '' }],
  ['no list', { formatVersion: 1, outputs: { y: 'class' } }],
  ['a choice without a value', { formatVersion: 1, inputs: [{ name: 'x', allowed: [{ label: 'a' }] }] }],
  ['an ask without a sentence', { formatVersion: 1, ask: { by: 'me' } }],
])('both refuse %s', (_, preview) => {
  expect(validate(preview)).toBe(false);
  expect(previewSchema.safeParse(preview).success).toBe(false);
});

test.each([
  [
    'unknown keys everywhere',
    { formatVersion: 1, x: 1, inputs: [{ name: 'x', y: 2 }], outputs: [{ name: 'y', z: {} }] },
  ],
  ['null for what is not said', { formatVersion: 1, title: null, inputs: [{ name: 'x', unit: null, default: null }] }],
  ['nothing but the format', { formatVersion: 1 }],
])('both take %s', (_, preview) => {
  expect(validate(preview), JSON.stringify(validate.errors)).toBe(true);
  expect(previewSchema.parse(preview)).toEqual(preview);
});

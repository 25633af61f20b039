import { describe, expect, test } from 'vitest';
import { byKey, describe as describeWith, factsOf, rows, value } from '../testing.ts';
import { type BundleTexts, readBundle } from './bundle.ts';

function filesOf(files: Record<string, unknown>): BundleTexts {
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      name,
      typeof content === 'string' ? content : JSON.stringify(content),
    ]),
  );
}

const classifier = (width: number) => ({ outputs: [value('logits', 'FP32', ['N', width])], operators: ['Gemm'] });
const photo = factsOf([value('pixel_values', 'FP32', ['batch', 3, 224, 224])], classifier(3));

describe('config.json', () => {
  test.each<[string, unknown, string[] | null]>([
    ['names', { id2label: { 0: 'cat', 1: 'dog' } }, ['cat', 'dog']],
    ['names in another order', { id2label: { 1: 'dog', 0: 'cat' } }, ['cat', 'dog']],
    ['names that stand for none', { id2label: { 0: 'LABEL_0', 1: 'LABEL_1' } }, null],
    ['a gap', { id2label: { 0: 'cat', 2: 'dog' } }, null],
    ['the same name twice', { id2label: { 0: 'cat', 1: 'cat' } }, null],
    ['a place far away', { id2label: { 0: 'cat', 999999: 'dog' } }, null],
    ['no texts', { id2label: { 0: 1, 1: { deep: 1 } } }, null],
    ['a list', { id2label: ['cat'] }, null],
    ['nothing of it', {}, null],
    ['names of every object', '{"id2label": {"__proto__": "x", "constructor": "y"}}', null],
  ])('%s', (_, config, classes) => {
    expect(readBundle(filesOf({ 'config.json': config })).classes).toEqual(classes);
  });

  test('names the classes, unless labels.txt does or their number is another', () => {
    const bundle = filesOf({ 'config.json': { id2label: { 0: 'a', 1: 'b', 2: 'c' } } });
    const outputs = (width: number, labels?: string) =>
      describeWith({ ...photo, ...classifier(width) }, { bundle, ...(labels && { labels }) }).description.outputs;
    expect(outputs(3)).toMatchObject([{ kind: 'probabilities', role: 'logits', classes: ['a', 'b', 'c'] }]);
    expect(outputs(3, 'x\ny\nz')).toMatchObject([{ classes: ['x', 'y', 'z'] }]);
    expect(outputs(4)[0]).not.toHaveProperty('classes');
  });
});

describe('preprocessor_config.json', () => {
  const numbers = { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.4, 0.3] };

  test.each<[string, object, object]>([
    [
      'a size',
      {
        do_resize: true,
        size: { height: 224, width: 224 },
        resample: 2,
        rescale_factor: 0.00392156862745098,
        ...numbers,
      },
      {
        resize: [224, 224],
        interpolation: 'bilinear',
        scale: 0.00392156862745098,
        mean: [0.5, 0.5, 0.5],
        std: [0.5, 0.4, 0.3],
      },
    ],
    [
      'the shorter side and a cut',
      {
        size: { shortest_edge: 256 },
        do_center_crop: true,
        crop_size: { height: 224, width: 224 },
        resample: 3,
        ...numbers,
      },
      { resize_short: 256, centre_crop: [224, 224], interpolation: 'bicubic' },
    ],
    [
      'bare numbers',
      { size: 256, do_center_crop: true, crop_size: 224 },
      { resize_short: 256, centre_crop: [224, 224] },
    ],
    [
      'a share to cut',
      { size: { shortest_edge: 224 }, crop_pct: 0.875 },
      { resize_short: 256, centre_crop: [224, 224] },
    ],
    [
      'no rescaling, no normalising',
      { size: 224, do_rescale: false, do_normalize: false, ...numbers },
      { scale: 1, mean: [0], std: [1] },
    ],
    ['a spread of zero', { size: 224, image_mean: [0, 0, 0], image_std: [1, 0, 1] }, { mean: [0], std: [1] }],
  ])('%s', (_, config, preprocess) => {
    const { inputs } = describeWith(photo, { bundle: filesOf({ 'preprocessor_config.json': config }) }).description;
    expect(inputs).toMatchObject([{ kind: 'image', width: 224, height: 224, min: 0, max: 255, preprocess }]);
    expect(inputs[0]?.guess).toMatchObject({ sure: true });
  });

  test('gives way to the size of the graph, and fills in what it leaves open', () => {
    const bundle = filesOf({
      'preprocessor_config.json': { size: { shortest_edge: 480 }, do_center_crop: true, crop_size: 448, ...numbers },
    });
    const [fixed] = describeWith(photo, { bundle }).description.inputs;
    expect(fixed).toMatchObject({ width: 224, preprocess: { resize: [224, 224], mean: [0.5, 0.5, 0.5] } });
    expect(fixed?.preprocess).not.toHaveProperty('resize_short');
    const open = factsOf([value('pixel_values', 'FP32', ['batch', 'channels', 'height', 'width'])]);
    expect(describeWith(open, { bundle }).description.inputs).toMatchObject([
      { kind: 'image', width: 448, height: 448, channels: 3, layout: 'NCHW', default: 0 },
    ]);
    expect(describeWith(open).description.inputs).toMatchObject([{ kind: 'tensor' }]);
  });

  test.each<[string, unknown]>([
    ['no object', '[1]'],
    ['half a file', '{"size":'],
    ['nothing known', { feature_extractor_type: 'x' }],
    ['sizes beyond reason', { size: { height: -3, width: 1e9 }, crop_size: 'large', do_center_crop: true }],
    ['wrong types', { size: [1, 2], image_mean: 'grey', image_std: [1, 2], resample: {}, rescale_factor: 'x' }],
  ])('%s leaves a page that can be used', (_, config) => {
    const { description, notices } = describeWith(photo, { bundle: filesOf({ 'preprocessor_config.json': config }) });
    expect(description.inputs).toMatchObject([{ kind: 'image', width: 224, preprocess: { resize: [224, 224] } }]);
    const isBroken = typeof config === 'string';
    expect(notices.map(({ code }) => code)).toEqual(isBroken ? ['describe.bundle'] : []);
  });
});

describe('tokenizer.json', () => {
  const shape = ['batch', 'sequence'];
  const names = ['input_ids', 'attention_mask', 'token_type_ids'];
  const facts = factsOf(
    names.map((name) => value(name, 'INT64', shape)),
    classifier(2),
  );
  const bundle = filesOf({
    'tokenizer.json': { version: '1.0', truncation: null },
    'tokenizer_config.json': { model_max_length: 512 },
  });

  test('makes one text of the inputs it fills', () => {
    const { text, attention_mask: mask, token_type_ids: types } = byKey(describeWith(facts, { bundle }).description);
    expect(text).toMatchObject({
      name: 'input_ids',
      label: 'Text',
      kind: 'text',
      multiline: true,
      default: '',
      preprocess: { tokenizer: 'tokenizer.json', max_length: 512, padding: false, truncation: true },
      guess: { sure: true },
    });
    expect([mask, types]).toMatchObject([
      { kind: 'tensor', hidden: true, role: 'attention_mask' },
      { kind: 'tensor', hidden: true, role: 'token_type_ids' },
    ]);
  });

  test('says how long a text may be: the graph first, then its own limit, then the others', () => {
    const longest = (files: Record<string, unknown>, width: number | string = 'sequence') => {
      const one = factsOf([value('input_ids', 'INT64', ['batch', width])], classifier(2));
      return byKey(describeWith(one, { bundle: filesOf({ 'tokenizer.json': '{}', ...files }) }).description).text
        ?.preprocess;
    };
    expect(longest({}, 128)).toMatchObject({ max_length: 128, padding: 'max_length' });
    expect(
      longest({ 'tokenizer.json': '{"truncation":{"direction":"Right","max_length":200},"model":{' }),
    ).toMatchObject({ max_length: 200 });
    expect(
      longest({
        'tokenizer_config.json': { model_max_length: 1e30 },
        'config.json': { max_position_embeddings: 2048 },
      }),
    ).toMatchObject({ max_length: 2048 });
    expect(longest({})).toMatchObject({ max_length: 512 });
  });

  test('starts with the text of the first reference row', () => {
    const reference = rows({ sentence: ['It works.', 'It does not.'], label: ['a', 'b'] });
    const { description } = describeWith(facts, { bundle, reference });
    expect(byKey(description).text).toMatchObject({ default: 'It works.' });
    expect(description.examples).toMatchObject([{ values: { text: 'It works.' } }]);
  });

  test('is not there, or there is nothing it could fill', () => {
    expect(describeWith(facts).description.inputs.map(({ kind }) => kind)).toEqual(['tensor', 'tensor', 'tensor']);
    const others = factsOf([value('ids', 'FP32', shape), value('attention_mask', 'INT64', shape)]);
    expect(describeWith(others, { bundle }).description.inputs.map(({ key, kind }) => [key, kind])).toEqual([
      ['ids', 'tensor'],
      ['attention_mask', 'tensor'],
    ]);
  });

  test('gives way to what the publisher says', () => {
    const preview = { formatVersion: 1, inputs: [{ name: 'input_ids', kind: 'tensor', key: 'ids' }] };
    expect(byKey(describeWith(facts, { bundle, preview }).description).ids).toMatchObject({
      kind: 'tensor',
      default: [0],
    });
    const tokenised = { name: 'input_ids', kind: 'text', preprocess: { tokenizer: 'other.json' }, default: 'Hello' };
    const { description } = describeWith(facts, { preview: { formatVersion: 1, inputs: [tokenised] } });
    expect(description.inputs[0]).toMatchObject({
      kind: 'text',
      default: 'Hello',
      preprocess: { tokenizer: 'other.json' },
    });
  });
});

test('a text without a tokenizer is refused', () => {
  const facts = factsOf([value('input_ids', 'INT64', ['batch', 'sequence'])]);
  const preview = { formatVersion: 1, inputs: [{ name: 'input_ids', kind: 'text' }] };
  expect(() => describeWith(facts, { preview })).toThrow(expect.objectContaining({ code: 'FL_DESCRIPTION_INVALID' }));
});

test('config.pbtxt tells the width that the graph leaves open, and nothing else', () => {
  const pbtxt = (width: number) =>
    `name: "m"\ninput [\n { name: "v" data_type: TYPE_FP32 dims: [ ${width} ] }\n]\noutput [ { name: "y" dims: [ 9 ] } ]`;
  const keys = (size: number | null, width: number) =>
    describeWith(factsOf([value('v', 'FP32', ['N', size])]), {
      bundle: { 'config.pbtxt': pbtxt(width) },
    }).description.inputs.map(({ key }) => key);
  expect(keys(null, 3)).toEqual(['x1', 'x2', 'x3']);
  expect(keys(2, 3)).toEqual(['x1', 'x2']);
  expect(keys(null, 0)).toEqual(['v']);
  expect(readBundle({ 'config.pbtxt': 'input [ {'.repeat(100_000) }).widths.size).toBe(0);
});

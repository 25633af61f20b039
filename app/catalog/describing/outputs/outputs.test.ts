import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { GraphValue, ModelFacts } from '#app/oip/control.ts';
import { zipMapModel } from '#app/onnx/testing-models.ts';
import { describe as describeWith, factsOf, factsOfModel, refusalOf, value } from '../testing.ts';

const classifier = factsOf([value('x', 'FP32')], {
  outputs: [value('label', 'INT64', ['N']), value('scores', 'FP32', ['N', 3])],
  classes: [7, 8, 9],
  labelOutput: 'label',
  scoresOutput: 'scores',
});

function outputsOf(outputs: GraphValue[], labels?: string) {
  const files = labels === undefined ? {} : { labels };
  return describeWith(factsOf([], { outputs }), files).description.outputs;
}

test.each<[string, GraphValue, object]>([
  ['one number', value('y', 'FP32', ['N', 1]), { kind: 'number', label: 'Result' }],
  ['a named number', value('house_price', 'FP64', ['N']), { kind: 'number', label: 'House price' }],
  ['a whole number', value('rooms', 'INT64', ['N']), { kind: 'number', label: 'Rooms' }],
  ['a text', value('answer', 'BYTES', ['N', 1]), { kind: 'class', label: 'Answer' }],
  ['yes or no', value('is_spam', 'BOOL', ['N']), { kind: 'class', label: 'Is spam' }],
  ['twelve numbers', value('forecast', 'FP32', ['N', 12]), { kind: 'series', label: 'Forecast' }],
  ['two numbers', value('y', 'FP32', ['N', 2]), { kind: 'tensor' }],
  ['a table', value('boxes', 'FP32', ['N', 100, 4]), { kind: 'tensor' }],
  ['no shape', value('y', 'FP32', null), { kind: 'tensor' }],
  ['any width', value('y', 'FP32', ['N', 'k']), { kind: 'tensor' }],
  ['what is no tensor', value('y', 'sequence of FP32 tensors', null), { kind: 'tensor' }],
])('%s', (_, output, described) => {
  expect(outputsOf([output])).toEqual([{ name: output.name, label: expect.any(String), ...described }]);
});

test('label and scores are named by labels.txt, else by the graph', () => {
  const names = ['seven', 'eight', '<b>nine</b>'];
  expect(describeWith(classifier, { labels: 'seven\r\neight\r\n<b>nine</b>\r\n\r\n' }).description.outputs).toEqual([
    { name: 'label', label: 'Decision', kind: 'class', classes: names },
    { name: 'scores', label: 'Scores', kind: 'probabilities', classes: names },
  ]);
  const other = describeWith(classifier, { labels: 'only\ntwo' });
  expect(other.description.outputs.map(({ classes }) => classes)).toEqual([
    ['7', '8', '9'],
    ['7', '8', '9'],
  ]);
  expect(other.notices).toEqual([{ code: 'describe.labels', message: expect.stringContaining('labels.txt') }]);
});

test('labels.txt tells scores and an index from other numbers, where it fits one output only', () => {
  expect(outputsOf([value('y', 'FP32', ['N', 2])], 'a\nb')).toMatchObject([
    { kind: 'probabilities', classes: ['a', 'b'] },
  ]);
  expect(outputsOf([value('y', 'INT64', ['N'])], 'a\nb')).toMatchObject([{ kind: 'class', classes: ['a', 'b'] }]);
  const two = [value('lower', 'FP32', ['N', 2]), value('upper', 'FP32', ['N', 2])];
  expect(outputsOf(two, 'a\nb').map(({ kind }) => kind)).toEqual(['tensor', 'tensor']);
});

test('class names may lie in the metadata of the file', () => {
  const facts = factsOf([], { outputs: [value('y', 'FP32', ['N', 2])], scoresOutput: 'y' });
  const classesOf = (metadata: Record<string, string>) =>
    describeWith({ ...facts, metadata }).description.outputs[0]?.classes;
  expect(classesOf({ character: 'cat\ndog' })).toEqual(['cat', 'dog']);
  expect(classesOf({ id2label: '{"0": "cat", "1": "dog"}' })).toEqual(['cat', 'dog']);
  expect(classesOf({ names: '["cat"]' })).toBeUndefined();
  expect(classesOf({ names: '{"0": {"deep": 1}, "1": 2}' })).toBeUndefined();
});

test('a cut ZipMap keeps its name, and is described under it', () => {
  const facts = factsOfModel(zipMapModel());
  const preview = {
    formatVersion: 1,
    outputs: [{ name: 'output_probability', kind: 'probabilities', classes: ['no', 'yes'], favourable: 'yes' }],
  };
  expect(describeWith(facts, { preview }).description.outputs).toEqual([
    { name: 'output_label', label: 'Decision', kind: 'class', classes: ['no', 'yes'] },
    {
      name: 'output_probability',
      label: 'Probability',
      kind: 'probabilities',
      classes: ['no', 'yes'],
      favourable: 'yes',
    },
  ]);
});

test('an output of another name is found by its kind', () => {
  const preview = {
    formatVersion: 1,
    outputs: [
      { name: 'p', kind: 'probabilities', label: 'Chance' },
      { name: 'q', kind: 'class', label: 'Verdict' },
      { name: 'r', kind: 'class' },
      { name: 's' },
    ],
  };
  const { description, notices } = describeWith(classifier, { preview });
  expect(description.outputs).toMatchObject([
    { name: 'label', label: 'Verdict' },
    { name: 'scores', label: 'Chance' },
  ]);
  expect(notices[0]?.message).toContain('"r", "s"');
});

test.each<[object, Record<string, string>]>([
  [
    { name: 'scores', kind: 'probabilities', classes: ['a', 'b'] },
    {
      'output 1 (scores), classes': 'has 2 of the 3 names the model needs',
    },
  ],
  [{ name: 'label', classes: ['a'] }, { 'output 1 (label), classes': 'has 1 of the 3 names the model needs' }],
  [
    { name: 'scores', kind: 'number' },
    {
      'output 1 (scores), kind': 'does not fit: the output has 3 values. Use probabilities, series or tensor',
    },
  ],
  [
    { name: 'scores', kind: 'class' },
    {
      'output 1 (scores), kind': 'does not fit: the output has 3 values. Use probabilities, series or tensor',
    },
  ],
])('%j is refused', (output, fields) => {
  const preview = { formatVersion: 1, outputs: [output] };
  expect(refusalOf(() => describeWith(classifier, { preview }))).toMatchObject({
    code: 'FL_DESCRIPTION_INVALID',
    fields,
  });
});

test('one score may stand for two classes', () => {
  const facts = factsOf([], { outputs: [value('y', 'FP32', ['N', 1])] });
  const outputs = [{ name: 'y', kind: 'probabilities', classes: ['no', 'yes'] }];
  expect(describeWith(facts, { preview: { formatVersion: 1, outputs } }).description.outputs).toMatchObject(outputs);
});

test.each([
  ['margin', ['class', 'number']],
  ['score-columns', ['class', 'number', 'number']],
  ['two-answers', ['tensor', 'tensor']],
  ['calibrated', ['class', 'probabilities']],
])('%s', (name, kinds) => {
  const facts = factsOfModel(readFileSync(new URL(`../../../onnx/fixtures/${name}.onnx`, import.meta.url)));
  expect(describeWith(facts).description.outputs.map(({ kind }) => kind)).toEqual(kinds);
});

test.each<[string, GraphValue[], Partial<ModelFacts>, object[]]>([
  [
    'named logits',
    [value('logits', 'FP32', ['N', 3])],
    {},
    [{ kind: 'probabilities', role: 'logits', label: 'Scores' }],
  ],
  [
    'all that a network says of a picture',
    [value('output', 'FP32', ['N', 3])],
    pictures(),
    [{ kind: 'probabilities', role: 'logits' }],
  ],
  [
    'several things said of a picture',
    [value('a', 'FP32', ['N', 3]), value('b', 'FP32', ['N', 4])],
    pictures(),
    [{ kind: 'tensor' }, { kind: 'tensor' }],
  ],
  ['an embedding', [value('sentence_embedding', 'FP32', ['N', 384])], {}, [{ kind: 'tensor', role: 'embedding' }]],
  [
    'an embedding of a picture',
    [value('image_embeds', 'FP32', ['N', 64])],
    pictures(),
    [{ kind: 'tensor', role: 'embedding' }],
  ],
  [
    'a lone share',
    [value('y', 'FP32', ['N', 1])],
    { scoresOutput: 'y' },
    [{ kind: 'probabilities', classes: ['0', '1'] }],
  ],
  [
    'margins of a table',
    [value('logits', 'FP32', ['N', 3])],
    { operators: ['ai.onnx.ml.SVMClassifier'] },
    [{ kind: 'probabilities' }],
  ],
])('%s', (...[, outputs, changes, described]) => {
  const found = describeWith(factsOf([], { outputs, ...changes })).description.outputs;
  expect(found).toMatchObject(described);
  expect(found.map(({ role }) => role)).toEqual(described.map((output) => (output as { role?: string }).role));
});

function pictures(): Partial<ModelFacts> {
  return { operators: ['Conv', 'Gemm'], inputs: [value('x', 'FP32', ['N', 3, 32, 32])] };
}

import { expect, test } from 'vitest';
import { byKey, describe as describeWith, factsOf, refusalOf, value } from '../testing.ts';

const named = factsOf([value('age', 'FP32'), value('job', 'BYTES'), value('count', 'INT64')]);
const described = (inputs: object[], more: object = {}) => ({ formatVersion: 1, inputs, ...more });

/** Where the refusal of a preview.json points, and what it says there. */
function problems(preview: unknown): Record<string, string> {
  const { code, fields } = refusalOf(() => describeWith(named, { preview }));
  expect(code).toBe('FL_DESCRIPTION_INVALID');
  return fields;
}

test('10,000 inputs are refused at once, 2,000 are read', () => {
  const inputs = (count: number) => Array.from({ length: count }, (_, i) => ({ name: `n${i}` }));
  expect(problems(described(inputs(10_000)))).toEqual({ inputs: 'has 10000 entries; at most 2000 are taken' });
  const { notices } = describeWith(named, { preview: described(inputs(2_000)) });
  expect(notices[0]?.message).toMatch(/"n0", .*"n5" and 1994 more\.$/);
});

test('names that every object has are names like others', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
  const facts = factsOf(names.map((name) => value(name, 'FP32')));
  const preview = JSON.parse(`{"formatVersion": 1, "__proto__": {"title": "stolen"}, "constructor": 1,
    "inputs": [{"name": "__proto__", "label": "P", "__proto__": {"kind": "text"}}, {"name": "constructor"}],
    "examples": [{"name": "e", "values": {"__proto__": 1, "constructor": 2, "toString_": 3}}]}`);
  const { description } = describeWith(facts, { preview });
  expect(description.title).toBe('A model');
  expect(description.inputs.map(({ key }) => key)).toEqual([
    '__proto___',
    'constructor_',
    'toString_',
    'hasOwnProperty_',
  ]);
  expect(description.inputs[0]).toMatchObject({ label: 'P', kind: 'number' });
  expect(description.examples[0]?.values).toMatchObject({ constructor_: 2, toString_: 3 });
  expect(({} as { title?: string }).title).toBeUndefined();
});

test('markup is text like any other', () => {
  const evil = '<img src=x onerror=alert(1)>';
  const preview = described([{ name: 'age', label: evil, help: evil, unit: evil }], { title: evil, summary: evil });
  const { description } = describeWith(named, { preview, labels: evil, card: evil });
  expect(description).toMatchObject({ title: evil, summary: evil });
  expect(byKey(description).age).toMatchObject({ label: evil, help: evil, unit: evil });
});

test('deep, huge and endless values are refused', () => {
  const deep = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);
  expect(problems(described([], { deep }))).toEqual({ 'preview.json': 'is nested deeper than 64 levels' });
  expect(problems(described([], { huge: 'x'.repeat(5_000_000) }))).toEqual({
    'preview.json': 'holds more than 4 MB',
  });
  const endless = JSON.parse('{"formatVersion": 1, "inputs": [{"name": "age", "max": 1e400}]}');
  expect(problems(endless)).toEqual({ 'input 1 (age), max': 'must be a number' });
});

test('a long name does not make a long sentence', () => {
  const long = 'n'.repeat(500);
  const { message } = refusalOf(() => describeWith(named, { preview: described([{ name: long, min: 'x' }]) }));
  expect(message.length).toBeLessThan(200);
});

test('examples that do not fit lose the values that do not', () => {
  const preview = described([{ name: 'job', allowed: [{ value: 'cook' }] }], {
    examples: [
      { name: 'Bad age', values: { age: 'NaN', job: 'cook', count: 1.5 } },
      { name: 'Unseen job', values: { job: 'astronaut' } },
      { name: 'Nothing left', values: { age: {}, nobody: 1 } },
    ],
  });
  const { description, notices } = describeWith(named, { preview });
  expect(description.examples).toEqual([
    { name: 'Bad age', values: { job: 'cook' } },
    // What a model does with a category it never saw is worth knowing.
    { name: 'Unseen job', values: { job: 'astronaut' } },
  ]);
  expect(notices).toEqual([
    { code: 'describe.example-values', message: expect.stringContaining('"nobody"') },
    {
      code: 'describe.example-misfits',
      message: expect.stringContaining('"Bad age: age", "Bad age: count", "Nothing left: age"'),
    },
  ]);
});

test('a description that contradicts the graph is refused where it does, and wins where it may', () => {
  const columns = [
    {
      input: 'age',
      index: null,
      splits: {
        count: 9,
        lowest: 20.5,
        highest: 60.5,
        middle: 40.5,
        tenth: 22.5,
        ninetieth: 58.5,
        grid: 'whole' as const,
      },
    },
    { input: 'count', index: null, low: 0, high: 11, limitsFrom: 'table' as const },
  ];
  const facts = { ...named, columns, categories: [{ input: 'job', index: null, values: ['cook', 'nurse'] }] };
  const inputs = [
    { name: 'age', kind: 'number', min: 500, max: 900 },
    { name: 'job', kind: 'text' },
    { name: 'count', kind: 'category', allowed: [{ value: 99 }], default: 99 },
  ];
  const fields = byKey(describeWith(facts, { preview: described(inputs) }).description);
  expect(fields.age).toMatchObject({ kind: 'number', min: 500, max: 900 });
  // What was guessed round 40 is not where the publisher says the values are.
  expect([fields.age?.p05, fields.age?.p95]).toEqual([undefined, undefined]);
  expect(Number(fields.age?.default)).toBeGreaterThanOrEqual(500);
  expect(fields.job).toMatchObject({ kind: 'text', default: '' });
  expect(fields.count).toMatchObject({ kind: 'category', allowed: [{ value: 99 }], default: 99 });
  const wrong = described([
    { name: 'age', kind: 'series' },
    { name: 'count', kind: 'image', width: 8, height: 8 },
  ]);
  expect(Object.keys(refusalOf(() => describeWith(facts, { preview: wrong })).fields)).toEqual([
    'input 1 (age), kind',
    'input 2 (count), kind',
  ]);
});

test('a vector of 20,000 features is one field, whatever the file tells of it', () => {
  const facts = factsOf([value('v', 'FP32', ['N', 20_000])], { operators: ['ai.onnx.ml.TreeEnsembleClassifier'] });
  const { description } = describeWith(facts);
  expect(description.inputs).toMatchObject([{ key: 'v', kind: 'tensor', default: 0 }]);
  expect(JSON.stringify(description).length).toBeLessThan(1_000);
});

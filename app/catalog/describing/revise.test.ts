import { describe, expect, test } from 'vitest';
import { reviseDescription } from './index.ts';
import { byKey, describe as describeWith, factsOf, refusalOf, rows, value } from './testing.ts';

const facts = factsOf([value('age', 'FP32'), value('job', 'BYTES'), value('v', 'FP32', ['N', 3])], {
  outputs: [value('y', 'FP32', ['N', 2])],
  categories: [{ input: 'job', index: null, values: ['cook', 'nurse'] }],
  scoresOutput: 'y',
});
const current = describeWith(facts, {
  reference: rows({ age: [18, 40.5, 70], job: ['cook', 'cook', 'nurse'] }),
  ask: { by: 'Ann', sentence: 'Why?', good: 'g', decision: 'd' },
}).description;

const revise = (changes: Record<string, unknown>) => reviseDescription(current, changes, facts);
const fieldsOf = (changes: Record<string, unknown>) => {
  const { code, fields } = refusalOf(() => revise(changes));
  expect(code).toBe('FL_DESCRIPTION_INVALID');
  return fields;
};

describe('a revision', () => {
  test('that changes nothing is the same to the letter', () => {
    expect(JSON.stringify(revise({}))).toBe(JSON.stringify(current));
    expect(JSON.stringify(revise({ inputs: {}, outputs: [], formatVersion: 1 }))).toBe(JSON.stringify(current));
  });

  test('changes inputs by key, in an object or a list, and nothing else', () => {
    const changed = revise({ inputs: { age: { label: 'Years', unit: 'years' } } });
    expect(revise({ inputs: [{ key: 'age', label: 'Years', unit: 'years' }] })).toEqual(changed);
    expect(revise({ inputs: [{ name: 'age', label: 'Years', unit: 'years' }] })).toEqual(changed);
    const { guess: _, ...age } = byKey(current).age ?? {};
    expect(byKey(changed).age).toEqual({ ...age, label: 'Years', unit: 'years', corrected: ['label', 'unit'] });
    expect({ ...changed, inputs: current.inputs }).toEqual(current);
  });

  test('changes a column of a vector', () => {
    const changed = revise({ inputs: { x2: { label: 'Second', min: 2, max: 4 } } });
    expect(byKey(changed).x2).toMatchObject({ name: 'v', index: 1, label: 'Second', default: 3 });
    expect(changed.inputs).toHaveLength(5);
    expect(revise({ inputs: [{ name: 'v', index: 1, label: 'Second', min: 2, max: 4 }] })).toEqual(changed);
  });

  test('takes away with null, and guesses anew what a field needs', () => {
    const changed = revise({
      summary: 'S',
      inputs: { age: { label: 'Years', help: 'h', max: null, kind: 'integer' } },
    });
    expect(byKey(changed).age).not.toHaveProperty('max');
    const again = reviseDescription(changed, { summary: null, inputs: { age: { label: null, help: null } } }, facts);
    expect(again).not.toHaveProperty('summary');
    expect(byKey(again).age).toMatchObject({ label: 'Age', kind: 'integer' });
    expect(byKey(again).age).not.toHaveProperty('help');
    expect(byKey(again).age?.corrected).toEqual(['label', 'help', 'max', 'kind']);
  });

  test('keeps every default within its field', () => {
    const defaultAfter = (change: object) => byKey(revise({ inputs: { age: change } })).age?.default;
    expect(defaultAfter({ max: 30 })).toBe(24);
    expect(defaultAfter({ allowed: [{ value: 5, label: 'Five' }] })).toBe(5);
    expect(defaultAfter({ default: null })).toBe(44);
    expect(defaultAfter({ default: 44 })).toBe(44);
    expect(byKey(revise({ inputs: { job: { kind: 'text' } } })).job).toMatchObject({ kind: 'text', default: '' });
  });

  test('confirms a guess', () => {
    expect(byKey(revise({ inputs: { age: { guess: null } } })).age).not.toHaveProperty('guess');
  });

  test('changes outputs by name', () => {
    const changed = revise({ outputs: { y: { classes: ['no', 'yes'], favourable: 'yes', label: 'Chance' } } });
    expect(changed.outputs).toEqual([
      {
        name: 'y',
        label: 'Chance',
        kind: 'probabilities',
        classes: ['no', 'yes'],
        favourable: 'yes',
        corrected: ['classes', 'favourable', 'label'],
      },
    ]);
  });

  test('merges the ask and replaces the examples', () => {
    const changed = revise({ ask: { good: 'better' }, examples: [{ name: 'E', values: { age: 20, x1: 5 } }] });
    expect(changed.ask).toEqual({ by: 'Ann', sentence: 'Why?', good: 'better', decision: 'd' });
    expect(changed.examples).toEqual([{ name: 'E', values: { age: 20, x1: 5 } }]);
    expect(changed.corrected).toEqual(['ask', 'examples']);
    expect(revise({ ask: null, examples: null })).not.toHaveProperty('ask');
    expect(revise({ examples: null }).examples).toEqual([]);
  });

  test('drops example values that a changed field no longer takes', () => {
    expect(current.examples[0]?.values).toEqual({ age: 18, job: 'cook' });
    const changed = revise({ inputs: { age: { kind: 'yes-no', allowed: null } } });
    expect(changed.examples[0]?.values).toEqual({ job: 'cook' });
  });

  test('keeps keys nobody here knows', () => {
    const changed = revise({ owner: 'a', inputs: { age: { widget: 'dial' } } });
    expect(changed).toMatchObject({ owner: 'a' });
    expect(byKey(changed).age).toMatchObject({ widget: 'dial' });
    expect(reviseDescription(changed, { owner: null }, facts)).not.toHaveProperty('owner');
  });
});

describe('is refused', () => {
  test.each<[string, Record<string, unknown>, Record<string, string>]>([
    [
      'a field that is not there',
      { inputs: { nobody: {} } },
      {
        'inputs, nobody': 'is not one of this version, which has "age", "job", "x1", "x2", "x3"',
      },
    ],
    [
      'an output that is not there',
      { outputs: [{ name: 'z' }] },
      { 'outputs, z': 'is not one of this version, which has "y"' },
    ],
    [
      'an entry without a key',
      { inputs: [{ label: 'x' }] },
      { 'inputs, entry 1': 'does not say which one it changes' },
    ],
    [
      'an entry for no column',
      { inputs: [{ name: 'v', index: 9 }] },
      { 'inputs, v': expect.stringContaining('is not one') },
    ],
    ['an entry that is none', { inputs: { age: 5 } }, { 'inputs, age': 'must be an object' }],
    ['a field twice', { inputs: [{ key: 'age' }, { key: 'age' }] }, { 'inputs, age': 'is changed twice' }],
    ['no list', { inputs: 'age' }, { inputs: 'must be a list or an object' }],
    ['another name', { inputs: { age: { key: 'years' } } }, { 'inputs, age, key': 'cannot be changed' }],
    ['another place', { inputs: { x1: { index: 2 } } }, { 'inputs, x1, index': 'cannot be changed' }],
    ['the wrong type', { inputs: { age: { min: '0' } } }, { 'inputs, age, min': 'must be a number' }],
    ['a range upside down', { inputs: { age: { min: 90 } } }, { 'inputs, age, min': 'must not be above max' }],
    [
      'a default beyond it',
      { inputs: { age: { default: 900 } } },
      { 'inputs, age, default': 'is above the highest, 70' },
    ],
    [
      'a kind that cannot be',
      { inputs: { job: { kind: 'series' } } },
      {
        'inputs, job, kind': expect.stringContaining('does not fit: the input takes a text'),
      },
    ],
    ['no title', { title: null }, { title: 'cannot be taken away' }],
    ['an empty title', { title: '' }, { title: 'must not be empty' }],
    ['another format', { formatVersion: 2 }, { formatVersion: 'must be 1' }],
    [
      'too few classes',
      { outputs: { y: { classes: ['a'] } } },
      {
        'outputs, y, classes': 'has 1 of the 2 names the model needs',
      },
    ],
    ['an ask without its sentence', { ask: { sentence: '' } }, { sentence: 'must not be empty' }],
    [
      'an example of nothing',
      { examples: [{ name: 'e', values: { nobody: 1, age: 'x' }, image: 'a.png' }] },
      {
        examples: expect.any(String),
      },
    ],
  ])('%s', (_, changes, fields) => {
    expect(fieldsOf(changes)).toEqual(fields);
  });

  test('what could change other objects, or is too much', () => {
    expect(fieldsOf(JSON.parse('{"inputs": {"__proto__": {"label": "x"}}}'))).toHaveProperty(['inputs, __proto__']);
    const changed = revise(JSON.parse('{"__proto__": {"x": 1}, "inputs": {"age": {"__proto__": {"kind": "text"}}}}'));
    expect(byKey(changed).age?.kind).toBe('number');
    expect(Object.getPrototypeOf(changed)).toBe(Object.prototype);
    expect(fieldsOf({ huge: 'x'.repeat(5_000_000) })).toEqual({ description: 'holds more than 4 MB' });
    expect(fieldsOf({ deep: JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`) })).toEqual({
      description: 'is nested deeper than 64 levels',
    });
  });
});

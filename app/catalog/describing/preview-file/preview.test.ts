import { describe, expect, test } from 'vitest';
import { byKey, describe as describeWith, factsOf, refusalOf, rows, value } from '../testing.ts';

const named = factsOf([value('age', 'FP32'), value('job', 'BYTES'), value('count', 'INT64')]);
const vector = factsOf([value('v', 'FP32', ['N', 3])]);
const described = (inputs: object[], more: object = {}) => ({ formatVersion: 1, inputs, ...more });

/** Where the refusal of a preview.json points, and what it says there. */
function problems(preview: unknown, facts = named): Record<string, string> {
  const { code, fields } = refusalOf(() => describeWith(facts, { preview }));
  expect(code).toBe('FL_DESCRIPTION_INVALID');
  return fields;
}

describe('what preview.json says', () => {
  test('wins over every guess, and what it leaves out is filled in', () => {
    const reference = rows({ age: [20, 40, 60], job: ['cook', 'nurse', 'cook'] });
    const preview = described([{ name: 'age', label: 'Age in years', kind: 'number', max: 50, x: { y: 1 } }]);
    const { age, job } = byKey(describeWith(named, { preview, reference }).description);
    expect(age).toEqual({
      name: 'age',
      key: 'age',
      label: 'Age in years',
      kind: 'number',
      min: 20,
      max: 50,
      p05: 22,
      default: 40,
      x: { y: 1 },
    });
    expect(job?.guess).toBeDefined();
  });

  test('puts fields in its own order, the others after them', () => {
    const preview = described([{ name: 'count' }, { name: 'age' }]);
    const { inputs } = describeWith(named, { preview }).description;
    expect(inputs.map(({ key }) => key)).toEqual(['count', 'age', 'job']);
  });

  test('keeps what Firstlook does not know, at every level', () => {
    const preview = {
      ...described([{ name: 'age', widget: 'dial' }], { owner: { team: 'a' }, versions: { 1: { note: 'n' } } }),
      outputs: [{ name: 'y', rounding: 2 }],
      examples: [{ name: 'e', values: { age: 1 }, tags: ['t'] }],
      ask: { sentence: 's', due: 'soon' },
    };
    const { description } = describeWith(named, { preview });
    expect(description).toMatchObject({ owner: { team: 'a' }, versions: { 1: { note: 'n' } } });
    expect(description.inputs[0]).toMatchObject({ widget: 'dial' });
    expect(description.outputs[0]).toMatchObject({ rounding: 2 });
    expect(description.examples).toEqual([{ name: 'e', values: { age: 1 }, tags: ['t'] }]);
    expect(description.ask).toEqual({ by: '', sentence: 's', good: '', decision: '', due: 'soon' });
  });

  test('describes columns by index, and the rest of the vector is there too', () => {
    const preview = described([
      { name: 'v', index: 2, feature: 'income', label: 'Income' },
      { name: 'v', index: 0, key: 'alter' },
    ]);
    const { inputs } = describeWith(vector, { preview }).description;
    expect(inputs.map(({ key, index, feature }) => [key, index, feature])).toEqual([
      ['income', 2, 'income'],
      ['alter', 0, undefined],
      ['x2', 1, undefined],
    ]);
  });

  test('may make one field of a vector, and fields of a vector of open width', () => {
    const whole = described([{ name: 'v', kind: 'series', length: 3, default: [1, 2, 3] }]);
    expect(describeWith(vector, { preview: whole }).description.inputs).toEqual([
      { name: 'v', key: 'v', label: 'V', kind: 'series', length: 3, default: [1, 2, 3] },
    ]);
    const open = factsOf([value('v', 'FP32', [null, null])]);
    const columns = described([{ name: 'v', index: 1, feature: 'b' }]);
    expect(describeWith(open, { preview: columns }).description.inputs.map(({ key }) => key)).toEqual(['b', 'x1']);
  });

  test('may call a single value column 0 of its input', () => {
    const preview = described([{ name: 'age', index: 0, feature: 'years', kind: 'integer' }]);
    expect(describeWith(named, { preview }).description.inputs[0]).toMatchObject({ key: 'years', index: 0 });
  });

  test('says of absent inputs and outputs what it likes, with a notice', () => {
    const preview = described([{ name: 'gone' }, { name: 'v', index: 9, feature: 'far' }], {
      outputs: [{ name: 'z', kind: 'class', classes: ['a'] }],
    });
    const { description, notices } = describeWith(vector, { preview });
    expect(description.inputs.map(({ key }) => key)).toEqual(['x1', 'x2', 'x3']);
    expect(notices).toEqual([
      {
        code: 'describe.absent-inputs',
        message: 'preview.json describes inputs this version does not take: "gone", "far".',
      },
      { code: 'describe.absent-outputs', message: expect.stringContaining('"z"') },
    ]);
  });

  test('finds its fields in the reference rows by feature', () => {
    const reference = rows({ b: [5, 7, 9], id: ['p', 'q', 'r'], a: [1, 2, 3] });
    const preview = described([
      { name: 'v', index: 0, feature: 'a' },
      { name: 'v', index: 1, feature: 'b' },
    ]);
    const { a, b } = byKey(describeWith(vector, { preview, reference }).description);
    expect([a?.max, b?.max]).toEqual([3, 9]);
  });

  test('makes whole numbers of what takes no others', () => {
    const preview = described([{ name: 'count', kind: 'number', default: 4 }]);
    expect(byKey(describeWith(named, { preview }).description).count).toMatchObject({ kind: 'integer', default: 4 });
    expect(problems(described([{ name: 'count', kind: 'number', default: 4.5 }]))).toEqual({
      'input 1 (count), default': 'must be a whole number',
    });
  });

  test('lists choices without saying so', () => {
    const preview = described([{ name: 'job', allowed: [{ value: 'cook' }, { value: 'nurse', label: 'Nurse' }] }]);
    expect(byKey(describeWith(named, { preview }).description).job).toEqual({
      name: 'job',
      key: 'job',
      label: 'Job',
      kind: 'category',
      default: 'cook',
      allowed: [
        { value: 'cook', label: 'cook' },
        { value: 'nurse', label: 'Nurse' },
      ],
    });
  });

  test('has defaults that fit its own ranges where it names none', () => {
    const defaults = (said: object): unknown =>
      byKey(describeWith(named, { preview: described([{ name: 'age', ...said }]) }).description).age?.default;
    expect(defaults({ min: 5, max: 7 })).toBe(6);
    expect(defaults({ min: 5 })).toBe(5);
    expect(defaults({ max: -5 })).toBe(-5);
    expect(defaults({ min: 0.2, max: 1.4, kind: 'integer' })).toBe(1);
    expect(defaults({ kind: 'yes-no' })).toBe(false);
    expect(defaults({ default: null })).toBe(0);
    const text = described([{ name: 'job', kind: 'date' }]);
    expect(byKey(describeWith(named, { preview: text }).description).job?.default).toBe('2000-01-01');
  });

  test('may come in the field ask, or be an ask only', () => {
    const ask = { by: 'Ann', sentence: 'Why?', good: 'g', decision: 'd' };
    const asFile = describeWith(named, { ask: { formatVersion: 1, title: 'T', ask } }).description;
    expect(asFile).toMatchObject({ title: 'T', ask });
    expect(describeWith(named, { ask }).description.ask).toEqual(ask);
    const both = describeWith(named, { ask, preview: { formatVersion: 1, title: 'U', ask: { sentence: 'Old?' } } });
    expect(both.description).toMatchObject({ title: 'U', ask });
    expect(refusalOf(() => describeWith(named, { ask: { by: 'Ann' } }))).toMatchObject({
      code: 'FL_DESCRIPTION_INVALID',
      message: 'ask: sentence is missing.',
      fields: { sentence: 'is missing' },
    });
  });
});

describe('what preview.json gets wrong is said in words', () => {
  test('by place and name, the first one in the sentence', () => {
    const preview = described([{ name: 'age', min: '0', step: 0, kind: 'slider' }, { name: 'job', label: 7 }, {}]);
    expect(refusalOf(() => describeWith(named, { preview }))).toEqual({
      code: 'FL_DESCRIPTION_INVALID',
      message:
        'preview.json: input 1 (age), kind must be one of number, integer, yes-no, category, date, text, image, audio, table, series, tensor. There are 4 more problems.',
      fields: {
        'input 1 (age), kind': expect.stringContaining('must be one of'),
        'input 1 (age), min': 'must be a number',
        'input 1 (age), step': 'must be more than 0',
        'input 2 (job), label': 'must be a text',
        'input 3, name': 'is missing',
      },
    });
  });

  test.each<[string, unknown, Record<string, string>]>([
    ['no object', [], { 'preview.json': 'must be a JSON object' }],
    ['null', null, {}],
    ['a text', 'hello', { 'preview.json': 'must be a JSON object' }],
    ['no format', { title: 'x' }, { formatVersion: 'is missing' }],
    ['another format', { formatVersion: 2 }, { formatVersion: 'must be 1' }],
    [
      'a long title',
      { formatVersion: 1, title: 'x'.repeat(201) },
      { title: 'has 201 characters; at most 200 are taken' },
    ],
    [
      'a range upside down',
      described([{ name: 'age', min: 2, max: 1 }]),
      { 'input 1 (age), min': 'must not be above max' },
    ],
    [
      'choices twice',
      described([{ name: 'age', allowed: [{ value: 1 }, { value: 1 }] }]),
      {
        'input 1 (age), allowed': 'must not list a value twice',
      },
    ],
    [
      'an input twice',
      described([{ name: 'age' }, { name: 'age' }]),
      {
        'input 2 (age)': 'describes the same value as input 1',
      },
    ],
    [
      'a key twice',
      described([
        { name: 'age', key: 'k' },
        { name: 'job', key: 'k' },
      ]),
      {
        'input 2 (k), key': 'is the key of input 1 too',
      },
    ],
    [
      'a default beyond the range',
      described([{ name: 'age', max: 5, default: 9 }]),
      {
        'input 1 (age), default': 'is above the highest, 5',
      },
    ],
    [
      'a default in quotes',
      described([{ name: 'age', kind: 'number', default: 'NaN' }]),
      {
        'input 1 (age), default': 'must be a number',
      },
    ],
    [
      'a default that is no choice',
      described([{ name: 'job', allowed: [{ value: 'a' }], default: 'b' }]),
      {
        'input 1 (job), default': 'must be one of the allowed values',
      },
    ],
    [
      'a choice of the wrong type',
      described([{ name: 'age', allowed: [{ value: 'old' }] }]),
      {
        'input 1 (age), allowed, entry 1': 'must be a number',
      },
    ],
    [
      'a kind that cannot be',
      described([{ name: 'age', kind: 'text' }]),
      {
        'input 1 (age), kind':
          'does not fit: the input takes a number. Use one of number, integer, yes-no, category, date, tensor',
      },
    ],
    [
      'a display of nothing',
      described([{ name: 'age', display: { scale: 0, unit: '%', decimals: 0 } }]),
      {
        'input 1 (age), display, scale': 'must not be 0',
      },
    ],
    [
      'an output of another kind',
      described([], { outputs: [{ name: 'y', kind: 'class', classes: ['a', 'b'], favourable: 'c' }] }),
      {
        'output 1 (y), favourable': 'must be one of the classes',
      },
    ],
    [
      'an output twice',
      described([], { outputs: [{ name: 'y' }, { name: 'y' }] }),
      { 'output 2 (y)': 'is described twice' },
    ],
  ])('%s', (_, preview, fields) => {
    if (preview === null) expect(describeWith(named, { preview }).notices).toEqual([]);
    else expect(problems(preview)).toEqual(fields);
  });

  test.each<[string, object, Record<string, string>]>([
    [
      'a number for three',
      { name: 'v', kind: 'number' },
      {
        'input 1 (v), kind':
          'does not fit: the input takes 3 values. Say which one with "index", or use one of image, audio, table, series, tensor',
      },
    ],
    [
      'too few values',
      { name: 'v', kind: 'tensor', default: [1, 2] },
      { 'input 1 (v), default': 'must hold exactly 3 values' },
    ],
    [
      'another length',
      { name: 'v', kind: 'series', length: 5 },
      {
        'input 1 (v), length': 'must be 3, as many as the input takes',
      },
    ],
    [
      'a picture of unknown size',
      { name: 'v', kind: 'image' },
      { 'input 1 (v)': 'is a picture: say its width and height' },
    ],
    [
      'a picture of another size',
      { name: 'v', kind: 'image', width: 2, height: 2 },
      {
        'input 1 (v)': 'takes 3 values, not a picture of 2 × 2',
      },
    ],
    [
      'a text in a vector',
      { name: 'v', kind: 'tensor', default: [1, 'x', 2] },
      {
        'input 1 (v), default': 'holds a value that must be a number',
      },
    ],
  ])('of a vector: %s', (_, input, fields) => {
    expect(problems(described([input]), vector)).toEqual(fields);
  });

  test('of a vector: some columns and the whole', () => {
    expect(problems(described([{ name: 'v', index: 0 }, { name: 'v' }]), vector)).toEqual({
      'input 2 (v), index': 'is missing: other entries describe single columns of this input',
    });
    const wide = factsOf([value('v', 'FP32', ['N', 5_000])]);
    expect(problems(described([{ name: 'v', index: 0 }]), wide)).toEqual({
      'input 1 (v), index': 'cannot be used: the input takes 5000 values, which cannot become fields of their own',
    });
  });
});

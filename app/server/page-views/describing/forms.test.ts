import { describe, expect, test } from 'vitest';
import type { DescribedInput, DescribedOutput } from '#app/catalog/description-format.ts';
import { testVersion } from '#app/preview/testing.ts';
import { changesInForm } from './changes-in-form.ts';
import { controlMessages } from './control-messages.ts';
import { fieldWords } from './field-view.ts';

const share: DescribedInput = {
  ...{ name: 'pirat', key: 'pirat', label: 'Debt', kind: 'number', help: 'Per year\nbefore tax', unit: null },
  ...{ min: 0.07, max: 1.4175, default: 0.333_333_333, display: { scale: 100, unit: '%', decimals: 0 } },
};
const job: DescribedInput = {
  ...{ name: 'job', key: 'job', label: 'Job', kind: 'category', default: 'cook' },
  allowed: [
    { value: 'cook', label: 'A cook' },
    { value: 'nurse', label: 'A nurse' },
    { value: 'pilot', label: 'A pilot' },
  ],
};
const classes = ['denied', 'approved'];
const outputs: Partial<DescribedOutput>[] = [
  { name: 'label', label: 'Decision', kind: 'class', classes, favourable: 'approved' },
  { name: 'p', label: 'Probability', kind: 'probabilities', classes },
];
const version = testVersion({ inputs: [share, { ...job, datatype: 'BYTES' }], outputs });

const changes = (form: Record<string, string>, of = version) => changesInForm(of, new URLSearchParams(form));
const problemsOf = (form: Record<string, string>) => {
  try {
    changes(form);
  } catch (thrown) {
    return (thrown as { fields?: Record<string, string> }).fields;
  }
  throw new Error('It was taken.');
};

/** The form as a browser sends it when nothing was touched. */
function untouched(input: DescribedInput): Record<string, string> {
  const { number, choices, start, ...words } = fieldWords(version, input);
  const rows = choices?.rows ?? [];
  return {
    ...{ intent: 'field', key: words.key, label: words.label, place: String(words.place), kind: words.kind },
    ...{
      help: words.help.replaceAll('\n', '\r\n'),
      direction: words.direction,
      'has-hidden': '1',
      'has-sensitive': '1',
    },
    ...(number && { unit: number.unit, min: number.min, max: number.max, step: number.step }),
    ...(number && { scale: number.shown.scale, 'shown-unit': number.shown.unit, decimals: number.shown.decimals }),
    ...Object.fromEntries(rows.map(({ label }, at) => [`choice.${at}`, label])),
    ...(start && { start: start.value }),
    ...(choices && { 'choice-new-value': '', 'choice-new-label': '' }),
  };
}

describe('the form of a field', () => {
  test('untouched says nothing, so rounding of what is shown changes nothing', () => {
    for (const input of version.description.inputs) {
      expect(changes(untouched(input))).toEqual({ inputs: { [input.key]: {} } });
    }
  });

  test.each<[string, Record<string, string>, Record<string, unknown>]>([
    ['numbers in the unit people see', { min: '10', max: '95 %', start: '41' }, { min: 0.1, max: 0.95, default: 0.41 }],
    ['no boundary', { min: '' }, { min: null }],
    ['no other unit', { scale: '', 'shown-unit': '', decimals: '', min: '0.5' }, { display: null, min: 0.5 }],
    [
      'another unit, and numbers in it',
      { scale: '1000', 'shown-unit': '‰', decimals: '1', max: '900' },
      { display: { scale: 1000, unit: '‰', decimals: 1 }, max: 0.9 },
    ],
    [
      'switches',
      { hidden: 'on', sensitive: 'on', direction: 'up-only' },
      { hidden: true, sensitive: true, direction: 'up-only' },
    ],
    ['words', { label: ' Debt to income ', help: '' }, { label: 'Debt to income', help: null }],
  ])('%s', (_, touched, expected) => {
    expect(changes({ ...untouched(share), ...touched })).toEqual({ inputs: { pirat: expected } });
  });

  test.each<[string, Record<string, string>, string[]]>([
    ['renames', { 'choice.0': 'Cook' }, ['cook=Cook', 'nurse=A nurse', 'pilot=A pilot']],
    ['moves', { 'choice-up': '2' }, ['cook=A cook', 'pilot=A pilot', 'nurse=A nurse']],
    [
      'moves none beyond the end',
      { 'choice-down': '2', 'choice.0': 'C' },
      ['cook=C', 'nurse=A nurse', 'pilot=A pilot'],
    ],
    ['removes', { 'choice-remove': '1' }, ['cook=A cook', 'pilot=A pilot']],
    [
      'adds',
      { 'choice-new-value': 'vet', 'choice-new-label': 'A vet' },
      ['cook=A cook', 'nurse=A nurse', 'pilot=A pilot', 'vet=A vet'],
    ],
  ])('%s choices', (_, touched, expected) => {
    const { inputs } = changes({ ...untouched(job), ...touched }) as {
      inputs: { job: { allowed: DescribedInput['allowed'] } };
    };
    expect(inputs.job.allowed?.map(({ value, label }) => `${value}=${label}`)).toEqual(expected);
  });

  test('many choices are lines; known ones keep what they are', () => {
    const allowed = Array.from({ length: 50 }, (_, i) => ({ value: i, label: `Number ${i}` }));
    const many = testVersion({ inputs: [{ ...job, allowed, default: 0, datatype: 'INT64' }] });
    const lines = 'choices';
    const { inputs } = changes({ intent: 'field', key: 'job', [lines]: '3 = Three\r\n\r\n7\n99 = New' }, many) as {
      inputs: { job: object };
    };
    expect(inputs.job).toEqual({
      allowed: [
        { value: 3, label: 'Three' },
        { value: 7, label: '7' },
        { value: 99, label: 'New' },
      ],
    });
  });

  test.each<[Record<string, string>, string]>([
    [{ label: '' }, 'label'],
    [{ min: 'many' }, 'min'],
    [{ start: '1e999' }, 'start'],
    [{ scale: '0', 'shown-unit': 'x' }, 'scale'],
    [{ scale: 'Infinity' }, 'scale'],
    [{ decimals: '1.5' }, 'decimals'],
    [{ place: '3' }, 'place'],
    [{ place: '-1' }, 'place'],
  ])('%o is refused at its control', (touched, control) => {
    expect(Object.keys(problemsOf({ ...untouched(share), ...touched }) ?? {})).toEqual([control]);
  });
});

test('fields move by one, to a place, and never out of the list', () => {
  const order = (key: string, to: string) => changes({ intent: 'move', key, to }).order;
  expect(order('job', 'up')).toEqual(['job', 'pirat']);
  expect(order('job', 'down')).toEqual(['pirat', 'job']);
  expect(order('pirat', '2')).toEqual(['job', 'pirat']);
  expect(changes({ ...untouched(share), place: '2' }).order).toEqual(['job', 'pirat']);
  expect(problemsOf({ intent: 'move', key: 'job', to: 'sideways' })).toHaveProperty('place');
});

test('other moves, and what is none', () => {
  expect(changes({ intent: 'looks-right', key: 'job' })).toEqual({ inputs: { job: {} } });
  expect(changes({ intent: 'percent', key: 'pirat' })).toEqual({
    inputs: { pirat: { display: { scale: 100, unit: '%', decimals: 0 } } },
  });
  expect(changes({ intent: 'renamed', key: 'job', was: 'work' })).toEqual({ inputs: { job: { renamedFrom: 'work' } } });
  expect(changes({ intent: 'renamed', key: 'job', was: '' })).toEqual({ inputs: { job: { renamedFrom: null } } });
  for (const form of [{}, { intent: 'field', key: 'nobody' }, { intent: 'sing' }]) {
    expect(() => changes(form)).toThrow(expect.objectContaining({ code: 'FL_REQUEST_INVALID' }));
  }
});

test('a form of millions of characters is refused before anyone reads it', () => {
  const form = { intent: 'answers', classes: 'x\n'.repeat(2_000_001) };
  expect(() => changes(form)).toThrow(expect.objectContaining({ code: 'FL_REQUEST_TOO_LARGE' }));
});

describe('the forms of the answers', () => {
  test('names go to every output that has the classes, with the one that is hoped for', () => {
    expect(changes({ intent: 'answers', 'class.0': 'No', 'class.1': 'Yes', favourable: '1' })).toEqual({
      outputs: {
        label: { classes: ['No', 'Yes'], favourable: 'Yes' },
        p: { classes: ['No', 'Yes'], favourable: 'Yes' },
      },
    });
    expect(changes({ intent: 'answers', 'class.0': 'denied', 'class.1': 'approved', favourable: '1' })).toEqual({
      outputs: {},
    });
    expect(changes({ intent: 'answers', favourable: '' })).toEqual({
      outputs: { label: { favourable: null }, p: { favourable: null } },
    });
    expect(problemsOf({ intent: 'answers', 'class.0': 'approved' })).toHaveProperty(['class.0']);
    expect(problemsOf({ intent: 'answers', classes: 'one' })).toHaveProperty('classes');
  });

  test('what an output is', () => {
    const form = {
      intent: 'answers',
      'output-label.1': 'Chances',
      'output-kind.1': 'series',
      'output-role.1': 'lower',
    };
    expect(changes(form)).toEqual({ outputs: { p: { label: 'Chances', kind: 'series', role: 'lower' } } });
    expect(problemsOf({ intent: 'answers', 'output-label.0': ' ' })).toHaveProperty(['output-label.0']);
  });

  test('a threshold in 100, where the model names no class itself', () => {
    const scored = testVersion({ outputs: outputs.slice(1) });
    expect(changes({ intent: 'answers', threshold: '41.3' }, scored)).toEqual({ outputs: { p: { threshold: 0.413 } } });
    expect(changes({ intent: 'answers', threshold: '41' })).toEqual({ outputs: {} });
  });

  test('bands in 100, the highest first, and none when all rows are empty', () => {
    const form = {
      intent: 'bands',
      ...{ 'band-from.0': '40', 'band-label.0': 'Refer', 'band-from.1': '70,5', 'band-label.1': 'Approve' },
      ...{ 'band-from.2': '', 'band-label.2': ' ' },
    };
    expect(changes({ ...form, 'band-from.1': '70.5 %' })).toEqual(changes(form));
    expect(changes(form)).toEqual({
      outputs: {
        p: {
          bands: [
            { from: 0.705, label: 'Approve' },
            { from: 0.4, label: 'Refer' },
          ],
        },
      },
    });
    expect(changes({ intent: 'bands', 'band-from.0': '', 'band-label.0': '' })).toEqual({
      outputs: { p: { bands: null } },
    });
  });

  test.each<[Record<string, string>, string]>([
    [{ 'band-from.0': '40', 'band-label.0': '' }, 'band-label.0'],
    [{ 'band-from.0': '', 'band-label.0': 'Refer' }, 'band-from.0'],
    [{ 'band-from.0': '101', 'band-label.0': 'Refer' }, 'band-from.0'],
    [{ 'band-from.0': '-1', 'band-label.0': 'Refer' }, 'band-from.0'],
    [{ 'band-from.0': '5', 'band-label.0': 'A', 'band-from.1': '5.0', 'band-label.1': 'B' }, 'bands'],
  ])('%o is refused at its row', (rows, control) => {
    expect(Object.keys(problemsOf({ intent: 'bands', ...rows }) ?? {})).toEqual([control]);
  });

  test('bands over a number have its own unit', () => {
    const numeric = testVersion({ outputs: [{ name: 'y', kind: 'number' }] });
    const form = { intent: 'bands', 'band-from.0': '-12.5', 'band-label.0': 'High' };
    expect(changes(form, numeric)).toEqual({ outputs: { y: { bands: [{ from: -12.5, label: 'High' }] } } });
  });
});

test('what is wrong is said as a sentence at its control', () => {
  expect(
    controlMessages({
      'inputs, age, min': 'must not be above max',
      'inputs, age, display, scale': 'must not be 0',
      'inputs, age, allowed, entry 3': 'must be a number',
      'inputs, age': 'is a picture: say its width and height',
      'outputs, y, classes': 'has 1 of the 2 names the model needs',
      label: 'Give it a name people understand.',
    }),
  ).toEqual({
    min: 'The lowest value must not be above the highest.',
    scale: 'The factor must not be 0.',
    choices: 'The list of choices must be a number.',
    form: 'This is a picture: say its width and height.',
    classes: 'The list of classes has 1 of the 2 names the model needs.',
    label: 'Give it a name people understand.',
  });
});

import { expect, test } from 'vitest';
import { changesInWords, orderInputs, reviseDescription } from '../index.ts';
import { describe as describeWith, factsOf, rows, value } from '../testing.ts';

const facts = factsOf([value('age', 'FP32'), value('job', 'BYTES')], {
  outputs: [value('label', 'INT64', ['N']), value('p', 'FP32', ['N', 2])],
  categories: [{ input: 'job', index: null, values: ['cook', 'nurse'] }],
  classes: [0, 1],
  labelOutput: 'label',
  scoresOutput: 'p',
});
const before = describeWith(facts, {
  reference: rows({ age: [18, 40.5, 70], job: ['cook', 'cook', 'nurse'] }),
}).description;
const words = (changes: Record<string, unknown>) => changesInWords(before, reviseDescription(before, changes, facts));

test.each<[string, Record<string, unknown>, string[]]>([
  ['nothing', {}, []],
  ['a label', { inputs: { age: { label: 'Years' } } }, ['Age: label "Years", was "Age"']],
  ['a unit', { inputs: { age: { unit: 'years' } } }, ['Age: unit years, was none']],
  ['a range', { inputs: { age: { max: 90 } } }, ['Age: range 18 to 90, was 18 to 70']],
  [
    'a display unit, and the range in it',
    { inputs: { age: { display: { scale: 12, unit: 'months', decimals: 0 } } } },
    ['Age: shown as "months", times 12, was none'],
  ],
  [
    'hidden',
    { inputs: { age: { hidden: true, default: 20 } } },
    ['Age: starts with 20, was 40.5', 'Age: hidden from the form'],
  ],
  ['a direction', { inputs: { age: { direction: 'up-only' } } }, ['Age: can only go up']],
  ['sensitive', { inputs: { job: { sensitive: true } } }, ['Job: sensitive']],
  ['a guess that looks right', { inputs: { age: {} } }, ['Age: the guess looks right']],
  [
    'words of choices',
    { inputs: { job: { allowed: [{ value: 'cook', label: 'A cook' }, { value: 'pilot' }] } } },
    ['Job: new choices: pilot', 'Job: choices gone: nurse', 'Job: choice "A cook", was "cook"'],
  ],
  [
    'the order of choices',
    { inputs: { job: { allowed: [{ value: 'nurse' }, { value: 'cook' }] } } },
    ['Job: another order of the choices'],
  ],
  [
    'answers',
    {
      outputs: {
        p: {
          classes: ['no', 'yes'],
          favourable: 'yes',
          bands: [
            { from: 0.6, label: 'Approve' },
            { from: 0, label: 'Refer' },
          ],
        },
      },
    },
    [
      'P: class "no", was "0", "yes", was "1"',
      'P: hoped for yes, was none',
      'P: decisions Refer from 0, Approve from 0.6, was none',
    ],
  ],
  ['what nobody has words for', { inputs: { age: { widget: 'dial' } } }, ['Age: other details']],
  [
    'the whole',
    { title: 'T', summary: 'S', ask: { sentence: 'Why?' } },
    ['Title "T", was "A model"', 'Another summary', 'Another ask'],
  ],
])('%s', (_, changes, sentences) => {
  expect(words(changes)).toEqual(sentences);
});

test('another order, and fields that came and went', () => {
  expect(changesInWords(before, orderInputs(before, ['job', 'age']))).toEqual(['Another order of the fields']);
  const [age, job] = before.inputs;
  const other = { ...before, inputs: [{ ...age!, key: 'years', label: 'Years' }, job!] };
  expect(changesInWords(before, other)).toEqual(['New field: Years', 'Field gone: Age']);
});

test('more than a person reads is counted', () => {
  const many = factsOf(Array.from({ length: 40 }, (_, i) => value(`f${i}`, 'FP32')));
  const first = describeWith(many).description;
  const inputs = Object.fromEntries(first.inputs.map(({ key }) => [key, { unit: 'cm' }]));
  const sentences = changesInWords(first, reviseDescription(first, { inputs }, many));
  expect(sentences).toHaveLength(31);
  expect(sentences.at(-1)).toBe('And 10 more changes');
});

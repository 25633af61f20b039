import { describe, expect, test } from 'vitest';
import type { DescribedInput } from '#app/catalog/description-format.ts';
import type { FlipChange, TriedAnswer } from '../contract.ts';
import { type Ended, findingSentence, outcomeSentences } from './words.ts';

const input = (key: string, changes: Partial<DescribedInput> = {}): [string, DescribedInput] => [
  key,
  { name: key, key, label: key, kind: 'number', ...changes },
];
const inputs = new Map([
  input('debt', { label: 'Total debt', unit: 'ratio', display: { scale: 100, unit: '%', decimals: 0 } }),
  input('term', { label: 'Loan term', unit: 'months', kind: 'integer' }),
  input('score', { label: 'FICO score' }),
  input('race', {
    label: 'Race',
    kind: 'category',
    allowed: [
      { value: 'b', label: 'Black' },
      { value: 'w', label: 'White' },
    ],
  }),
  input('town', { label: 'Town', kind: 'category' }),
  input('single', { label: 'Single', kind: 'yes-no' }),
]);
const approved: TriedAnswer = { decision: 'approved', number: null, share: null };
const number = (value: number): TriedAnswer => ({ decision: null, number: value, share: null });
const change = (key: string, from: FlipChange['from'], to: FlipChange['to']): FlipChange => ({
  ...{ key, from, to, holdsTo: null, alsoTo: [] },
});
const numbersTold = (answer: number, before: number, unit: string | null = null) =>
  findingSentence([change('term', 36, 24)], number(answer), { inputs, unit, answer: number(before) });
const told = (changes: FlipChange[]) => findingSentence(changes, approved, { inputs, unit: null, answer: approved });

describe('a finding', () => {
  test.each<[FlipChange[], string]>([
    [[change('debt', 0.41, 0.38)], 'If total debt were 38% instead of 41%, the answer would be approved.'],
    [[change('term', 36, 24)], 'If loan term were 24 months instead of 36 months, the answer would be approved.'],
    [[change('score', 1, 1234567)], 'If FICO score were 1234567 instead of 1, the answer would be approved.'],
    [[change('race', 'b', 'w')], 'If race were White instead of Black, the answer would be approved.'],
    [[change('town', 'a', '<b>"x"\n y')], 'If town were “<b>"x" y” instead of “a”, the answer would be approved.'],
    [[change('single', true, false)], 'If single were No instead of Yes, the answer would be approved.'],
    [[change('gone', 1, 2)], 'If gone were 2 instead of 1, the answer would be approved.'],
    [
      [change('debt', 0.41, 0.38), change('term', 36, 24)],
      'If total debt were 38% instead of 41% and loan term were 24 months instead of 36 months, the answer would be approved.',
    ],
  ])('%j: %s', (changes, sentence) => {
    expect(told(changes)).toBe(sentence);
  });

  test.each([
    ['Age', 'age'],
    ['African-American', 'African-American'],
    ['eGFR', 'eGFR'],
    ['A-level points', 'a-level points'],
    ['Übergewicht', 'übergewicht'],
    ['', ''],
  ])('the label %j is %j inside a sentence', (label, inside) => {
    const one = new Map([input('x', { label })]);
    const sentence = findingSentence([change('x', 1, 2)], approved, { inputs: one, unit: null, answer: approved });
    expect(sentence).toBe(`If ${inside} were 2 instead of 1, the answer would be approved.`);
  });

  test('two values that would look alike are shown with the digits that tell them apart', () => {
    expect(told([change('debt', 0.4127, 0.41)])).toContain('41.0% instead of 41.3%');
    expect(told([change('score', 1.23456789, 1.2345678)])).toContain('1.2345678 instead of 1.23456789');
  });

  test('of numbers, what the answer would be and what it is', () => {
    expect(numbersTold(190.04, 151.96, 'mg')).toContain('would be 190 mg instead of 152.');
    expect(numbersTold(1234567, 1200000.4)).toContain('1234567 instead of 1200000.');
    expect(numbersTold(0.123456, 0.123451)).toContain('0.12346 instead of 0.12345.');
  });

  test('a very long choice is cut', () => {
    expect(told([change('town', 'a', 'x'.repeat(5000))]).length).toBeLessThan(200);
  });
});

const ended = (changes: Partial<Ended>): Ended => ({
  ...{
    ended: 'complete',
    isAnswered: true,
    findingCount: 1,
    rowsAsked: 1204,
    failure: null,
    isConstant: false,
    fieldCount: 14,
  },
  ...{ untried: [], unplaced: [], partly: [], pairs: null, left: [], hasReference: true, tolerance: null },
  ...changes,
});

describe('the end of a search', () => {
  test.each<[Partial<Ended>, string[]]>([
    [{}, []],
    [{ findingCount: 0, isConstant: true }, ['Each of 1,204 questions that were tried got the same answer.']],
    [{ findingCount: 0 }, ['Nothing was found that changes the answer: 1,204 questions were tried.']],
    [
      { findingCount: 0, tolerance: { value: 57.98915, unit: 'score' } },
      ['Nothing was found that changes the answer by more than 58 score: 1,204 questions were tried.'],
    ],
    [
      { ended: 'time', untried: ['Age', 'FICO score', 'Town', 'Race', 'Job'] },
      [
        'There was no time to look at everything.',
        '5 of 14 fields were not looked at: age, FICO score, town and 2 others.',
      ],
    ],
    [{ ended: 'time', isAnswered: false }, ['The model did not answer in time, so nothing was looked at.']],
    [
      { ended: 'time', findingCount: 0, fieldCount: 1, untried: ['Age'] },
      ['There was no time to look at everything.', '1 of 1 fields were not looked at: age.'],
    ],
    [{ ended: 'rows' }, ['After 1,204 questions the search was over before all was looked at.']],
    [{ ended: 'failed', failure: 'The model crashed.' }, ['The search came to an early end. The model crashed.']],
    [{ ended: 'cancelled' }, ['The search was stopped.']],
    [{ unplaced: ['Age'] }, ['Where age would change the answer could not be found out.']],
    [
      { partly: [{ label: 'Town', triedCount: 1850, ofCount: 10_000 }] },
      ['Of the 10,000 choices of town, 1,850 were tried.'],
    ],
    [{ pairs: { tried: 900, of: 44_850 } }, ['Of the 44,850 pairs of fields, 900 were tried together.']],
    [{ left: ['Note', 'Photo'] }, ['Only numbers and choices were changed, never note and photo.']],
    [{ hasReference: false }, ['There are no reference rows, so real cases were not looked at.']],
    [
      { ended: 'two-answers', untried: ['Age'] },
      ['The model gives two answers to one and the same question, so there is no boundary to show.'],
    ],
    [{ ended: 'no-answer' }, ['The model gives no single answer to this question that could become another one.']],
    [
      { ended: 'nothing-to-change' },
      ['There is no field to change: each is fixed, or is neither a number nor a choice.'],
    ],
  ])('%j', (changes, sentences) => {
    expect(outcomeSentences(ended(changes))).toEqual(sentences);
  });
});

import { describe, expect, test } from 'vitest';
import type { DescribedInput } from '#app/catalog/description-format.ts';
import { correctedAnswers, correctedInput } from './correct-input.ts';
import { changeRow, inputRow } from './input-rows.ts';

const input = (said: Partial<DescribedInput> = {}): DescribedInput => ({
  name: 'x',
  key: 'pirat',
  label: 'Debt-to-income',
  kind: 'number',
  ...said,
});
const percent = { scale: 100, unit: '%', decimals: 0 };
const form = (said: Record<string, string>) => new URLSearchParams(said);
const yesNo = [
  { value: 'y', label: 'Yes' },
  { value: 'n', label: 'No' },
];

describe('a row', () => {
  test('shows unit and range as people see them', () => {
    const row = inputRow(input({ index: 3, min: 0, max: 0.64, display: percent, sensitive: true }));
    expect(row).toMatchObject({ inFile: 'x[3]', kind: 'Number', unit: '%', range: '0 to 64', isSensitive: true });
    expect(row.edit).toEqual({ unit: '%', range: { min: '0', max: '64' }, choices: [] });
    expect(row).toMatchObject({ isSure: true, reason: null, percent: null });
  });

  test('of a choice says how many there are', () => {
    const row = inputRow(input({ kind: 'category', allowed: yesNo, min: 1 }));
    expect(row).toMatchObject({ kind: 'Choice, 2', range: null, edit: { range: null } });
    expect(row.edit.choices).toEqual([
      { value: 'y', label: 'Yes' },
      { value: 'n', label: 'No' },
    ]);
  });

  test('of an unsure share offers percent', () => {
    const guess = { sure: false, reason: 'The name says little.' };
    const shown = (said: Partial<DescribedInput>) => inputRow(input({ guess, ...said })).percent;
    expect(shown({ min: 0.1, max: 0.6 })).toEqual({ from: '0.35', to: '35%' });
    expect(shown({ min: 0, max: 3, p05: 0.1, p95: 0.9 })).toEqual({ from: '0.5', to: '50%' });
    expect(shown({ min: 0, max: 3 })).toBeNull();
    expect(shown({})).toBeNull();
    expect(inputRow(input({ min: 0.1, max: 0.6 })).percent).toBeNull();
  });
});

describe('a correction', () => {
  const loans = input({ min: 0, max: 0.64, display: percent, allowed: yesNo });

  test('that changes nothing still says the label', () => {
    const same = { label: 'Debt-to-income', unit: '%', min: '0', max: '64', 'choice.0': 'Yes', 'choice.1': 'No' };
    expect(correctedInput(loans, form({ ...same, 'has-sensitive': '1' }))).toEqual({ label: 'Debt-to-income' });
  });

  test('is in the unit people see', () => {
    const said = { label: ' Debt ', unit: 'percent', max: '70%', min: '', 'choice.1': 'Never', sensitive: 'on' };
    expect(correctedInput(loans, form({ ...said, 'has-sensitive': '1' }))).toEqual({
      label: 'Debt',
      display: { ...percent, unit: 'percent' },
      min: null,
      max: 0.7,
      allowed: [yesNo[0], { value: 'n', label: 'Never' }],
      sensitive: true,
    });
  });

  test('takes a unit and a sensitive mark away again', () => {
    const marked = input({ unit: '$', sensitive: true });
    const said = form({ label: 'Debt', unit: '', 'has-sensitive': '1' });
    expect(correctedInput(marked, said)).toEqual({ label: 'Debt', unit: null, sensitive: false });
  });

  test('of the sensitive mark alone says nothing else', () => {
    const said = form({ 'has-sensitive': '1', sensitive: 'on' });
    expect(correctedInput(loans, said)).toEqual({ sensitive: true });
  });

  test('may be that it is a share', () => {
    expect(correctedInput(input(), form({ as: 'percent', label: 'Debt' }))).toEqual({
      label: 'Debt',
      display: percent,
    });
  });

  test.each([
    ['max', 'many'],
    ['min', '1,5,0'],
    ['max', 'Infinity'],
    ['label', ' '],
  ])('%s %j is refused at its control', (control, text) => {
    expect(() => correctedInput(loans, form({ label: 'x', [control]: text }))).toThrow(
      expect.objectContaining({ code: 'FL_DESCRIPTION_INVALID', fields: { [control]: expect.any(String) } }),
    );
  });

  test('of answers names them in every output', () => {
    const outputs = [
      { name: 'label', label: '', kind: 'class' as const, classes: ['0', '1'], favourable: '1' },
      { name: 'p', label: '', kind: 'probabilities' as const, classes: ['0', '1'] },
      { name: 'y', label: '', kind: 'number' as const },
    ];
    expect(correctedAnswers(outputs, form({ 'class.1': 'Approve', 'class.0': '' }))).toEqual({
      label: { classes: ['0', 'Approve'], favourable: 'Approve' },
      p: { classes: ['0', 'Approve'] },
    });
    expect(correctedAnswers(outputs, form({}))).toEqual({});
    expect(() => correctedAnswers(outputs, form({ 'class.1': '0' }))).toThrow('same name');
  });
});

test('changes are told in words', () => {
  const before = input({ kind: 'integer', min: 0, max: 2, unit: '$', allowed: yesNo });
  const after = input({ kind: 'number', min: 0, max: 3, allowed: [yesNo[0], { value: 'm', label: 'Maybe' }] as never });
  const what = ['kind', 'unit', 'range', 'choices'] as const;
  const row = changeRow({ change: 'changed', key: 'a', label: 'A', before, after, what: [...what] });
  expect(row?.details).toEqual([
    'Number, was whole number',
    'Unit none, was $',
    'Range 0 to 3, was 0 to 2 $',
    'Choices new: Maybe; gone: No',
  ]);
  const finer = { ...after, max: 3.000000001 };
  expect(
    changeRow({ change: 'changed', key: 'a', label: 'A', before: after, after: finer, what: ['range'] }),
  ).toBeNull();
  expect(changeRow({ change: 'added', key: 'a', label: 'A' })).toMatchObject({ change: 'added', details: [] });
});

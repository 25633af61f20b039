import { describe, expect, test } from 'vitest';
import type { Description } from '../../description-format.ts';
import { confirmRenames, reviseDescription } from '../index.ts';
import { byKey, describe as describeWith, factsOf, refusalOf, rows, value } from '../testing.ts';

const facts = factsOf([value('income', 'FP32'), value('age', 'FP32'), value('job', 'BYTES')]);
const before = reviseDescription(
  describeWith(facts, { reference: rows({ income: [10, 20, 90], age: [18, 40, 70], job: ['cook', 'nurse', 'cook'] }) })
    .description,
  {
    inputs: {
      income: { label: 'Yearly income', unit: '$', help: 'Before tax' },
      job: {
        allowed: [
          { value: 'cook', label: 'A cook' },
          { value: 'nurse', label: 'A nurse' },
        ],
      },
    },
  },
  facts,
);

const renamed = factsOf([value('annual_income', 'FP32'), value('age', 'FP32'), value('occupation', 'BYTES')], {
  categories: [{ input: 'occupation', index: null, values: ['nurse', 'cook'] }],
});
const reference = rows({ annual_income: [11, 20, 88], age: [18, 40, 70], occupation: ['cook', 'nurse', 'cook'] });
const nextVersion = (carried: Description = before) => describeWith(renamed, { reference }, carried).description;

describe('a field that has another name', () => {
  test('is noted with the reasons, and nothing is taken over unasked', () => {
    const { annual_income, age, occupation } = byKey(nextVersion());
    expect(annual_income).toMatchObject({
      label: 'Annual income',
      renamed: { from: 'income', label: 'Yearly income' },
    });
    expect(annual_income?.renamed?.reason).toBe('It has a similar name, much the same range and the same place.');
    expect(annual_income).not.toHaveProperty('unit');
    expect(occupation?.renamed).toMatchObject({ from: 'job', reason: 'It has the same choices and the same place.' });
    expect(age).not.toHaveProperty('renamed');
  });

  test('is none where what it takes or says has nothing in common', () => {
    const other = factsOf([value('zip', 'BYTES'), value('age', 'FP32'), value('occupation', 'FP32')]);
    for (const input of describeWith(other, {}, before).description.inputs) expect(input).not.toHaveProperty('renamed');
  });

  test('is not asked about where the file speaks and nobody corrected the old one', () => {
    const said = describeWith(facts, {
      preview: { formatVersion: 1, inputs: [{ name: 'income', kind: 'number' }] },
    }).description;
    const preview = { formatVersion: 1, inputs: [{ name: 'annual_income', kind: 'number' }] };
    for (const input of describeWith(renamed, { preview, reference }, said).description.inputs)
      expect(input).not.toHaveProperty('renamed');
  });

  test('is noted wherever people put it, when nothing else came or went', () => {
    const moved = { ...before, inputs: before.inputs.toReversed() };
    const one = factsOf([value('inxoma', 'FP32'), value('age', 'FP32'), value('job', 'BYTES')]);
    const [, , field] = describeWith(one, {}, moved).description.inputs;
    expect(field).toMatchObject({ key: 'inxoma', renamed: { from: 'income', reason: 'It has a similar name.' } });
  });

  test('is one of the old ones only, and an old one is only one', () => {
    const two = factsOf(
      ['income_a', 'income_b', 'age'].map((name) => value(name, 'FP32')).concat(value('job', 'BYTES')),
    );
    const { inputs } = describeWith(two, {}, before).description;
    expect(inputs.flatMap(({ renamed }) => renamed?.from ?? [])).toEqual(['income']);
  });

  test('does not follow to the version after', () => {
    for (const input of nextVersion(nextVersion()).inputs) expect(input).not.toHaveProperty('renamed');
  });
});

describe('said to be the same', () => {
  const confirm = (inputs: unknown, known: Description | null = before) =>
    confirmRenames(nextVersion(), { inputs, title: 'T' }, { facts: renamed, before: known });

  test('it has the words of the old one, and its own name', () => {
    const { description, changes } = confirm({ annual_income: { renamedFrom: 'income' } });
    const field = byKey(description).annual_income;
    expect(field).toMatchObject({ name: 'annual_income', label: 'Yearly income', unit: '$', help: 'Before tax' });
    expect(field).toMatchObject({ corrected: ['label', 'unit', 'help'] });
    expect(field).not.toHaveProperty('renamed');
    expect(field).not.toHaveProperty('guess');
    expect(changes).toEqual({ title: 'T', inputs: {} });
    // From here on it carries by its new key.
    expect(byKey(nextVersion(description)).annual_income).toMatchObject({ label: 'Yearly income', unit: '$' });
  });

  test('other changes of the same field are still to be made', () => {
    const { description, changes } = confirm([{ key: 'occupation', renamedFrom: 'job', label: 'Work' }]);
    expect(byKey(description).occupation?.allowed).toEqual([
      { value: 'cook', label: 'A cook' },
      { value: 'nurse', label: 'A nurse' },
    ]);
    const revised = reviseDescription(description, changes, renamed);
    expect(byKey(revised).occupation).toMatchObject({
      label: 'Work',
      allowed: [{ label: 'A cook' }, { label: 'A nurse' }],
    });
  });

  test('or not: it stays what it is', () => {
    const { description } = confirm({ annual_income: { renamedFrom: null } });
    expect(byKey(description).annual_income).toMatchObject({ label: 'Annual income', guess: expect.anything() });
    expect(byKey(description).annual_income).not.toHaveProperty('renamed');
  });

  test('of a field that never was, it is refused', () => {
    for (const given of ['nobody', 5, '__proto__']) {
      const { fields } = refusalOf(() => confirm({ annual_income: { renamedFrom: given } }));
      expect(fields['inputs, annual_income, renamedFrom']).toContain('no field of the version before');
    }
    expect(refusalOf(() => confirm({ age: { renamedFrom: 'age' } }, null)).code).toBe('FL_DESCRIPTION_INVALID');
  });
});

test('a hundred fields that came and went are compared in a moment, more are not', () => {
  const many = (prefix: string, count: number) =>
    factsOf(Array.from({ length: count }, (_, i) => value(`${prefix}_${i}`, 'FP32')));
  const corrected = (count: number) => {
    const first = describeWith(many('old_name', count)).description;
    const inputs = Object.fromEntries(first.inputs.map(({ key }) => [key, { unit: 'cm' }]));
    return reviseDescription(first, { inputs }, many('old_name', count));
  };
  const suggested = (count: number) =>
    describeWith(many('new_name', count), {}, corrected(count)).description.inputs.filter((input) => input.renamed)
      .length;
  expect(suggested(100)).toBe(100);
  expect(suggested(101)).toBe(0);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VersionDetail } from '#app/catalog/contract.ts';
import type { FieldValue } from '#app/catalog/description-format.ts';
import type { Question } from '#app/oip/client.ts';
import { tensorFromValues, tensorValues } from '#app/oip/json-codec.ts';
import { oipError } from '#app/oip/oip-error.ts';
import type { Tensor } from '#app/oip/tensor.ts';
import { ask } from '../asking.ts';
import type { TwinsView } from '../contract.ts';
import { testAsking, testVersion } from '../testing.ts';
import { combinedCases, twinGroups } from './twin-cases.ts';
import { askTwins } from './twins.ts';

const report = { loadMs: 1, memoryBytes: 1, answers: [{ rows: 32, ms: 1 }], batches: true, deterministic: true };
const race = {
  name: 'race',
  label: 'Race',
  kind: 'category',
  datatype: 'BYTES',
  sensitive: true,
  default: 'black',
  allowed: [
    { value: 'black', label: 'Black' },
    { value: 'white', label: 'White' },
    { value: 'other', label: 'Other' },
  ],
} as const;
const loans = testVersion({
  inputs: [
    { name: 'income', label: 'Income', default: 40 },
    { ...race, allowed: [...race.allowed] },
    { name: 'age', label: 'Age', kind: 'integer', sensitive: true, default: 30, p05: 20, p95: 60, step: 1 },
  ],
  outputs: [
    { name: 'label', kind: 'class', classes: ['denied', 'approved'], favourable: 'approved' },
    { name: 'probabilities', kind: 'probabilities', classes: ['denied', 'approved'] },
  ],
  version: { report },
});

interface Row {
  income: number;
  race: string;
  age: number;
}

/** A model that approves with the score the test says. */
function scoring(scoreOf: (row: Row) => number) {
  const questions: number[] = [];
  const infer = async ({ inputs }: Question) => {
    const [income, groups, age] = ['income', 'race', 'age'].map((name) =>
      tensorValues(inputs.find((input) => input.name === name) as Tensor),
    );
    const scores = (groups ?? []).map((group, at) =>
      scoreOf({ income: Number(income?.[at]), race: String(group), age: Number(age?.[at]) }),
    );
    questions.push(scores.length);
    const rows = scores.length;
    const outputs = [
      tensorFromValues({
        name: 'label',
        datatype: 'INT64',
        shape: [rows],
        values: scores.map((one) => (one >= 0.5 ? 1 : 0)),
      }),
      tensorFromValues({
        ...{ name: 'probabilities', datatype: 'FP32', shape: [rows, 2] },
        values: scores.flatMap((one) => [1 - one, one]),
      }),
    ];
    return { outputs, ms: 1 };
  };
  return { questions, deps: testAsking(infer) };
}

async function twinsOf(
  model: ReturnType<typeof scoring>,
  {
    version = loans,
    inputs = {},
    ...rest
  }: { version?: VersionDetail; inputs?: Record<string, FieldValue>; withCombinations?: boolean } = {},
): Promise<TwinsView> {
  const { answer, inputs: whole } = await ask(model.deps, { version, inputs });
  return askTwins(model.deps, { version, inputs: whole, answer, ...rest });
}

const sentencesOf = (view: TwinsView) => view.fields.flatMap(({ twins }) => twins.map(({ sentence }) => sentence));

describe('the twins of a case', () => {
  test('each other value of a sensitive field is asked in one batch, and said in a sentence', async () => {
    const model = scoring(({ race: group }) => (group === 'white' ? 0.7 : 0.4));
    const view = await twinsOf(model);
    expect(model.questions).toEqual([1, 6]);
    expect(view.fields.map(({ label, twins }) => [label, twins.length])).toEqual([
      ['Race', 2],
      ['Age', 4],
    ]);
    expect(sentencesOf(view).slice(0, 3)).toEqual([
      'The same person with Race: White would be approved.',
      'The same person with Race: Other would get the same answer.',
      'The same person with Age: 20 would get the same answer.',
    ]);
    expect(view.fields[0]?.twins[0]).toMatchObject({
      ...{ differs: true, direction: 'better', answer: { decision: 'approved' } },
      score: { label: 'approved', before: 0.4, after: 0.7 },
      changes: [{ key: 'race', from: 'black', to: 'white', fromWords: 'Black', toWords: 'White' }],
    });
    expect(view).toMatchObject({ sentence: 'Race changes the answer.', note: null, combinations: [], leftOutCount: 0 });
    expect(view.fields[1]?.sentence).toBe('No direct use found: with Age changed the answer stays the same.');
  });

  test('none that differs is no proof of anything, and nobody calls it fair', async () => {
    const view = await twinsOf(scoring(() => 0.9));
    expect(view.sentence).toBe('No direct use found.');
    expect(view.note).toMatch(/stand in for/);
    expect(JSON.stringify(view).toLowerCase()).not.toContain('fair');
  });

  test('of a model that was seen to answer at random, what differs may be chance', async () => {
    const version = { ...loans, report: { ...report, deterministic: false } };
    const view = await twinsOf(
      scoring(({ race: group }) => (group === 'white' ? 0.7 : 0.4)),
      { version },
    );
    expect(view.note).toMatch(/two answers to the same question/);
  });

  test('a worse answer is worse, and a score may change without the answer', async () => {
    const view = await twinsOf(scoring(({ race: group, age }) => (group === 'black' ? 0.8 : 0.3) - age / 1000));
    expect(view.fields[0]?.twins.map(({ direction }) => direction)).toEqual(['worse', 'worse']);
    const [youngest] = view.fields[1]?.twins ?? [];
    expect(youngest).toMatchObject({ differs: false, direction: null, score: { before: 0.77, after: 0.78 } });
  });

  test('several fields at once where that is asked for, up to 64 twins in all', async () => {
    const model = scoring(({ race: group, age }) => (group === 'white' && age < 25 ? 0.9 : 0.2));
    const view = await twinsOf(model, { withCombinations: true });
    expect(view.combinations).toHaveLength(8);
    expect(view.combinations.filter(({ differs }) => differs).map(({ sentence }) => sentence)).toEqual([
      'The same person with Race: White and Age: 20 would be approved.',
    ]);
    const many = Array.from({ length: 10_000 }, (_, at) => ({ value: `g${at}`, label: `Group ${at}` }));
    const inputs = loans.description.inputs.map((input) =>
      input.key === 'race' ? { ...input, allowed: many } : input,
    );
    const version = { ...loans, description: { ...loans.description, inputs } };
    const wide = await twinsOf(model, { version, inputs: { race: 'g1' }, withCombinations: true });
    expect(wide.fields.map(({ twins }) => twins.length)).toEqual([32, 4]);
    expect(wide.combinations).toHaveLength(28);
    expect(wide.leftOutCount).toBeGreaterThan(9_000);
  });

  test('a model that cannot answer a twin says so', async () => {
    const model = scoring(({ race: group }) => {
      if (group === 'other') throw oipError(400, 'no others');
      return 0.4;
    });
    const view = await twinsOf(model);
    expect(view.fields[0]?.twins[1]).toMatchObject({ answer: null, differs: false });
    expect(view.fields[0]?.sentence).toMatch(/^No direct use found.* 1 of 2 could not be asked\.$/);
  });

  test('without anything sensitive there is nothing to change; what is no input is named', async () => {
    const model = scoring(() => 0.5);
    const inputs = loans.description.inputs.map((input) => ({ ...input, sensitive: false }));
    const version = { ...loans, description: { ...loans.description, inputs } };
    expect((await twinsOf(model, { version })).sentence).toMatch(/^No input is marked as sensitive/);
    const { answer, inputs: whole } = await ask(model.deps, { version, inputs: {} });
    const view = await askTwins(model.deps, { version, inputs: whole, answer, absent: [{ key: 'sex', label: 'Sex' }] });
    expect(view.sentence).toMatch(/^Sex is not an input of this version/);
    expect(view.note).toMatch(/stand in for/);
    expect(model.questions).toEqual([1, 1]);
  });

  test('a field whose other values nobody knows is told', async () => {
    const inputs = loans.description.inputs.map((input) =>
      input.key === 'age' ? { ...input, sensitive: false } : { ...input, allowed: [] },
    );
    const version = { ...loans, description: { ...loans.description, inputs } };
    const view = await twinsOf(
      scoring(() => 0.5),
      { version },
    );
    expect(view.fields[0]?.sentence).toMatch(/^The other values of Race are not known/);
    expect(view.sentence).toBe('No twin could be asked.');
  });
});

describe('answers that are numbers', () => {
  const wages = (output: object) =>
    testVersion({
      inputs: [{ name: 'sex', label: 'Sex', kind: 'yes-no', sensitive: true, default: false }],
      outputs: [{ name: 'wage', label: 'Wage', kind: 'number', unit: 'EUR', ...output }],
      version: { report },
    });
  const paying = (wageOf: (sex: number) => number[]) =>
    testAsking(async ({ inputs }) => {
      const sexes = tensorValues(inputs[0] as Tensor).map(Number);
      const values = sexes.flatMap(wageOf);
      const shape = [sexes.length, values.length / sexes.length];
      return { outputs: [tensorFromValues({ name: 'wage', datatype: 'FP32', shape, values })], ms: 1 };
    });
  async function wageTwin(wageOf: (sex: number) => number[], output: object = {}) {
    const version = wages(output);
    const deps = paying(wageOf);
    const { answer, inputs } = await ask(deps, { version, inputs: {} });
    return (await askTwins(deps, { version, inputs, answer })).fields[0]?.twins[0];
  }

  test('are told with both numbers', async () => {
    expect(await wageTwin((sex) => [2000 + 250 * sex])).toMatchObject({
      ...{ differs: true, direction: null, score: null },
      value: { before: 2000, after: 2250, unit: 'EUR' },
      sentence: 'The same person with Sex: Yes would get 2,250 EUR instead of 2,000.',
    });
  });

  test('within what the owner tolerates, or the noise of 32 bits, are the same', async () => {
    expect(await wageTwin((sex) => [2000 + 250 * sex], { tolerance: 300 })).toMatchObject({ differs: false });
    expect(await wageTwin((sex) => [2000 + sex * 0.001])).toMatchObject({ differs: false });
  });

  test('lists are compared whole, and what is not finite is another answer', async () => {
    const list = { kind: 'tensor' };
    expect(await wageTwin(() => [1, 2], list)).toMatchObject({ differs: false });
    expect(await wageTwin((sex) => [1, 2 + sex], list)).toMatchObject({
      differs: true,
      sentence: 'The same person with Sex: Yes would get another answer.',
    });
    expect(await wageTwin((sex) => [sex ? Number.NaN : 1])).toMatchObject({ differs: true });
  });
});

test('a text that a tokenizer cuts has twins like any other', () => {
  const preprocess = { tokenizer: 'tokenizer.json' };
  const version = testVersion({
    inputs: [{ name: 'input_ids', key: 'text', kind: 'text', datatype: 'INT64', shape: ['N', 'L'], preprocess }],
  });
  expect(twinGroups(version, { text: 'He loves his tea.' })[0]?.cases[0]?.inputs).toEqual({
    text: 'She loves her tea.',
  });
});

test('a text is asked with the words of other groups, each rewrite told', async () => {
  const version = testVersion({
    inputs: [{ name: 'text', label: 'Review', kind: 'text', datatype: 'BYTES', default: '' }],
    outputs: [{ name: 'label', kind: 'class', datatype: 'BYTES', classes: ['bad', 'good'] } as object],
    version: { report },
  });
  const infer = async ({ inputs }: Question) => {
    const texts = tensorValues(inputs[0] as Tensor).map(String);
    const values = texts.map((text) => (text.includes('She') ? 'bad' : 'good'));
    return { outputs: [tensorFromValues({ name: 'label', datatype: 'BYTES', shape: [texts.length], values })], ms: 1 };
  };
  const deps = testAsking(infer);
  const twins = async (text: string) => {
    const { answer, inputs } = await ask(deps, { version, inputs: { text } });
    return askTwins(deps, { version, inputs, answer });
  };
  const view = await twins("Don't miss it. He loves his tea.");
  expect(view.fields.map(({ label }) => label)).toEqual(['Review, gender']);
  expect(view.fields[0]?.twins[0]).toMatchObject({
    differs: true,
    sentence: 'The same text with “She” for “He” and 1 more would get “bad”.',
    changes: [
      {
        to: "Don't miss it. She loves her tea.",
        rewrites: [
          { from: 'He', to: 'She' },
          { from: 'his', to: 'her' },
        ],
      },
    ],
  });
  expect((await twins('Nobody is in this one.')).fields).toEqual([]);
});

test('combinations are different from each other and from the case, and change more than one field', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(sizes, fc.integer({ min: 0, max: 64 }), (counts, most) => {
      const version = testVersion({
        inputs: counts.map((count, at) => ({
          ...{ name: `f${at}`, kind: 'category' as const, datatype: 'BYTES', sensitive: true },
          allowed: Array.from({ length: count }, (_, value) => ({ value: `v${value}`, label: `V${value}` })),
        })),
      });
      const inputs = Object.fromEntries(counts.map((_, at) => [`f${at}`, 'v0']));
      const groups = twinGroups(version, inputs);
      const { cases, leftOutCount } = combinedCases(groups, most);
      const total = counts.reduce((product, count) => product * count, 1);
      const singles = counts.reduce((sum, count) => sum + count - 1, 0);
      expect(cases.length + leftOutCount).toBe(total - singles - 1);
      expect(cases.length).toBe(Math.min(most, total - singles - 1));
      expect(new Set(cases.map((one) => JSON.stringify(one.inputs))).size).toBe(cases.length);
      for (const { changes, inputs: asked } of cases) {
        expect(changes.length).toBeGreaterThan(1);
        expect(Object.keys(asked).filter((key) => asked[key] !== 'v0')).toEqual(changes.map(({ key }) => key));
      }
    }),
  );
});

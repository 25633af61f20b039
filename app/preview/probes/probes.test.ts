import { describe, expect, test } from 'vitest';
import type { FieldValue } from '#app/catalog/description-format.ts';
import type { Question } from '#app/oip/client.ts';
import { tensorFromValues, tensorValues } from '#app/oip/json-codec.ts';
import type { Tensor } from '#app/oip/tensor.ts';
import { ask } from '../asking.ts';
import { testAsking, testVersion } from '../testing.ts';
import { outside } from './edges.ts';
import { probe } from './probes.ts';

const report = { loadMs: 1, memoryBytes: 1, answers: [{ rows: 32, ms: 1 }], batches: true, deterministic: true };

interface Row {
  income: number;
  age: number;
  job: string;
}

function loans({ income = {}, age = {} }: { income?: object; age?: object } = {}) {
  return testVersion({
    inputs: [
      { name: 'income', label: 'Income', default: 50, min: 0, max: 100, p05: 10, p95: 90, ...income },
      { name: 'age', label: 'Age', kind: 'integer', default: 40, min: 18, max: 80, p05: 20, p95: 70, ...age },
      {
        ...{ name: 'job', label: 'Job', kind: 'category', datatype: 'BYTES', default: 'cook' },
        allowed: [{ value: 'cook', label: 'Cook' }],
      },
    ],
    outputs: [
      { name: 'label', kind: 'class', classes: ['no', 'yes'], favourable: 'yes' },
      { name: 'probabilities', kind: 'probabilities', classes: ['no', 'yes'] },
    ],
    version: { report },
  });
}

/** A model whose score the test says. */
function scoring(scoreOf: (row: Row) => number) {
  let asked = 0;
  const infer = async ({ inputs }: Question) => {
    const [incomes, ages, jobs] = ['income', 'age', 'job'].map((name) =>
      tensorValues(inputs.find((input) => input.name === name) as Tensor),
    );
    const scores = (jobs ?? []).map((job, at) =>
      scoreOf({ income: Number(incomes?.[at]), age: Number(ages?.[at]), job: String(job) }),
    );
    asked += 1;
    const rows = scores.length;
    const labels = scores.map((score) => Number(score >= 0.5));
    const outputs = [
      tensorFromValues({ name: 'label', datatype: 'INT64', shape: [rows], values: labels }),
      tensorFromValues({
        ...{ name: 'probabilities', datatype: 'FP32', shape: [rows, 2] },
        values: scores.flatMap((score) => [1 - score, score]),
      }),
    ];
    return { outputs, ms: 1 };
  };
  return { deps: testAsking(infer), asked: () => asked };
}

async function findingsOf(
  model: ReturnType<typeof scoring>,
  { version = loans(), inputs = {} }: { version?: ReturnType<typeof loans>; inputs?: Record<string, FieldValue> } = {},
) {
  const base = await ask(model.deps, { version, inputs });
  return probe(model.deps, { version, inputs: base.inputs, answer: base.answer });
}

describe('probes', () => {
  test('have nothing to say of a model that behaves, and cost one batch', async () => {
    const model = scoring(() => 0.9);
    expect(await findingsOf(model)).toEqual([]);
    expect(model.asked()).toBe(2);
  });

  test('another answer to the same question is told alone', async () => {
    let calls = 0;
    const found = await findingsOf(scoring(() => (calls++ % 2 ? 0.9 : 0.1)));
    expect(found.map(({ kind }) => kind)).toEqual(['not-deterministic']);
    expect(found[0]?.sentence).toBe('The same question got “no” and then “yes”.');
  });

  test('a number that is none within the known range', async () => {
    const [found] = await findingsOf(scoring(({ income }) => (income === 100 ? Number.NaN : 0.9)));
    expect(found).toMatchObject({
      ...{ kind: 'no-answer', sentence: 'With Income 100 the model gives no answer.' },
      inputs: { income: 100, age: 40, job: 'cook' },
    });
  });

  test('more of what the owner says helps, and a worse answer', async () => {
    const version = loans({ income: { better: 'up' } });
    const [found] = await findingsOf(
      scoring(({ income }) => (income > 65 ? 0.2 : 0.9)),
      { version },
    );
    expect(found).toMatchObject({ kind: 'against-rule', sentence: 'Income 70 turns the answer into “no”.' });
    expect(found?.reason).toMatch(/must not make it worse/);
    const [lower] = await findingsOf(
      scoring(({ income }) => 0.9 - income / 1000),
      { version },
    );
    expect(lower).toMatchObject({ kind: 'against-rule', sentence: 'Income 60 lowers the score.' });
    expect(
      await findingsOf(
        scoring(({ income }) => 0.5 + income / 1000),
        { version },
      ),
    ).toEqual([]);
    const down = loans({ income: { better: 'down' } });
    expect(
      await findingsOf(
        scoring(({ income }) => 0.9 - income / 1000),
        { version: down },
      ),
    ).toEqual([]);
  });

  test('of what can only go up it says that time works against the case, not that a rule is broken', async () => {
    const version = loans({ age: { direction: 'up-only' } });
    const [found] = await findingsOf(
      scoring(({ age }) => (age > 60 ? 0.2 : 0.9)),
      { version },
    );
    expect(found?.sentence).toBe('Age 63 turns the answer into “no”.');
    expect(found?.reason).toBe('Age can only go up, and that works against this case.');
  });

  test('almost identical cases that get another answer; one far away is none', async () => {
    const found = await findingsOf(scoring(({ income }) => (Math.floor(income * 7) % 2 ? 0.9 : 0.1)));
    expect(found[0]).toMatchObject({ kind: 'contradicting-neighbours' });
    expect(found[0]?.sentence).toMatch(/^Of 24 almost identical cases, \d+ get another answer\.$/);
    expect(await findingsOf(scoring(({ income }) => (income > 60 ? 0.1 : 0.9)))).toEqual([]);
  });

  test('digits that nobody sees', async () => {
    const version = loans({ income: { display: { scale: 1, unit: 'k', decimals: 0 } } });
    const found = await findingsOf(
      scoring(({ income }) => (Number.isInteger(income) ? 0.9 : 0.1)),
      { version, inputs: { income: 50.4 } },
    );
    expect(found.map(({ kind }) => kind)).toContain('rounding');
    expect(found.find(({ kind }) => kind === 'rounding')).toMatchObject({ inputs: { income: 50 } });
  });

  test('values the model never saw, with what it says at the nearest it has seen', async () => {
    const found = await findingsOf(
      scoring(({ income }) => (income > 200 ? 0.1 : 0.9)),
      { inputs: { income: 300 } },
    );
    const outside = found.find(({ kind }) => kind === 'outside-range');
    expect(outside?.sentence).toMatch(/^Income: 300 is outside what the model has seen/);
    expect(outside?.reason).toMatch(/At the nearest value it has seen, it says “yes”\.$/);
    expect(outside?.inputs).toMatchObject({ income: 100 });
  });

  test('how a picture was prepared is nothing the model never saw', () => {
    const { version, answer } = { version: loans(), answer: { decision: null, confidence: null, closeCall: false } };
    const said = (code: string) => ({ ...answer, scores: [], values: [], notices: [{ code, message: 'So it is.' }] });
    const judged = (code: string) => outside.judge({ version, inputs: {}, answer: said(code) }, [], []);
    expect(judged('unseen')).toMatchObject({ sentence: 'So it is.' });
    expect(judged('prepared')).toBeNull();
  });

  test('a choice left empty that is answered all the same', async () => {
    const [found] = await findingsOf(scoring(({ job }) => (job === '' ? 0.1 : 0.9)));
    expect(found?.sentence).toBe('With Job left empty the model says “no” and does not say that something is missing.');
  });

  test('at most three of them', async () => {
    const version = loans({ income: { better: 'up', display: { scale: 1, unit: '', decimals: 0 } } });
    const model = scoring(({ income, job }) =>
      income === 0 ? Number.NaN : job === '' || income > 65 || Math.floor(income * 7) % 2 ? 0.1 : 0.9,
    );
    const found = await findingsOf(model, { version, inputs: { income: 40.4 } });
    expect(found).toHaveLength(3);
    expect(found[0]?.kind).toBe('no-answer');
  });

  test('numbers that are answers are compared only where the owner said how far apart is another one', async () => {
    const wage = (output: object) =>
      testVersion({
        inputs: [{ name: 'x', label: 'X', default: 5, min: 0, max: 10 }],
        outputs: [{ name: 'y', kind: 'number', ...output }],
        version: { report },
      });
    const infer = async ({ inputs }: Question) => {
      const values = tensorValues(inputs[0] as Tensor).map((x) => Number(x) * 100);
      return { outputs: [tensorFromValues({ name: 'y', datatype: 'FP32', shape: [values.length, 1], values })], ms: 1 };
    };
    const deps = testAsking(infer);
    for (const [output, kinds] of [
      [{}, []],
      [{ tolerance: 1 }, ['contradicting-neighbours']],
    ] as const) {
      const version = wage(output);
      const { inputs, answer } = await ask(deps, { version, inputs: {} });
      expect((await probe(deps, { version, inputs, answer })).map(({ kind }) => kind)).toEqual(kinds);
    }
  });
});

import { describe, expect, test, vi } from 'vitest';
import type { Viewer } from '#app/accounts/contract.ts';
import type { VersionDetail } from '#app/catalog/contract.ts';
import { systemClock } from '#app/core/clock.ts';
import type { CallOptions, Question } from '#app/oip/client.ts';
import { readValues } from '#app/oip/element-values.ts';
import { tensorFromValues } from '#app/oip/json-codec.ts';
import { oipError } from '#app/oip/oip-error.ts';
import type { FlipEvent, FlipOutcome } from '../contract.ts';
import { testAsking, testVersion } from '../testing.ts';
import { explore } from './explore.ts';
import { createRealRows } from './real-rows.ts';

const viewer: Viewer = { actor: { kind: 'human', id: 'usr_1' }, name: 'Ada', isAdmin: true, roles: {} };
/** Measured as a model that answers many rows hardly slower than one. */
const report = { loadMs: 1, memoryBytes: 1, answers: [{ rows: 32, ms: 1 }], batches: true, deterministic: true };
const loans = testVersion({
  version: { report },
  inputs: [
    {
      name: 'debt',
      label: 'Total debt',
      min: 0,
      max: 1,
      default: 0.41,
      step: 0.01,
      display: { scale: 100, unit: '%', decimals: 0 },
    },
    { name: 'age', label: 'Age', min: 18, max: 90, default: 40, step: 1, direction: 'up-only' },
  ],
  outputs: [{ name: 'p', kind: 'probabilities', classes: ['denied', 'approved'] }],
});
const prices = testVersion({
  version: { report },
  inputs: [{ name: 'debt', label: 'Total debt', min: 0, max: 1, default: 0.41, step: 0.01 }],
  outputs: [{ name: 'p', label: 'Price', kind: 'number', unit: 'EUR' }],
});

/** A model of one output, as a function of the debts of a batch. */
const answering = (reply: (debt: number) => number[]) => async (question: Question) => {
  const debts = readValues('FP32', question.inputs[0]?.bytes ?? new Uint8Array()).map(Number);
  const answers = debts.map(reply);
  const shape = [debts.length, answers[0]?.length ?? 1];
  return { outputs: [tensorFromValues({ name: 'p', datatype: 'FP32', shape, values: answers.flat() })], ms: 1 };
};
const loan = answering((debt) => (debt < 0.385 ? [0.2, 0.8] : [0.7, 0.3]));

interface Given {
  version?: VersionDetail;
  inputs?: Record<string, unknown>;
  tolerance?: number;
  signal?: AbortSignal;
}

function start(infer: (question: Question, options?: CallOptions) => ReturnType<typeof loan>, given: Given = {}) {
  const { version = loans, inputs = {}, tolerance, signal = new AbortController().signal } = given;
  const catalog = { referenceOf: () => null, readCases: async () => null };
  const deps = {
    ...testAsking(infer),
    ...{ clock: systemClock, realRows: createRealRows({ catalog }) },
  };
  return explore(deps, { viewer, version, inputs, signal, tolerance });
}

async function told(events: AsyncGenerator<FlipEvent>): Promise<{ sentences: string[]; outcome: FlipOutcome }> {
  const all: FlipEvent[] = [];
  for await (const event of events) all.push(event);
  const last = all.at(-1);
  if (last?.event !== 'done') throw new Error('it has no end');
  return {
    sentences: all.flatMap(({ event, data }) => (event === 'finding' ? data.sentence : [])),
    outcome: last.data,
  };
}

test('a sentence in the units of the form, values in those of the model', async () => {
  const { sentences, outcome } = await told(await start(loan));
  expect(sentences).toEqual(['If total debt were 38% instead of 41%, the answer would be approved.']);
  expect(outcome).toMatchObject({
    ...{
      ended: 'complete',
      answer: { decision: 'denied', number: null, share: 0.7 },
      tolerance: null,
      nearestCase: null,
    },
    findings: [
      {
        changes: [{ key: 'debt', from: 0.41, to: 0.38, holdsTo: 0.39, alsoTo: [] }],
        answer: { decision: 'approved', share: 0.2 },
      },
    ],
    sentences: ['There are no reference rows, so real cases were not looked at.'],
  });
  expect(JSON.parse(JSON.stringify(outcome))).toEqual(outcome);
});

test('a curve for each field, with both sides of each change, and the grid of the two', async () => {
  const { outcome } = await told(await start(loan));
  const [debt, age] = outcome.curves;
  expect([debt?.key, age?.key]).toEqual(['debt', 'age']);
  expect(debt?.changes).toEqual([{ below: 0.38, above: 0.39 }]);
  expect(debt?.points.length).toBeGreaterThan(20);
  expect(debt?.points.map(({ value }) => value)).toEqual(
    debt?.points.map(({ value }) => value).toSorted((a, b) => Number(a) - Number(b)),
  );
  expect(debt?.points).toContainEqual({ value: 0.41, answer: { decision: 'denied', number: null, share: 0.7 } });
  // Nobody gets younger.
  expect(age?.points[0]).toMatchObject({ value: 40 });
  expect(outcome.grid?.columns.key).toBe('debt');
  expect(outcome.grid?.answers).toHaveLength(outcome.grid?.rows.values.length ?? 0);
  expect(outcome.grid?.answers[0]).toHaveLength(outcome.grid?.columns.values.length ?? 0);
});

test('a number: what counts is said, and what it would be', async () => {
  const price = answering((debt) => [debt * 1000]);
  const { sentences, outcome } = await told(await start(price, { version: prices, tolerance: 100 }));
  expect(outcome.tolerance).toBe(100);
  expect(sentences.toSorted()).toEqual([
    'If total debt were 0.3 instead of 0.41, the answer would be 300 EUR instead of 410.',
    'If total debt were 0.52 instead of 0.41, the answer would be 520 EUR instead of 410.',
  ]);
  const [output] = prices.description.outputs;
  const own = { ...prices.description, outputs: output ? [{ ...output, tolerance: 200 }] : [] };
  const described = await told(await start(price, { version: { ...prices, description: own } }));
  expect(described.outcome).toMatchObject({
    tolerance: 200,
    findings: [{ changes: [{ to: 0.2 }] }, { changes: [{ to: 0.62 }] }],
  });
  const guessed = await told(await start(price, { version: prices }));
  expect(guessed.outcome.tolerance).toBeGreaterThan(100);
});

describe('before it begins', () => {
  test('what does not fit is said at its field', async () => {
    await expect(start(loan, { inputs: { debt: 'much' } })).rejects.toMatchObject({
      code: 'FL_INPUT_INVALID',
      fields: { debt: expect.any(String) },
    });
  });

  test('a retired version is not asked', async () => {
    await expect(start(loan, { version: { ...loans, state: 'retired' } })).rejects.toMatchObject({
      code: 'FL_VERSION_RETIRED',
    });
  });
});

describe('however it ends, the last event says so', () => {
  test('NaN answers', async () => {
    const { outcome } = await told(
      await start(
        answering(() => [Number.NaN]),
        { version: prices },
      ),
    );
    expect(outcome).toMatchObject({ ended: 'no-answer', findings: [] });
    const scores = await told(await start(answering(() => [Number.NaN, Number.NaN])));
    expect(scores.outcome).toMatchObject({ ended: 'no-answer', findings: [] });
  });

  test('a class beside scores that are NaN', async () => {
    const outputs = [...loans.description.outputs, { name: 'label', label: 'Decision', kind: 'class' as const }];
    const version = { ...loans, description: { ...loans.description, outputs } };
    const { outcome } = await told(
      await start(
        async (question) => {
          const { outputs: scores, ms } = await answering(() => [Number.NaN, Number.NaN])(question);
          const count = scores[0]?.shape[0] ?? 0;
          const values = Array.from({ length: count }, () => 1);
          return {
            outputs: [...scores, tensorFromValues({ name: 'label', datatype: 'INT64', shape: [count], values })],
            ms,
          };
        },
        { version },
      ),
    );
    expect(outcome).toMatchObject({ ended: 'no-answer', findings: [] });
  });

  test('NaN from some value on: no boundary there', async () => {
    const { outcome } = await told(await start(answering((debt) => (debt > 0.6 ? [Number.NaN, 0.1] : [0.7, 0.3]))));
    expect(outcome).toMatchObject({ ended: 'complete', findings: [] });
    expect(outcome.curves[0]?.changes).toEqual([]);
    expect(outcome.curves[0]?.points.at(-1)).toEqual({ value: 1, answer: null });
  });

  test('a model that crashes in the middle: what was told stands, and nothing else is claimed', async () => {
    const crash = 'The model crashed on this input, twice. Try other values.';
    let findingCount = 0;
    for (let last = 1; last <= 8; last += 1) {
      let batches = 0;
      const { outcome } = await told(
        await start(async (question) => {
          batches += 1;
          if (batches > last) throw oipError(422, crash);
          return loan(question);
        }),
      );
      expect(outcome.ended).toBe('failed');
      expect(outcome.sentences[0]).toBe(`The search came to an early end. ${crash}`);
      for (const { changes } of outcome.findings) expect(changes).toMatchObject([{ to: 0.38, holdsTo: 0.39 }]);
      findingCount += outcome.findings.length;
    }
    expect(findingCount).toBeGreaterThan(0);
    expect(findingCount).toBeLessThan(8);
  });

  test('a model that hangs is not waited for', async () => {
    const late = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(late.signal);
    let batches = 0;
    const events = await start((question, options) => {
      batches += 1;
      if (batches < 3) return loan(question);
      return new Promise((_, fail) => {
        options?.signal?.addEventListener('abort', () => fail(options.signal?.reason));
        late.abort();
      });
    });
    const { outcome } = await told(events);
    timeout.mockRestore();
    expect({ ended: outcome.ended, batches }).toEqual({ ended: 'time', batches: 3 });
    expect(outcome.sentences[0]).toBe('There was no time to look at everything.');
  });

  test('a server that is gone', async () => {
    const { outcome } = await told(await start(() => Promise.reject(oipError(503, 'gone'))));
    expect(outcome).toMatchObject({ ended: 'failed', findings: [], answer: null });
    expect(outcome.sentences[0]).toContain('Models cannot answer at this moment');
  });

  test('one value that the model refuses is left out', async () => {
    const { outcome } = await told(
      await start(async (question) => {
        const debts = readValues('FP32', question.inputs[0]?.bytes ?? new Uint8Array());
        if (debts.includes(1)) throw oipError(400, 'out of range');
        return loan(question);
      }),
    );
    expect(outcome).toMatchObject({ ended: 'complete', findings: [{ id: 'debt:down' }] });
    expect(outcome.curves[0]?.points.at(-1)).toEqual({ value: 1, answer: null });
  });

  test('whoever asked is gone', async () => {
    const gone = new AbortController();
    let batches = 0;
    const { outcome } = await told(
      await start(
        async (question) => {
          batches += 1;
          if (batches === 2) gone.abort();
          return loan(question);
        },
        { signal: gone.signal },
      ),
    );
    expect({ batches, ended: outcome.ended }).toEqual({ batches: 2, ended: 'cancelled' });
  });

  test('no field may be moved', async () => {
    const fixed = testVersion({
      inputs: [{ name: 'debt', min: 0, max: 1, default: 0.41, direction: 'fixed' }],
      outputs: [{ name: 'p', kind: 'probabilities', classes: ['denied', 'approved'] }],
    });
    const { outcome } = await told(await start(loan, { version: fixed }));
    expect(outcome).toMatchObject({ ended: 'nothing-to-change', findings: [], answer: { decision: 'denied' } });
    expect(outcome.sentences).toEqual([
      'There is no field to change: each is fixed, or is neither a number nor a choice.',
    ]);
  });

  test('what is neither a number nor a choice stays, and that is said', async () => {
    const noted = testVersion({
      version: { report },
      inputs: [
        { name: 'debt', min: 0, max: 1, default: 0.41, step: 0.01 },
        { name: 'note', label: 'Note', kind: 'text', datatype: 'BYTES', default: 'hi' },
      ],
      outputs: [{ name: 'p', kind: 'probabilities', classes: ['denied', 'approved'] }],
    });
    const { outcome } = await told(await start(loan, { version: noted }));
    expect(outcome.findings).toHaveLength(1);
    expect(outcome.sentences).toContain('Only numbers and choices were changed, never note.');
  });

  test('a model that takes one row at a time is asked one row at a time', async () => {
    const single = { ...loans, report: { ...report, batches: false } };
    const shapes = new Set<number | undefined>();
    const { outcome } = await told(
      await start(
        (question) => {
          shapes.add(question.inputs[0]?.shape[0]);
          return loan(question);
        },
        { version: single },
      ),
    );
    expect([...shapes]).toEqual([1]);
    expect(outcome.findings).toMatchObject([{ changes: [{ to: 0.38, holdsTo: 0.39 }] }]);
  });
});

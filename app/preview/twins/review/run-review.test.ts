import { beforeEach, describe, expect, test } from 'vitest';
import type { ReferenceCases } from '#app/catalog/contract.ts';
import { createFakeClock } from '#app/core/clock.ts';
import { ERRORS } from '#app/core/error-catalogue.ts';
import { createSeededIds } from '#app/core/ids.ts';
import { createSilentLog } from '#app/core/log.ts';
import { createJobs } from '#app/jobs/index.ts';
import type { Question } from '#app/oip/client.ts';
import { tensorFromValues, tensorValues } from '#app/oip/json-codec.ts';
import { oipError } from '#app/oip/oip-error.ts';
import type { Tensor } from '#app/oip/tensor.ts';
import { description, job, model, project, version as versionTable } from '#db/schema/index.ts';
import { testDb } from '#db/testing.ts';
import { testAsking, testVersion } from '../../testing.ts';
import { reviewView, startReview } from './reviews.ts';
import { runReview } from './run-review.ts';

const ada = { kind: 'human', id: 'usr_1' } as const;
const of = { versionId: 'ver_1', descriptionId: 'dsc_1' };
const version = testVersion({
  inputs: [{ name: 'sex', label: 'Sex', kind: 'yes-no', sensitive: true, default: false }],
  outputs: [{ name: 'y', kind: 'class', classes: ['no', 'yes'], favourable: 'yes' }],
  version: { modelId: 'mdl_1' },
});
const rows = (count: number): ReferenceCases => ({
  ...{ sha256: 'a'.repeat(64), skippedCount: 1, missing: [] },
  cases: Array.from({ length: count }, (_, at) => ({ inputs: { sex: at % 2 === 0 }, others: {} })),
});

/** A review on a real database; the model, its rows and whether it can be reached are what the test says. */
function createBench(given: { reference?: ReferenceCases | null; answer?: (sexes: number[]) => number[] }) {
  const db = testDb();
  const clock = createFakeClock();
  const ids = createSeededIds();
  const log = createSilentLog();
  db.insert(project).values({ id: 'prj_1', slug: 'one', title: 'One', createdAt: 0 }).run();
  db.insert(model).values({ id: 'mdl_1', name: 'tested', title: 'T', projectId: 'prj_1', createdAt: 0 }).run();
  const { publishedBy: _by, ...row } = version;
  db.insert(versionTable)
    .values({ ...row, timings: {}, publishedByKind: 'human', publishedById: 'usr_1' })
    .run();
  const by = { createdByKind: 'human', createdById: 'usr_1' } as const;
  db.insert(description)
    .values({ id: 'dsc_1', versionId: 'ver_1', revision: 1, body: {}, createdAt: 0, ...by })
    .run();
  const { reference = rows(10), answer = (sexes) => sexes } = given;
  const infer = async ({ inputs }: Question) => {
    const values = answer(tensorValues(inputs[0] as Tensor).map(Number));
    return { outputs: [tensorFromValues({ name: 'y', datatype: 'INT64', shape: [values.length], values })], ms: 1 };
  };
  const deps = {
    ...testAsking(infer),
    ...{ db, clock, ids, log },
    jobs: createJobs({ db, clock, ids, log }),
    catalog: {
      referenceOf: () => (given.reference === null ? null : 'a'.repeat(64)),
      versionOfRun: () => version,
      readCases: async () => reference,
      sensitiveInputs: () => [],
    },
  };
  const run = () => runReview(deps, of, new AbortController().signal);
  return { deps, run, view: () => reviewView(deps, version), start: () => startReview(deps, { actor: ada, version }) };
}
let bench: ReturnType<typeof createBench>;
beforeEach(() => {
  bench = createBench({});
});

describe('a review', () => {
  test('is started once however often it is asked for, and kept once it is done', async () => {
    bench.start();
    bench.start();
    expect(bench.deps.db.select().from(job).all()).toHaveLength(1);
    expect(bench.view()).toEqual({
      state: 'running',
      doneCount: 0,
      caseCount: null,
      startedAt: bench.deps.clock.now(),
    });
    await bench.run();
    expect(bench.view()).toMatchObject({
      state: 'done',
      result: { caseCount: 10, skippedCount: 1, fields: [{ changedCount: 10, worseCount: 5, betterCount: 5 }] },
    });
    bench.start();
    expect(bench.deps.db.select().from(job).all()).toHaveLength(1);
    // Taken up again after a kill it finds that it is done.
    await bench.run();
    expect(bench.view().state).toBe('done');
  });

  test('waits for a server that is away, and gives up with the job', async () => {
    bench = createBench({
      answer: () => {
        throw oipError(503, 'away');
      },
    });
    bench.start();
    await expect(bench.run()).rejects.toMatchObject({ code: 'FL_SERVING_UNAVAILABLE' });
    expect(bench.view()).toMatchObject({ state: 'running', caseCount: 10 });
    bench.deps.db.update(job).set({ state: 'failed' }).run();
    expect(bench.view()).toMatchObject({ state: 'failed', problem: expect.stringMatching(/could not be reached/) });
    bench.start();
    expect(bench.view()).toMatchObject({ state: 'running', doneCount: 0 });
  });

  test.each([
    [
      'a model that cannot be loaded',
      { answer: refusing(422, ERRORS.FL_MODEL_CANNOT_LOAD.message) },
      /could not be loaded/,
    ],
    ['rows the model refuses', { answer: refusing(400, 'no') }, /answered none of the reference rows/],
    ['rows that all miss a value', { reference: rows(0) }, /hold none without a missing value/],
    ['rows of another model', { reference: { ...rows(0), missing: ['Sex', 'Age'] } }, /no column for Sex and 1 more/],
  ])('of %s fails with a sentence', async (_name, given, words) => {
    bench = createBench(given);
    bench.start();
    await bench.run();
    expect(bench.view()).toMatchObject({ state: 'failed', problem: expect.stringMatching(words) });
  });

  test('without reference rows cannot be started', () => {
    bench = createBench({ reference: null });
    expect(() => bench.start()).toThrow(/no reference rows/);
    expect(bench.view().state).toBe('none');
  });

  test('of a model that answers at random counts what it was told, and stops when it is told to', async () => {
    let calls = 0;
    bench = createBench({ answer: (sexes) => sexes.map(() => calls++ % 2) });
    bench.start();
    const stopped = runReview(bench.deps, of, AbortSignal.abort(new Error('stop')));
    await expect(stopped).rejects.toThrow('stop');
    expect(bench.view().state).toBe('running');
    await bench.run();
    expect(bench.view().state).toBe('done');
  });
});

function refusing(status: 400 | 422, message: string): () => never {
  return () => {
    throw oipError(status, message);
  };
}

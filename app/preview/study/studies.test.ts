import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { VersionDetail } from '#app/catalog/contract.ts';
import { createFakeClock } from '#app/core/clock.ts';
import { appError } from '#app/core/errors.ts';
import { createSilentLog } from '#app/core/log.ts';
import type { Answer } from '../contract.ts';
import { testVersion } from '../testing.ts';
import { makeStudy } from './make-study.ts';
import { createStudies } from './studies.ts';

let cacheDir = '';
let requests: string[] = [];
beforeEach(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'firstlook-studies-'));
  requests = [];
});
afterEach(() => rmSync(cacheDir, { recursive: true }));

const described = testVersion({ inputs: [{ name: 'x' }], outputs: [{ name: 'y', kind: 'number' }] });
/** Answers twice what is asked; the true answer is one more. */
const rows = Array.from({ length: 40 }, (_, at) => ({ inputs: { x: at }, truth: 2 * at + 1 }));
const twice = async ({ inputs }: { inputs: Record<string, unknown> }): Promise<Answer> => {
  if (inputs.x === 3) throw appError('FL_RUN_CRASHED');
  const values = [{ name: 'y', label: 'Y', value: 2 * Number(inputs.x), unit: null }];
  return { decision: null, confidence: null, closeCall: false, scores: [], values, notices: [] };
};

function createBench(version: VersionDetail = described, sha256: string | null = 'one') {
  const state = { version, sha256 };
  const studies = createStudies({
    cacheDir,
    log: createSilentLog(),
    catalog: {
      readRows: async () => ({ ...state, rows: state.sha256 === null ? [] : rows }),
      referenceOf: () => state.sha256,
    },
    study: (material) => makeStudy({ clock: createFakeClock(), ask: twice }, material),
    request: (id) => requests.push(id),
  });
  return { studies, state };
}
const { signal } = new AbortController();

test('a missing study is asked for once, made by the job and found from then on, also by the next process', async () => {
  const { studies } = createBench();
  expect(await studies.of(described)).toBeNull();
  expect(await studies.of(described)).toBeNull();
  expect(requests).toEqual(['ver_1']);
  await studies.make('ver_1', signal);
  const found = await studies.of(described);
  expect(found).toMatchObject({ rowCount: 40, answeredCount: 39, margin: { value: 1, of: 39 }, calibration: null });
  expect(found?.spread?.at(-1)).toBe(78);
  expect(await createBench().studies.of(described)).toEqual(found);
  expect(requests).toHaveLength(1);
});

test('other reference rows and other outputs make a new one; another label of a field does not', async () => {
  const { studies, state } = createBench();
  await studies.make('ver_1', signal);
  const [input] = described.description.inputs;
  const relabelled = { ...described.description, inputs: [{ ...input!, label: 'Other' }] };
  expect(await studies.of({ ...described, descriptionId: 'dsc_2', description: relabelled })).not.toBeNull();
  const outputs = [{ ...described.description.outputs[0]!, kind: 'series' as const }];
  const renamed = { ...described, descriptionId: 'dsc_3', description: { ...described.description, outputs } };
  expect(await studies.of(renamed)).toBeNull();
  state.sha256 = 'two';
  studies.forget('ver_1');
  expect(await studies.of(described)).toBeNull();
  expect(requests).toHaveLength(2);
});

test('a file cut short is made again; nothing is asked for where there is nothing to learn from', async () => {
  const { studies } = createBench();
  await studies.make('ver_1', signal);
  writeFileSync(join(cacheDir, 'studies/ver_1.json'), '{"fingerprint":');
  studies.forget('ver_1');
  expect(await studies.of(described)).toBeNull();
  expect(requests).toEqual(['ver_1']);
  requests = [];
  const bare = createBench(described, null);
  expect(await bare.studies.of(described)).toBeNull();
  await bare.studies.make('ver_1', signal);
  expect(requests).toEqual([]);
});

test('a server that is away is tried again by the job', async () => {
  const { catalog, ...rest } = { catalog: { referenceOf: () => 'one' }, cacheDir, log: createSilentLog() };
  const away = createStudies({
    ...rest,
    catalog: { ...catalog, readRows: async () => ({ version: described, sha256: 'one', rows }) },
    study: (material) =>
      makeStudy({ clock: createFakeClock(), ask: () => Promise.reject(appError('FL_SERVING_UNAVAILABLE')) }, material),
    request: () => undefined,
  });
  await expect(away.make('ver_1', signal)).rejects.toMatchObject({ code: 'FL_SERVING_UNAVAILABLE' });
});

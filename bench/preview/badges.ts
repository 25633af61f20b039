import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { VersionDetail } from '#app/catalog/contract.ts';
import { systemClock } from '#app/core/clock.ts';
import { createIds } from '#app/core/ids.ts';
import { createSilentLog } from '#app/core/log.ts';
import { createLedger } from '#app/ledger/index.ts';
import { tensorFromValues } from '#app/oip/json-codec.ts';
import { createPreview } from '#app/preview/index.ts';
import { testDb } from '#db/testing.ts';
import type { Figure } from '../figures.ts';

const TRIES = 2_000;
/** As wide as rows of a table usually are, and as wide as the rows that are gone through may be. */
const WIDTHS = [14, 200];

/**
 * What is known of a version beside its answer (how often such answers were right, whether the question lies apart)
 * costs so much: whole answers with a study of 1,000 rows against the same answers without. The model answers at once,
 * so that nothing else is in the figures.
 */
export async function badgeFigures(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const width of WIDTHS) {
    const folder = mkdtempSync(join(tmpdir(), 'firstlook-bench-'));
    const version = versionOf(width);
    const [known, unknown] = [await previewOf(version, folder), await previewOf(version, null)];
    const both: { ours: number[]; baseline: number[] } = { ours: [], baseline: [] };
    for (let at = 0; at < TRIES; at += 1) {
      const inputs = rowOf(width, at + 0.5);
      both.baseline.push(await timeOf(() => unknown.answer(version, inputs)));
      both.ours.push(await timeOf(() => known.answer(version, inputs)));
      if (at % 100 === 0) await nextTurn();
    }
    rmSync(folder, { recursive: true });
    const about = { ...both, target: '1 ms more' };
    figures.push({ ...about, what: `answer with what is known beside it, ${width} fields`, quantile: 0.5 });
    figures.push({ ...about, what: `the same, ${width} fields`, quantile: 0.95 });
  }
  return figures;
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** These models take no pictures and no texts. */
const unasked = {};

/** A preview whose model answers by itself; with a folder it has studied the version. */
async function previewOf(version: VersionDetail, cacheDir: string | null) {
  const db = testDb();
  const base = { db, clock: systemClock, ids: createIds(), log: createSilentLog() };
  const rows = Array.from({ length: 1_000 }, (_, at) => ({
    inputs: rowOf(version.description.inputs.length, at),
    truth: at % 3 === 0 ? 'no' : 'yes',
  }));
  const preview = createPreview({
    ...base,
    ledger: createLedger(base),
    cacheDir: cacheDir ?? '/nowhere',
    requestStudy: () => undefined,
    oip: {
      infer: async ({ inputs: [first] }) => {
        const share = 0.5 + ((first?.bytes[0] ?? 0) % 50) / 100;
        const scores = tensorFromValues({ name: 'p', datatype: 'FP32', shape: [1, 2], values: [1 - share, share] });
        return { outputs: [scores], ms: 0 };
      },
      serverReady: async () => true,
      index: async () => [],
    },
    control: unasked as never,
    catalog: {
      versionOfRun: () => version,
      readRows: async () => ({ version, sha256: 'rows', rows }),
      referenceOf: () => (cacheDir === null ? null : 'rows'),
      ownFile: () => null,
      isExamplePicture: () => false,
      blobs: unasked as never,
    },
  });
  if (cacheDir !== null) await preview.studyVersion(version.id, new AbortController().signal);
  return preview;
}

function rowOf(width: number, seed: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: width }, (_, at) => [`x${at}`, (seed * (at + 3)) % 97]));
}

function versionOf(width: number): VersionDetail {
  const names = Array.from({ length: width }, (_, at) => `x${at}`);
  const name = 'bench';
  return {
    ...{
      id: 'ver_1',
      modelId: 'mdl_1',
      modelName: name,
      projectId: 'prj_1',
      number: 1,
      digest: 'd',
      state: 'announced',
    },
    ...{ sizeBytes: 1, receivedAt: 0, readyAt: 0, announcedAt: 0, retiredAt: null, notices: [], fixes: [] },
    ...{
      publishedBy: { kind: 'system', id: 'bench' },
      isHotfix: false,
      descriptionId: 'dsc_1',
      descriptionRevision: 1,
    },
    timings: { receivedMs: 0, checkedMs: 0, measuredMs: 0, loadedMs: 0, recheckedMs: 0, totalMs: 0 },
    report: { loadMs: 0, memoryBytes: 0, answers: [], batches: true, deterministic: true },
    facts: {
      ...{ irVersion: 8, producer: name, opsets: [], operators: [], outputs: [], categories: [], metadata: {} },
      ...{ classes: null, labelOutput: null, scoresOutput: null },
      inputs: names.map((one) => ({ name: one, datatype: 'FP32', shape: ['N', 1] })),
    },
    description: {
      ...{ formatVersion: 1, title: name, examples: [] },
      inputs: names.map((one) => ({ name: one, key: one, label: one, kind: 'number' })),
      outputs: [{ name: 'p', label: 'P', kind: 'probabilities', classes: ['no', 'yes'] }],
    },
  };
}

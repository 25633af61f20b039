import type { FieldValue } from '#app/catalog/description-format.ts';
import { seededRandom, shuffledPlaces } from '#app/statistics/seeded-random.ts';
import { ensureBuilt } from '../bin/bootstrap/build-pages.mjs';
import type { Figure } from './figures.ts';
import { createGrid, type Grid } from './flips/grid.ts';
import { type Explored, exploreOver, type Portal, publishSample, sampleRows } from './flips/sample.ts';
import { startProduct, TOKEN } from './product.ts';

const SAMPLES = [
  { model: 'mortgage-approval', version: 1 },
  { model: 'mortgage-flat', version: 1 },
  { model: 'german-credit', version: 1 },
  { model: 'german-credit', version: 2 },
  { model: 'recidivism', version: 1 },
  { model: 'diabetes-progression', version: 1 },
];
const CASES = 200;
/** Asking everything takes long: so many cases tell how long. */
const GRID_CASES = 20;
const SEED = 20_261_125;

/**
 * What would change an answer: on real rows of every tabular sample, how long until the first sentence and until the
 * end, how many questions that took, and whether the smallest change of one field was found within one step of that
 * field. The baseline asks every value of every field.
 */
export async function flipFigures(): Promise<Figure[]> {
  await ensureBuilt();
  const product = await startProduct({ NODE_ENV: 'production' });
  const portal = { api: `${product.portalUrl}/api/v1`, servingUrl: product.servingUrl, token: TOKEN };
  try {
    const figures: Figure[] = [];
    for (const sample of SAMPLES) figures.push(...(await sampleFigures(portal, sample)));
    return figures;
  } finally {
    await product.stop();
  }
}

async function sampleFigures(portal: Portal, { model, version }: (typeof SAMPLES)[number]): Promise<Figure[]> {
  const published = await publishSample(portal, model, version);
  const grid = await createGrid(published);
  const rows = casesOf(sampleRows(model, published));
  // The first one reads the reference rows and warms code up; people meet it once a version.
  const cold = await exploreOver(portal, published, rows[0] ?? {});
  const explored: Explored[] = [];
  for (const row of rows) explored.push(await exploreOver(portal, published, row));
  const baseline = await gridTimes(grid, { rows, explored });
  const found = await foundWithinAStep(grid, { rows, explored });
  const first = explored.flatMap(({ firstMs }) => firstMs ?? []);
  const name = `${model} ${version}`;
  const coldMs = [cold.firstMs ?? cold.allMs];
  return [
    { what: `${name}: first sentence`, ours: first, baseline: baseline.ms, target: '300 ms' },
    { what: `${name}: first sentence`, ours: first, baseline: baseline.ms, target: '', quantile: 0.95 },
    { what: `${name}: first sentence, first search of all`, ours: coldMs, baseline: baseline.ms, target: '' },
    { what: `${name}: all`, ours: explored.map(({ allMs }) => allMs), baseline: baseline.ms, target: '2,000 ms' },
    {
      what: `${name}: all`,
      ours: explored.map(({ allMs }) => allMs),
      baseline: baseline.ms,
      target: '',
      quantile: 0.95,
    },
    {
      what: `${name}: rows`,
      ours: explored.map(({ outcome }) => outcome.rowsAsked),
      baseline: baseline.rows,
      target: '5,000 rows',
      unit: 'rows',
    },
    {
      what: `${name}: smallest change found, of ${found.of}`,
      ours: [found.share],
      baseline: [100],
      target: '95 of 100',
      unit: 'of 100',
    },
  ];
}

function casesOf(rows: Record<string, FieldValue>[]): Record<string, FieldValue>[] {
  return shuffledPlaces(rows.length, seededRandom(SEED))
    .slice(0, CASES)
    .map((at) => rows[at] ?? {});
}

interface Cases {
  rows: readonly Record<string, FieldValue>[];
  explored: readonly Explored[];
}

/** How long it takes to ask everything, and how many rows that is. */
async function gridTimes(grid: Grid, { rows, explored }: Cases): Promise<{ ms: number[]; rows: number[] }> {
  const times: { ms: number[]; rows: number[] } = { ms: [], rows: [] };
  for (const [at, row] of rows.slice(0, GRID_CASES).entries()) {
    const { outcome } = explored[at] as Explored;
    const beganMs = performance.now();
    const { rowCount } = await grid.changes(row, outcome, Number.POSITIVE_INFINITY);
    times.ms.push(performance.now() - beganMs);
    times.rows.push(rowCount);
  }
  return times;
}

/** Of the cases that one field can change, the share whose smallest change was found within one step of that field. */
async function foundWithinAStep(grid: Grid, { rows, explored }: Cases): Promise<{ share: number; of: number }> {
  let found = 0;
  let of = 0;
  for (const [at, row] of rows.entries()) {
    const { outcome } = explored[at] as Explored;
    const best = outcome.findings.find(({ changes }) => changes.length === 1)?.distance ?? Number.POSITIVE_INFINITY;
    // Only what lies nearer than what was found can be smaller.
    const { changes } = await grid.changes(row, outcome, best);
    const [smallest] = changes;
    if (smallest) of += 1;
    if (smallest && best <= smallest.distance + smallest.step + 1e-9) found += 1;
  }
  return { share: of === 0 ? 100 : (100 * found) / of, of };
}

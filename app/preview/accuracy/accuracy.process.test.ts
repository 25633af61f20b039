import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADMIN_TOKEN, SAMPLES, startTestPortal, type TestPortal } from '#app/server/testing.ts';

/** How well real models answer the rows they were tested with, through real serving, as a job. */

let portal: TestPortal;
beforeAll(async () => {
  portal = await startTestPortal();
}, 60_000);
afterAll(() => portal.remove());

const sample = (path: string) => new Blob([readFileSync(join(SAMPLES, path))]);

function viewer() {
  const found = portal.container.accounts.viewerFromBearer(`Bearer ${ADMIN_TOKEN}`);
  if (!found) throw new Error('no viewer');
  return found;
}

async function accuracyOf(name: string, reference: Blob | null) {
  const body = new FormData();
  body.append('model', sample(`${name}/1/model.onnx`), 'model.onnx');
  body.append('preview', sample(`${name}/preview.json`), 'preview.json');
  if (reference) body.append('reference', reference, 'reference.csv');
  const published = await portal.call('POST', `/models/${name}/versions`, { body });
  expect(published.status).toBeLessThan(300);
  const { catalog, preview } = portal.container;
  const { id } = catalog.getVersion(viewer(), name, 1);
  await expect.poll(() => preview.accuracyOf(id).state, { timeout: 30_000 }).not.toBe('pending');
  return preview.accuracyOf(id);
}

test('a classifier is right so often, and could be right so often', { timeout: 60_000 }, async () => {
  const found = await accuracyOf('mortgage-approval', sample('mortgage-approval/test.csv'));
  expect(found).toMatchObject({ state: 'known', kind: 'class', skippedCount: 0 });
  if (found.state !== 'known' || found.kind !== 'class') throw new Error('no class');
  expect(found.rowCount).toBeGreaterThan(100);
  expect(found.share).toBeGreaterThan(0.75);
  expect(found.share).toBeLessThan(1);
  expect(found.interval.lower).toBeLessThan(found.share);
  expect(found.interval.upper).toBeGreaterThan(found.share);
  // The same answers tell how many decisions bands would change.
  const { catalog, preview } = portal.container;
  const version = catalog.getVersion(viewer(), 'mortgage-approval', 1);
  const bands = [
    { from: 0, label: 'denied' },
    { from: 0.5, label: 'approved' },
  ];
  const outputsWith = (changed: typeof bands) =>
    version.description.outputs.map((output) =>
      output.kind === 'probabilities' ? { ...output, bands: changed } : output,
    );
  const same = await preview.countDecisions(version, outputsWith(bands));
  expect(same).toMatchObject({ state: 'known', rowCount: found.rowCount, changedCount: 0 });
  const strict = await preview.countDecisions(
    version,
    outputsWith([bands[0], { from: 0.999_999, label: 'approved' }] as never),
  );
  if (strict.state !== 'known' || same.state !== 'known') throw new Error('not known');
  expect(strict.changedCount).toBe(same.decisions.find(({ label }) => label === 'approved')?.count);
});

test('a number is so far off', { timeout: 60_000 }, async () => {
  const found = await accuracyOf('diabetes-progression', sample('diabetes-progression/test.csv'));
  expect(found).toMatchObject({ state: 'known', kind: 'number', interval: expect.anything() });
  if (found.state !== 'known' || found.kind !== 'number') throw new Error('no number');
  expect(found.meanError).toBeGreaterThan(20);
  expect(found.meanError).toBeLessThan(80);
});

test('other reference rows are asked instead; true answers of another model say nothing', {
  timeout: 60_000,
}, async () => {
  const rows = readFileSync(join(SAMPLES, 'mortgage-approval/test.csv'), 'utf8').split('\n').slice(0, 41);
  const few = await accuracyOf('mortgage-approval', new Blob([rows.join('\n')]));
  expect(few).toMatchObject({ state: 'known', rowCount: 40 });
  const strange = rows.join('\n').replaceAll(/,(approved|denied),/g, ',purple,');
  const found = await accuracyOf('mortgage-approval', new Blob([strange]));
  expect(found).toEqual({ state: 'incomparable', skippedCount: 40 });
});

test('other names for the answers are measured again', { timeout: 60_000 }, async () => {
  const rows = readFileSync(join(SAMPLES, 'mortgage-approval/test.csv'), 'utf8').split('\n').slice(0, 41);
  const strange = rows.join('\n').replaceAll(/,approved,/g, ',Approve,');
  const denied = rows.filter((row) => row.includes(',denied,')).length;
  const before = await accuracyOf('mortgage-approval', new Blob([strange]));
  expect(before).toMatchObject({ state: 'known', rowCount: denied, skippedCount: 40 - denied });
  const { catalog, preview } = portal.container;
  const { id, description } = catalog.getVersion(viewer(), 'mortgage-approval', 1);
  const outputs = Object.fromEntries(
    description.outputs.map(({ name, classes = [] }) => [
      name,
      { classes: classes.map((one) => (one === 'approved' ? 'Approve' : one)) },
    ]),
  );
  await catalog.describe(viewer(), 'mortgage-approval', 1, { outputs });
  await expect.poll(() => preview.accuracyOf(id), { timeout: 30_000 }).toMatchObject({ state: 'known', rowCount: 40 });
});

test('without reference rows nothing is said', { timeout: 60_000 }, async () => {
  expect(await accuracyOf('recidivism', null)).toEqual({ state: 'none' });
});

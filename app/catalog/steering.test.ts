import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { oipError } from '#app/oip/oip-error.ts';
import { ADMIN, type Bench, createBench, publish, someone } from './testing.ts';

let bench: Bench;
beforeEach(async () => {
  bench = createBench();
  await publish(bench.catalog, 'm', { announce: false });
});
afterEach(() => bench.remove());

const kinds = () => bench.ledger.read({}).map(({ kind }) => kind);
const count = (kind: string) => kinds().filter((one) => one === kind).length;
const folderOf = (number: number) => join(bench.folder.models, `m/${number}`);

test('announcing shows the version, once', async () => {
  expect(await bench.catalog.announce(ADMIN, 'm', 1)).toMatchObject({
    state: 'announced',
    announcedAt: expect.any(Number),
  });
  const first = bench.catalog.getVersion(ADMIN, 'm', 1);
  expect(await bench.catalog.announce(ADMIN, 'm', 1)).toMatchObject({ announcedAt: first.announcedAt });
  expect(count('version.announced')).toBe(1);
  expect(bench.ledger.read({}).at(-1)).toMatchObject({ payload: { number: 1, automatic: false }, versionId: first.id });
});

test('retiring takes the version from serving, once, and the others stay', async () => {
  await publish(bench.catalog, 'm', { files: { model: 'two' } });
  expect(await bench.catalog.retire(ADMIN, 'm', 1)).toMatchObject({ state: 'retired', retiredAt: expect.any(Number) });
  expect(existsSync(folderOf(1))).toBe(false);
  expect(bench.serving.loaded).toEqual(new Set(['m/2']));
  expect(await bench.catalog.retire(ADMIN, 'm', 1)).toMatchObject({ state: 'retired' });
  expect(count('version.retired')).toBe(1);
  await bench.catalog.retire(ADMIN, 'm', 2);
  expect(bench.serving.loaded).toEqual(new Set());
  expect(bench.catalog.getVersion(ADMIN, 'm', 1).description.inputs.length).toBeGreaterThan(0);
});

test('retiring works while serving is away', async () => {
  bench.serving.load = () => Promise.reject(oipError(503, 'away'));
  await bench.catalog.retire(ADMIN, 'm', 1);
  expect(existsSync(folderOf(1))).toBe(false);
});

test('a retired version is not announced', async () => {
  await bench.catalog.retire(ADMIN, 'm', 1);
  await expect(bench.catalog.announce(ADMIN, 'm', 1)).rejects.toMatchObject({
    code: 'FL_VERSION_RETIRED',
    status: 410,
  });
});

test('the bytes of a retired version can be published again on request', async () => {
  await bench.catalog.retire(ADMIN, 'm', 1);
  expect(await publish(bench.catalog, 'm')).toMatchObject({ created: false, version: 1, state: 'retired' });
  expect(await publish(bench.catalog, 'm', { again: true })).toMatchObject({ created: true, version: 2 });
  expect(await publish(bench.catalog, 'm')).toMatchObject({ created: false, version: 2 });
});

test('a correction is a new revision; the one before stays for its runs', async () => {
  const before = bench.catalog.getVersion(ADMIN, 'm', 1);
  const after = await bench.catalog.describe(ADMIN, 'm', 1, { title: 'Better' });
  expect(after).toMatchObject({ descriptionRevision: 2, description: { title: 'Better' } });
  expect(bench.catalog.getModel(ADMIN, 'm').title).toBe('Better');
  const at = { versionId: before.id, descriptionId: before.descriptionId };
  expect(bench.catalog.versionOfRun(at)).toEqual(before);
  expect(bench.ledger.read({}).at(-1)).toMatchObject({ kind: 'description.revised', payload: { revision: 2 } });
});

test('a correction that changes nothing is none', async () => {
  await bench.catalog.describe(ADMIN, 'm', 1, { title: 'Better' });
  await bench.catalog.describe(ADMIN, 'm', 1, { title: 'Better' });
  expect(bench.catalog.getVersion(ADMIN, 'm', 1).descriptionRevision).toBe(2);
});

test('corrections at once all count', async () => {
  const changes = [{ title: 'T' }, { summary: 'S' }, { task: 'regression' }];
  await Promise.all(changes.map((change) => bench.catalog.describe(ADMIN, 'm', 1, change)));
  expect(bench.catalog.getVersion(ADMIN, 'm', 1)).toMatchObject({
    descriptionRevision: 4,
    description: { title: 'T', summary: 'S', task: 'regression' },
  });
});

test('a correction of an older version does not rename the model', async () => {
  await publish(bench.catalog, 'm', { files: { model: 'two' } });
  const { title } = bench.catalog.getModel(ADMIN, 'm');
  await bench.catalog.describe(ADMIN, 'm', 1, { title: 'Old' });
  expect(bench.catalog.getModel(ADMIN, 'm').title).toBe(title);
});

test('a correction that does not fit is refused with its place, and changes nothing', async () => {
  const changes = { inputs: [{ key: 'nothing-of-that-name', label: 'x' }] };
  const corrected = bench.catalog.describe(ADMIN, 'm', 1, changes);
  await expect(corrected).rejects.toMatchObject({ code: 'FL_DESCRIPTION_INVALID', fields: expect.any(Object) });
  expect(bench.catalog.getVersion(ADMIN, 'm', 1).descriptionRevision).toBe(1);
});

const doings = ['announce', 'retire', 'describe'] as const;
const does = (doing: (typeof doings)[number], viewer = ADMIN, number = 1) =>
  doing === 'describe'
    ? bench.catalog.describe(viewer, 'm', number, { title: 'x' })
    : bench.catalog[doing](viewer, 'm', number);

test.each(doings)('who may %s', async (doing) => {
  const here = bench.projectId;
  // Not announced: reviewers do not know of the model yet.
  await expect(does(doing, someone(here, ['reviewer']))).rejects.toMatchObject({ code: 'FL_MODEL_NOT_FOUND' });
  await expect(does(doing, someone('prj_other', ['publisher']))).rejects.toMatchObject({ code: 'FL_MODEL_NOT_FOUND' });
  await publish(bench.catalog, 'm', { files: { model: 'two' } });
  await expect(does(doing, someone(here, ['reviewer', 'approver']), 2)).rejects.toMatchObject({
    code: 'FL_AUTH_FORBIDDEN',
  });
  await expect(does(doing, ADMIN, 3)).rejects.toMatchObject({ code: 'FL_VERSION_NOT_FOUND' });
  await does(doing, someone(here, ['publisher']));
});

test('a run of a version or description that is not there', () => {
  const { id, descriptionId } = bench.catalog.getVersion(ADMIN, 'm', 1);
  for (const at of [
    { versionId: id, descriptionId: 'dsc_x' },
    { versionId: 'ver_x', descriptionId },
  ]) {
    expect(() => bench.catalog.versionOfRun(at)).toThrow(expect.objectContaining({ code: 'FL_VERSION_NOT_FOUND' }));
  }
});

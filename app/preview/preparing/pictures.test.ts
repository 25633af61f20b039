import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BlobStore, createBlobStore } from '#app/catalog/blobs/blob-store.ts';
import { createFakeClock } from '#app/core/clock.ts';
import { type DataFolder, makeDataFolder } from '#app/core/data-folder.ts';
import { createSeededIds } from '#app/core/ids.ts';
import { createSilentLog } from '#app/core/log.ts';
import type { Database } from '#db/client.ts';
import { description, model, project, run, runFile, uploadedFile, version } from '#db/schema/index.ts';
import { testDb } from '#db/testing.ts';
import { testVersion } from '../testing.ts';
import { createPictures, isPictureNeeded, type Pictures } from './pictures.ts';

const HOUR_MS = 60 * 60_000;

let db: Database;
let folder: DataFolder;
let blobs: BlobStore;
let pictures: Pictures;
let clock: ReturnType<typeof createFakeClock>;

beforeEach(() => {
  db = testDb();
  folder = makeDataFolder(mkdtempSync(join(tmpdir(), 'firstlook-pictures-')));
  clock = createFakeClock();
  blobs = createBlobStore({ folder, clock, isReferenced: (sha256) => isPictureNeeded(db, sha256) });
  const parts = { db, clock, ids: createSeededIds(), log: createSilentLog(), blobs };
  pictures = createPictures({ ...parts, isExamplePicture: (_modelId, sha256) => sha256 === 'e' });
  db.insert(project).values({ id: 'prj_1', slug: 'one', title: 'One', createdAt: 0 }).run();
  for (const id of ['mdl_1', 'mdl_2']) {
    db.insert(model).values({ id, name: id, title: 'T', projectId: 'prj_1', createdAt: 0 }).run();
  }
});
afterEach(() => rmSync(folder.root, { recursive: true }));

const shaOf = (text: string) => createHash('sha256').update(text).digest('hex');
const isThere = (text: string) => existsSync(blobs.path(shaOf(text)));

async function keep(text: string, modelId = 'mdl_1') {
  const received = await pictures.receive(Readable.from([Buffer.from(text)]));
  await received.keep(modelId, 'image/png');
  await received.release();
  return received.sha256;
}

/** A run that holds the picture. */
function store(sha256: string) {
  const { publishedBy: _by, ...row } = testVersion({});
  db.insert(version)
    .values({ ...row, timings: {}, publishedByKind: 'human', publishedById: 'usr_1' })
    .run();
  const by = { createdByKind: 'human', createdById: 'usr_1', createdAt: 0 } as const;
  db.insert(description)
    .values({ id: 'dsc_1', versionId: 'ver_1', revision: 1, body: {}, ...by })
    .run();
  const at = { modelId: 'mdl_1', versionId: 'ver_1', descriptionId: 'dsc_1', createdAt: 0 };
  const who = { source: 'page', actorKind: 'human', actorId: 'usr_1' } as const;
  db.insert(run)
    .values({ id: 'run_1', ...at, ...who, answer: {}, tookMs: 1, contentHash: 'c' })
    .run();
  db.insert(runFile).values({ sha256, runId: 'run_1' }).run();
}

test('a picture is there for the model it was handed over for, and for no other', async () => {
  const sha256 = await keep('one');
  expect(isThere('one')).toBe(true);
  expect(pictures.use('mdl_1', sha256)).toBe(true);
  expect(pictures.use('mdl_2', sha256)).toBe(false);
  expect(pictures.use('mdl_1', shaOf('none'))).toBe(false);
  // Pictures that came with a version need no row.
  expect(pictures.use('mdl_2', 'e')).toBe(true);
});

test('what turned out to be none leaves nothing', async () => {
  const received = await pictures.receive(Readable.from([Buffer.from('none')]));
  await received.release();
  expect(isThere('none')).toBe(false);
  expect(db.select().from(uploadedFile).all()).toEqual([]);
});

test('nobody used it for a day: it goes; used meanwhile: it stays a day more', async () => {
  await keep('idle');
  const used = await keep('used');
  clock.advance(20 * HOUR_MS);
  expect(pictures.use('mdl_1', used)).toBe(true);
  clock.advance(5 * HOUR_MS);
  await pictures.sweep();
  expect([isThere('idle'), isThere('used')]).toEqual([false, true]);
  clock.advance(20 * HOUR_MS);
  await pictures.sweep();
  expect(isThere('used')).toBe(false);
});

test('as long as a run holds it, it stays', async () => {
  store(await keep('held'));
  clock.advance(1000 * HOUR_MS);
  await pictures.sweep();
  expect(isThere('held')).toBe(true);
});

test('handed over for two models, it goes with the last of them', async () => {
  await keep('both', 'mdl_1');
  clock.advance(10 * HOUR_MS);
  await keep('both', 'mdl_2');
  clock.advance(20 * HOUR_MS);
  await pictures.sweep();
  expect(pictures.use('mdl_1', shaOf('both'))).toBe(false);
  expect(isThere('both')).toBe(true);
  clock.advance(20 * HOUR_MS);
  await pictures.sweep();
  expect(isThere('both')).toBe(false);
});

test('a file that has no end is refused, and nothing of it stays', async () => {
  const endless = Readable.from(
    (function* () {
      for (let at = 0; at < 30; at++) yield Buffer.alloc(1 << 20);
    })(),
  );
  await expect(pictures.receive(endless)).rejects.toMatchObject({ code: 'FL_REQUEST_TOO_LARGE' });
});

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eq, ne } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeDatabase, openDatabase } from '#db/client.ts';
import { migrateDatabase } from '#db/migrate.ts';
import { description, model, upload, version, versionFile } from '#db/schema/index.ts';
import { type Bench, createBench, filesUnder } from './testing.ts';

const KILLS = 6;
const VERSIONS_EACH = 5;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'firstlook-kill-'));
  migrateDatabase({ path: join(root, 'firstlook.db'), backupsDir: root, now: 0 });
});
afterEach(() => rmSync(root, { recursive: true }));

/** Lets a process publish some versions and kills it wherever it is a moment later. */
async function publishAndKill(seed: number): Promise<void> {
  const child = fork(join(import.meta.dirname, 'fixtures/busy-publisher.ts'), [root, String(seed)], { execArgv: [] });
  for (let made = 0; made < VERSIONS_EACH; made += 1) await once(child, 'message');
  await sleep((seed * 7919) % 97);
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** What must hold after a start, whatever happened before. */
function expectWhole({ db, folder, ledger }: Bench): void {
  const versions = db
    .select({ id: version.id, state: version.state, name: model.name, number: version.number })
    .from(version)
    .innerJoin(model, eq(model.id, version.modelId))
    .all();
  const files = db.select().from(versionFile).all();
  const referenced = [...new Set(files.map(({ sha256 }) => join(sha256.slice(0, 2), sha256)))].sort();
  expect(filesUnder(folder.blobs)).toEqual(referenced);
  const inUse = versions.filter(({ state }) => state !== 'retired');
  const expected = inUse.flatMap(({ id, name, number }) =>
    files.filter(({ versionId }) => versionId === id).map(({ path }) => `${name}/${number}/${path}`),
  );
  expect(filesUnder(folder.models)).toEqual(expected.sort());
  expect(readdirSync(folder.models).filter((name) => name.startsWith('.'))).toEqual([]);
  expect(ledger.verify()).toMatchObject({ ok: true });
  expect(db.select().from(upload).where(eq(upload.state, 'received')).all()).toEqual([]);
  const ready = ledger.read({ limit: 10_000 }).filter(({ kind }) => kind === 'version.ready');
  expect(ready.map(({ versionId }) => versionId).sort()).toEqual(versions.map(({ id }) => id).sort());
  const described = db.select({ id: description.versionId }).from(description).where(ne(description.revision, 0)).all();
  expect(new Set(described.map(({ id }) => id))).toEqual(new Set(versions.map(({ id }) => id)));
}

test('killed at any moment, the next start finds either the old state or the new one', {
  timeout: 180_000,
}, async () => {
  let versionCount = 0;
  for (let seed = 1; seed <= KILLS; seed += 1) {
    await publishAndKill(seed);
    const db = openDatabase(join(root, 'firstlook.db'));
    const bench = createBench({ db, root });
    await bench.catalog.recover();
    expectWhole(bench);
    versionCount = db.select().from(version).all().length;
    closeDatabase(db);
  }
  // They did publish: otherwise this test shows nothing.
  expect(versionCount).toBeGreaterThanOrEqual(KILLS * VERSIONS_EACH);
});

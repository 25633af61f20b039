import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closeDatabase, openDatabase } from '#db/client.ts';
import { migrateDatabase } from '#db/migrate.ts';
import { flag, verdict } from '#db/schema/index.ts';
import { createBench, seedRun } from './testing.ts';

const EACH = 60;
/**
 * Opens flags with keys that every process uses, in the name of the same person, and flags without one. Starts when
 * told, so that all are ready first, leaves the others a turn after each, and begins with other keys than they do: in
 * one order whoever is a little ahead would make them all.
 */
const FLAGGER = `
  import { once } from 'node:events';
  import { setTimeout as rest } from 'node:timers/promises';
  import { openDatabase } from '#db/client.ts';
  import { createBench, openFlag, person } from '#app/feedback/testing.ts';
  const [, path, runId, name, first] = process.argv;
  const bench = createBench(openDatabase(path));
  const created = [];
  process.send('ready');
  await once(process, 'message');
  for (let i = 0; i < ${EACH}; i += 1) {
    await rest(1);
    const sent = { runId, idempotencyKey: 'key ' + ((i + Number(first)) % ${EACH}) };
    const { flag, created: isNew } = openFlag(bench, person('usr_rita', ['reviewer']), sent);
    if (isNew) created.push(flag.id);
    openFlag(bench, person(name, ['reviewer']), { runId });
  }
  process.send(created, () => process.disconnect());
`;

/** @param first the key to begin with; the others follow in a circle */
async function startFlagger([path, runId, name]: [string, string, string], first: number) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', FLAGGER, path, runId, name, String(first)], {
    cwd: join(import.meta.dirname, '../..'),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  /** Lets it go; answers the ids of the flags with a key that were its own. */
  return async (): Promise<string[]> => {
    child.send('go');
    const [created] = await once(child, 'message');
    return created;
  };
}

test('three processes that flag at once: no number twice or left out, and one flag for each key', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'firstlook-flags-'));
  const path = join(folder, 'firstlook.db');
  migrateDatabase({ path, backupsDir: folder, now: 0 });
  const db = openDatabase(path);
  const bench = createBench(db);
  const { runId } = seedRun(bench);
  const names = ['usr_a', 'usr_b', 'usr_c'];
  const flaggers = await Promise.all(
    names.map((name, place) => startFlagger([path, runId, name], (place * EACH) / names.length)),
  );
  const created = await Promise.all(flaggers.map((go) => go()));

  const rows = db.select().from(flag).all();
  expect(rows.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(rows.map((_, place) => place + 1));
  expect(rows).toHaveLength(4 * EACH);
  const keyed = rows.filter(({ idempotencyKey }) => idempotencyKey !== null);
  expect(keyed).toHaveLength(EACH);
  // Each was made by exactly one of them, and not all by the same: otherwise this test shows nothing.
  expect(created.flat().toSorted()).toEqual(keyed.map(({ id }) => id).toSorted());
  expect(created.filter((ids) => ids.length > 0).length).toBeGreaterThan(1);
  expect(db.select().from(verdict).all()).toHaveLength(4);
  expect(bench.ledger.verify()).toEqual({ ok: true, count: 4 * EACH + 4 });
  closeDatabase(db);
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

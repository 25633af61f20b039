import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '#app/core/clock.ts';
import { createIds } from '#app/core/ids.ts';
import { closeDatabase, openDatabase } from '#db/client.ts';
import { migrateDatabase } from '#db/migrate.ts';
import { createLedger } from './index.ts';

const EACH = 150;
const NAMES = ['portal', 'cli', 'other'];
/** Waits until all are ready, and leaves the others a turn after each event: one alone would be done before they began. */
const WRITER = `
  import { existsSync, writeFileSync } from 'node:fs';
  import { setTimeout as rest } from 'node:timers/promises';
  import { systemClock } from '#app/core/clock.ts';
  import { createIds } from '#app/core/ids.ts';
  import { createLedger } from '#app/ledger/index.ts';
  import { inTransaction, openDatabase } from '#db/client.ts';
  const db = openDatabase(process.argv[1]);
  const ledger = createLedger({ db, clock: systemClock, ids: createIds() });
  writeFileSync(process.argv[1] + '.' + process.argv[2], '');
  while (!${JSON.stringify(NAMES)}.every((name) => existsSync(process.argv[1] + '.' + name))) await rest(5);
  for (let i = 0; i < ${EACH}; i += 1) {
    await rest(1);
    inTransaction(db, (tx) => ledger.append(tx, {
      kind: 'project.created', actor: { kind: 'system', id: process.argv[2] },
      subject: { type: 'project', id: String(i) }, payload: {},
    }));
  }
`;

function write(path: string, name: string): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER, path, name], {
      cwd: join(import.meta.dirname, '../..'),
      stdio: 'inherit',
    });
    child.on('exit', resolve);
  });
}

test('three processes that write at once make one chain', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'firstlook-ledger-'));
  const path = join(folder, 'firstlook.db');
  migrateDatabase({ path, backupsDir: folder, now: 0 });
  expect(await Promise.all(NAMES.map((name) => write(path, name)))).toEqual([0, 0, 0]);
  const db = openDatabase(path);
  const ledger = createLedger({ db, clock: systemClock, ids: createIds() });
  expect(ledger.verify()).toEqual({ ok: true, count: 3 * EACH });
  const writers = ledger.read({ limit: 1000 }).map(({ actor }) => actor.id);
  // They did interleave: otherwise this test shows nothing.
  expect(writers.filter((name, place) => place > 0 && name !== writers[place - 1]).length).toBeGreaterThan(2);
  closeDatabase(db);
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

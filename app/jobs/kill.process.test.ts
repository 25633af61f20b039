import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '#app/core/clock.ts';
import { createIds } from '#app/core/ids.ts';
import { createSilentLog } from '#app/core/log.ts';
import { closeDatabase, openDatabase } from '#db/client.ts';
import { migrateDatabase } from '#db/migrate.ts';
import { job } from '#db/schema/index.ts';
import { createJobs } from './index.ts';

const LEASE_MS = 2000;
const VICTIM = `
  import { systemClock } from '#app/core/clock.ts';
  import { createIds } from '#app/core/ids.ts';
  import { createSilentLog } from '#app/core/log.ts';
  import { createJobs } from '#app/jobs/index.ts';
  import { openDatabase } from '#db/client.ts';
  const db = openDatabase(process.argv[1]);
  const jobs = createJobs({ db, clock: systemClock, ids: createIds(), log: createSilentLog() });
  jobs.register('work', {
    leaseMs: ${LEASE_MS},
    handler: () => new Promise(() => process.stdout.write('in the middle')),
  });
  jobs.enqueue({ kind: 'work', payload: { n: 7 }, idempotencyKey: 'once' });
  jobs.start();
`;

test('a job whose process is killed with SIGKILL is finished by the next one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'firstlook-jobs-'));
  const path = join(folder, 'firstlook.db');
  migrateDatabase({ path, backupsDir: folder, now: 0 });
  const victim = spawn(process.execPath, ['--input-type=module', '-e', VICTIM, path], {
    cwd: join(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(victim.stdout, 'data');

  const db = openDatabase(path);
  const rows = () => db.select().from(job).all();
  const jobs = createJobs({ db, clock: systemClock, ids: createIds(), log: createSilentLog(), pollMs: 20 });
  const done = new Promise<unknown>((resolve) => {
    jobs.register<unknown>('work', { handler: async (payload) => resolve(payload) });
  });
  // The victim is alive: it holds on to its job.
  jobs.start();
  const first = rows()[0]?.leaseUntil ?? 0;
  await expect.poll(() => rows()[0]?.leaseUntil ?? 0, { timeout: 20_000 }).toBeGreaterThan(first);
  expect(rows()).toMatchObject([{ state: 'running', attempts: 1 }]);

  victim.kill('SIGKILL');
  await once(victim, 'exit');
  expect(await done).toEqual({ n: 7 });
  await jobs.stop();
  expect(rows()).toMatchObject([{ state: 'done', attempts: 2, lastError: null }]);
  closeDatabase(db);
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccounts } from '#app/accounts/index.ts';
import { systemClock } from '#app/core/clock.ts';
import { readConfig } from '#app/core/config.ts';
import { dataFolder } from '#app/core/data-folder.ts';
import { createIds } from '#app/core/ids.ts';
import { createSilentLog } from '#app/core/log.ts';
import { FLAG_STATES } from '#app/feedback/contract.ts';
import { createLedger } from '#app/ledger/index.ts';
import { closeDatabase, type Database, openDatabase } from '#db/client.ts';
import { flag, flagMessage, model, project, run, verdict, version } from '#db/schema/index.ts';
import { emailOf, PASSWORD, PEOPLE, type PersonKey, PROJECTS } from './cast.ts';
import { FIRST_DAY } from './story/index.ts';
import { tellStory } from './tell-story.ts';

/** The story as `npm run demo` tells it, with the real portal doors and the real serving, then looked at afterwards. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const nowMs = new Date('2026-03-05T15:20:00').getTime();

let dataDir: string;
let db: Database;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'firstlook-demo-test-'));
  const log = createSilentLog();
  const env = {
    FIRSTLOOK_DATA: dataDir,
    FIRSTLOOK_SERVING_PORT: String(await freePort()),
    FIRSTLOOK_GRPC_PORT: '0',
    FIRSTLOOK_SANDBOX: 'off',
  };
  await tellStory({ config: readConfig({ ...env, FIRSTLOOK_SAMPLES: '0' }), log, nowMs });
  db = openDatabase(dataFolder(dataDir).database);
}, 240_000);
afterAll(() => {
  if (db) closeDatabase(db);
  rmSync(dataDir, { recursive: true, force: true });
});

const base = () => ({ db, clock: systemClock, ids: createIds() });

test('the ledger verifies, and time goes on in it from the first morning to now', () => {
  const ledger = createLedger(base());
  expect(ledger.verify()).toMatchObject({ ok: true });
  const times = ledger.read({ limit: 10_000 }).map(({ at }) => at);
  expect(times.length).toBeGreaterThan(300);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  expect(times[0]).toBeGreaterThanOrEqual(FIRST_DAY(nowMs));
  expect(times.at(-1)).toBeLessThan(nowMs);
});

test('three projects of two models or more, every one with something said about it', () => {
  const slugs = db.select().from(project).all();
  expect(slugs.map(({ slug }) => slug).sort()).toEqual(['default', ...Object.keys(PROJECTS)].sort());
  const models = db.select().from(model).all();
  expect(models).toHaveLength(6);
  const flagged = new Set(
    db
      .select()
      .from(flag)
      .all()
      .map(({ modelId }) => modelId),
  );
  expect(flagged.size).toBe(6);
  expect(
    new Set(
      db
        .select()
        .from(version)
        .all()
        .map(({ state }) => state),
    ),
  ).toEqual(new Set(['ready', 'announced', 'retired']));
});

test('previews come within seconds, the first word of a reviewer within hours or days', () => {
  const runs = new Map(
    db
      .select()
      .from(run)
      .all()
      .map((row) => [row.id, row]),
  );
  const judged = db.select().from(verdict).all();
  for (const { id, modelId, number, publishedById, receivedAt, readyAt } of db.select().from(version).all()) {
    const where = `${modelId} v${number}`;
    expect(readyAt, where).toBeGreaterThan(receivedAt);
    expect(readyAt - receivedAt, where).toBeLessThan(MINUTE_MS);
    const others = judged.filter(({ runId, actorId }) => {
      return runs.get(runId)?.versionId === id && actorId !== publishedById;
    });
    for (const { createdAt, runId } of others) {
      expect(createdAt, where).toBeGreaterThan(runs.get(runId)?.createdAt ?? Number.POSITIVE_INFINITY);
    }
    if (others.length === 0) continue;
    const firstMs = Math.min(...others.map(({ createdAt }) => createdAt)) - receivedAt;
    expect(firstMs, where).toBeGreaterThan(HOUR_MS);
    expect(firstMs, where).toBeLessThan(4 * 24 * HOUR_MS);
  }
});

test('flags in every state people can bring one to; what is said under them comes later', () => {
  const flags = db.select().from(flag).all();
  // Only Firstlook itself says 'unconfirmed', and it does not yet.
  const expected = FLAG_STATES.filter((state) => state !== 'unconfirmed');
  expect(new Set(flags.map(({ state }) => state))).toEqual(new Set(expected));
  const openedAt = new Map(flags.map(({ id, createdAt }) => [id, createdAt]));
  for (const { flagId, createdAt } of db.select().from(flagMessage).all()) {
    expect(createdAt).toBeGreaterThan(openedAt.get(flagId) ?? Number.POSITIVE_INFINITY);
  }
});

test('everyone signs in with the one password', async () => {
  const ledger = createLedger(base());
  const log = createSilentLog();
  const accounts = createAccounts({ ...base(), log, ledger, adminToken: undefined, secureCookies: false });
  const keys = Object.keys(PEOPLE) as PersonKey[];
  for (const key of keys) {
    const signedIn = await accounts.signIn({ email: emailOf(key), password: PASSWORD, clientAddress: key });
    expect(signedIn.personId).toMatch(/^usr_/);
  }
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

import { execFile } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAccounts } from '#app/accounts/index.ts';
import { systemClock } from '#app/core/clock.ts';
import { createIds } from '#app/core/ids.ts';
import { createSilentLog } from '#app/core/log.ts';
import { createLedger } from '#app/ledger/index.ts';
import { closeDatabase, type Database, openDatabase } from '#db/client.ts';
import { migrateDatabase } from '#db/migrate.ts';

/** The command line, as real processes on a real data folder that is open in another process: this one. */

const ROOT = resolve(import.meta.dirname, '../..');
const ADD_TOM = ['person', 'add', '--name', 'Tom Reed', '--mail', 'Tom@example.org'];
const TOKEN = ['token', '--name', 'nightly', '--roles', 'reviewer'];
const BIN = join(ROOT, 'bin/firstlook.mjs');

let dataDir: string;
let db: Database;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'firstlook-cli-'));
  migrateDatabase({ path: join(dataDir, 'firstlook.db'), backupsDir: dataDir, now: 0 });
  db = openDatabase(join(dataDir, 'firstlook.db'));
  portal().accounts.ensureDefaults();
});
afterEach(() => {
  closeDatabase(db);
  rmSync(dataDir, { recursive: true, force: true });
});

/** The doors of the portal on the same data. */
function portal() {
  const base = { db, clock: systemClock, ids: createIds() };
  const ledger = createLedger(base);
  const accounts = createAccounts({
    ...{ ...base, ledger, log: createSilentLog() },
    ...{ adminToken: undefined, secureCookies: false },
  });
  return { accounts, ledger };
}

interface Ended {
  code: number;
  out: string;
  err: string;
}

function firstlook(args: string[], options: { env?: Record<string, string>; entry?: string; cwd?: string } = {}) {
  const { env = {}, entry = join(ROOT, 'app/cli/main.ts'), cwd = dataDir } = options;
  const clean = Object.entries(process.env).filter(([name]) => !/^(FIRSTLOOK_|NODE_ENV|VITEST)/.test(name));
  return new Promise<Ended>((done) => {
    const all: Record<string, string | undefined> = { ...Object.fromEntries(clean), FIRSTLOOK_DATA: dataDir, ...env };
    execFile(process.execPath, [entry, ...args], { cwd, env: all as NodeJS.ProcessEnv }, (error, out, err) => {
      done({ code: error ? Number(error.code ?? -1) : 0, out, err });
    });
  });
}

describe('person add', () => {
  test('prints a link on which the person sets a password, once', async () => {
    const env = { FIRSTLOOK_URL: 'https://look.example.org/', FIRSTLOOK_ADMIN_TOKEN: 't' };
    const added = await firstlook([...ADD_TOM, '--roles', 'publisher, reviewer'], { env });
    expect(added).toMatchObject({ code: 0, err: expect.stringContaining('Tom Reed is added.') });
    // Standard output is the link and nothing else, so that a script can take it.
    const secret = /^https:\/\/look\.example\.org\/reset\/([0-9a-z]{40})\n$/.exec(added.out)?.[1] ?? '';
    expect(added.err).not.toContain(secret);

    const { accounts, ledger } = portal();
    expect(accounts.peekLink(secret)).toEqual({ purpose: 'password', personName: 'Tom Reed' });
    const { personId, cookie } = await accounts.finishPassword({ secret, password: 'a password of some length' });
    const projectId = accounts.findProject('default')?.id ?? '';
    expect(accounts.viewerFromCookie(cookie.split(';')[0])?.viewer).toMatchObject({
      isAdmin: false,
      roles: { [projectId]: ['reviewer', 'publisher'] },
    });
    expect(accounts.peekLink(secret)).toBeNull();
    expect(ledger.read({ after: 1, limit: 1 })).toMatchObject([
      { kind: 'person.added', actor: { kind: 'system', id: 'cli' }, subject: { type: 'person', id: personId } },
    ]);
  });

  test('a reviewer when nothing else is said; an admin; several roles; another project', async () => {
    portal().accounts.ensureProject({ slug: 'credit', title: 'Credit' });
    const mail = (name: string) => ['person', 'add', '--name', name, '--mail', `${name}@example.org`];
    expect(await firstlook(mail('ann'))).toMatchObject({ code: 0 });
    expect(await firstlook([...mail('bob'), '--admin'])).toMatchObject({ code: 0 });
    const roles = ['--roles', 'approver', '--roles=publisher', '--project', 'credit'];
    expect(await firstlook([...mail('cyd'), ...roles])).toMatchObject({ code: 0 });
    const { accounts, ledger } = portal();
    const payloads = ledger.read({ limit: 50 }).filter(({ kind }) => /^(person|membership)/.test(kind));
    expect(payloads.map(({ payload }) => payload)).toEqual([
      { admin: false },
      { projectId: accounts.findProject('default')?.id, roles: ['reviewer'] },
      { admin: true },
      { admin: false },
      { projectId: accounts.findProject('credit')?.id, roles: ['publisher', 'approver'] },
    ]);
  });

  test('of two who add the same mail address at once one wins', async () => {
    const both = await Promise.all([firstlook(ADD_TOM), firstlook(ADD_TOM)]);
    expect(both.map(({ code }) => code).sort()).toEqual([0, 1]);
    const refused = both.find(({ code }) => code === 1);
    expect(refused).toMatchObject({ out: '', err: expect.stringMatching(/already here\. \(FL_PERSON_EXISTS\)\n$/) });
    expect(portal().ledger.verify()).toMatchObject({ ok: true });
  });

  test.each([
    [['person', 'add'], '--name is missing.'],
    [['person', 'add', '--name', 'Tom'], '--mail is missing.'],
    [['person', 'add', '--name', ' ', '--mail', 'x'], '--name must not be empty. --mail must be a mail address.'],
    [['person', 'add', '--name', 'a\u001b[2Jb', '--mail', 'a@b.org'], '--name must be one line'],
    [[...ADD_TOM, '--roles', 'boss'], '--roles must be of reviewer, publisher, approver.'],
    [[...ADD_TOM, '--passwort', 'x'], 'There is no flag --passwort.'],
    [[...ADD_TOM, '-x'], 'There is no flag -x.'],
    [[...ADD_TOM, '--project'], '--project needs a value after it.'],
    [[...ADD_TOM, '--project', '--admin'], '--project needs a value after it.'],
    [[...ADD_TOM, '--admin=yes'], '--admin takes no value.'],
    [[...ADD_TOM, 'Reed\u001b[2J'], "'Reed [2J' is one word too many."],
  ])('%j is a wrong call', async (args, sentence) => {
    const ended = await firstlook(args);
    expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringContaining(sentence) });
    expect(ended.err).toMatch(/^[^\n]+ npx firstlook person add --help says more\.\n$/);
    expect(portal().ledger.read({ after: 1 })).toEqual([]);
  });

  test('a project that is not there', async () => {
    const ended = await firstlook([...ADD_TOM, '--project', 'nothing']);
    expect(ended).toMatchObject({ code: 1, out: '', err: 'There is no such project. (FL_PROJECT_NOT_FOUND)\n' });
  });
});

describe('token', () => {
  test('prints a secret that works, alone on standard output', async () => {
    const issued = await firstlook([...TOKEN, '--days', '30']);
    expect(issued).toMatchObject({ code: 0, out: expect.stringMatching(/^flt_[0-9a-z]{40}\n$/) });
    expect(issued.err).toMatch(/^The token tok_\w+ works from now on, for 30 days\./);
    const { accounts, ledger } = portal();
    const viewer = accounts.viewerFromBearer(`Bearer ${issued.out.trim()}`);
    expect(viewer).toMatchObject({ name: 'nightly', isAdmin: false });
    expect(issued.err).toContain(viewer?.actor.id);
    const [event] = ledger.read({ after: 1 });
    expect(event).toMatchObject({ kind: 'token.issued', actor: { kind: 'system', id: 'cli' } });
    expect(Number(event?.payload.expiresAt) - Number(event?.at)).toBeCloseTo(30 * 24 * 3_600_000, -4);
  });

  test.each([
    [['token', '--roles', 'reviewer'], '--name is missing.'],
    [['token', '--name', 'x'], '--roles is missing.'],
    [['token', '--name', 'x', '--roles', ','], '--roles must hold at least one role.'],
    [[...TOKEN, '--days', 'ten'], "--days must be a whole number, not 'ten'."],
    [[...TOKEN, '--days', '1.5'], "--days must be a whole number, not '1.5'."],
    [[...TOKEN, '--days', '99999'], '--days must be a whole number from 1 to 3650.'],
    [[...TOKEN, '--days', '9'.repeat(500)], '--days must be a whole number'],
  ])('%j is a wrong call', async (args, sentence) => {
    const ended = await firstlook(args);
    expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringContaining(sentence) });
    expect(ended.err.length).toBeLessThan(200);
  });
});

describe('ledger verify', () => {
  test('a whole ledger', async () => {
    const ended = await firstlook(['ledger', 'verify']);
    expect(ended).toEqual({ code: 0, out: 'The ledger is whole: 1 event.\n', err: '' });
  });

  test('a broken one: the first bad event, and status 1', async () => {
    for (const slug of ['a', 'b', 'c']) portal().accounts.ensureProject({ slug, title: slug });
    db.$client.exec('DROP TRIGGER event_refuses_update');
    db.$client.exec("UPDATE event SET actor_id = 'someone-else' WHERE seq IN (2, 3)");
    const ended = await firstlook(['ledger', 'verify']);
    expect(ended).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^The ledger is broken at event 2: /) });
  });

  test('it has no flags', async () => {
    expect(await firstlook(['ledger', 'verify', '--fix'])).toMatchObject({ code: 2, out: '' });
  });
});

describe('help', () => {
  test.each(['--help', '-h', 'help'])('%s lists the commands', async (word) => {
    const ended = await firstlook([word], { env: { FIRSTLOOK_DATA: '/nowhere' } });
    expect(ended).toMatchObject({ code: 0, err: '' });
    for (const name of ['person add', 'token', 'ledger verify']) expect(ended.out).toContain(`  ${name} `);
  });

  test('nothing to do is a wrong call that says what there is', async () => {
    expect(await firstlook([])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('ledger verify') });
  });

  test.each([
    ['person add', '--mail'],
    ['token', '--days'],
    ['ledger verify', 'Exit status 1'],
  ])('%s --help says which flags it has, without any data', async (name, word) => {
    const ended = await firstlook([...name.split(' '), '--help'], { env: { FIRSTLOOK_DATA: '/nowhere' } });
    expect(ended).toMatchObject({ code: 0, out: expect.stringContaining(word), err: '' });
  });

  test.each([
    [['person']],
    [['add', 'person']],
    [['LEDGER', 'verify']],
    [['constructor']],
    [['\u001b[2J']],
    [['--verify']],
  ])('there is no command %j', async (args) => {
    const ended = await firstlook(args);
    expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^There is no command '[^\p{Cc}]*'/u) });
  });
});

describe('the data', () => {
  test('missing', async () => {
    const empty = join(dataDir, 'empty');
    mkdirSync(empty);
    for (const FIRSTLOOK_DATA of [empty, join(dataDir, 'nowhere')]) {
      const ended = await firstlook(TOKEN, { env: { FIRSTLOOK_DATA } });
      expect(ended).toMatchObject({ code: 1, out: '', err: expect.stringContaining('(FL_DATABASE_MISSING)') });
      expect(ended.err).toContain(FIRSTLOOK_DATA);
    }
  });

  test.each([
    [
      'older',
      'FL_DATABASE_OLDER',
      'DELETE FROM __drizzle_migrations WHERE created_at > (SELECT min(created_at) FROM t)',
    ],
    ['newer', 'FL_DATABASE_TOO_NEW', "INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('x', 4000000000000)"],
  ])('of a release that is %s: refused and left as it is', async (_which, code, change) => {
    db.$client.exec('CREATE TEMP TABLE t AS SELECT created_at FROM __drizzle_migrations');
    db.$client.exec(change);
    const applied = () => db.$client.prepare('SELECT created_at FROM __drizzle_migrations').all();
    const before = applied();
    const all = await Promise.all([firstlook(TOKEN), firstlook(ADD_TOM), firstlook(['ledger', 'verify'])]);
    const refused = { code: 1, out: '', err: expect.stringContaining(`(${code})`) };
    expect(all).toMatchObject([refused, refused, refused]);
    expect(applied()).toEqual(before);
    expect(portal().ledger.read({ after: 1 })).toEqual([]);
  });

  test('of a file that is no database', async () => {
    const broken = join(dataDir, 'broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'firstlook.db'), 'not a database, but long enough to be one'.repeat(100));
    const ended = await firstlook(['ledger', 'verify'], { env: { FIRSTLOOK_DATA: broken } });
    expect(ended).toMatchObject({ code: 1, out: '', err: expect.stringContaining('(FL_DATABASE_UNREADABLE)') });
    expect(ended.err).not.toContain('    at ');
  });

  test('kept busy by someone else: said, and nothing is half-done', async () => {
    db.$client.exec('BEGIN IMMEDIATE');
    const ended = await firstlook(TOKEN);
    db.$client.exec('ROLLBACK');
    expect(ended).toMatchObject({ code: 1, out: '', err: expect.stringContaining('keeps the database busy') });
    expect(await firstlook(TOKEN)).toMatchObject({ code: 0 });
  });

  test('a setting that does not fit', async () => {
    const ended = await firstlook(TOKEN, { env: { FIRSTLOOK_PORT: 'x' } });
    expect(ended).toMatchObject({ code: 1, out: '', err: expect.stringContaining('FIRSTLOOK_PORT') });
  });
});

describe('bin/firstlook.mjs', () => {
  test('hands over arguments, folder and status', async () => {
    const relative = { entry: BIN, env: { FIRSTLOOK_DATA: '.' } };
    expect(await firstlook(['ledger', 'verify'], relative)).toMatchObject({
      code: 0,
      out: expect.stringContaining('whole'),
    });
    expect(await firstlook(['nothing at all'], relative)).toMatchObject({ code: 2, err: expect.any(String) });
  });

  test('says what to do when nothing is installed', async () => {
    const checkout = join(dataDir, 'checkout');
    mkdirSync(join(checkout, 'bin'), { recursive: true });
    copyFileSync(BIN, join(checkout, 'bin/firstlook.mjs'));
    symlinkSync(join(ROOT, 'package.json'), join(checkout, 'package.json'));
    cpSync(join(ROOT, 'bin/bootstrap'), join(checkout, 'bin/bootstrap'), { recursive: true });
    const ended = await firstlook(['--help'], { entry: join(checkout, 'bin/firstlook.mjs') });
    expect(ended).toMatchObject({ code: 1, out: '', err: expect.stringContaining('Run npm install') });
  });
});

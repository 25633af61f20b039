import { afterEach, expect, test, vi } from 'vitest';
import { person } from '#db/schema/index.ts';
import { PASSWORD, testAccounts } from '../testing.ts';
import * as passwords from './password.ts';

const DAY_MS = 24 * 3_600_000;
const wrong = { code: 'FL_AUTH_BAD_LOGIN', status: 401 };
const spent = { code: 'FL_AUTH_LINK_SPENT', status: 410 };
const TOM = { name: 'Tom', email: 'tom@example.org', roles: ['reviewer' as const], admin: false };
const from = (email: string, password = PASSWORD) => ({ email, password, clientAddress: '192.0.2.1' });
const pairOf = (setCookie: string) => setCookie.split(';')[0] ?? '';

afterEach(() => vi.restoreAllMocks());

test('signing in and out, both in the ledger', async () => {
  const { accounts, member, events, restart } = testAccounts();
  const { id } = await member();
  const before = events().length;
  const { personId, cookie } = await accounts.signIn(from(' TOM@example.org '));
  expect(personId).toBe(id);
  expect(restart().viewerFromCookie(pairOf(cookie))?.viewer.actor).toEqual({ kind: 'human', id });
  expect(accounts.signOut(pairOf(cookie))).toContain('firstlook_session=;');
  expect(accounts.viewerFromCookie(pairOf(cookie))).toBeNull();
  // A cookie that opens nothing is taken away without a word.
  expect(accounts.signOut(pairOf(cookie))).toContain('firstlook_session=;');
  expect(accounts.signOut(undefined)).toContain('firstlook_session=;');
  const actor = { kind: 'human', id };
  expect(events().slice(before)).toMatchObject([
    { kind: 'person.signed-in', actor },
    { kind: 'person.signed-out', actor },
  ]);
});

test('whatever is wrong is refused with the same words, and nothing is written down', async () => {
  const { accounts, member, system, events } = testAccounts();
  await member();
  accounts.addPerson(system, { ...TOM, email: 'new@example.org' });
  const before = events().length;
  const tries = [
    from('tom@example.org', 'wrong wrong wrong'),
    from('tom@example.org', ''),
    from('tom@example.org', 'x'.repeat(10_000_000)),
    from('tom@example.org\0'),
    from('nobody@example.org'),
    from('new@example.org', ''),
    from(''),
    from('x'.repeat(1_000_000)),
  ];
  for (const given of tries) {
    const message = 'The mail address or the password is not right.';
    await expect(accounts.signIn(given)).rejects.toMatchObject({ ...wrong, message });
  }
  expect(events()).toHaveLength(before);
});

test('whoever is unknown or has no password costs a hashing like everyone else', async () => {
  const verify = vi.spyOn(passwords, 'verifyPassword');
  const { accounts, member, system, db, clock } = testAccounts();
  await member();
  accounts.addPerson(system, { ...TOM, email: 'new@example.org' });
  for (const email of ['tom@example.org', 'nobody@example.org', 'new@example.org']) {
    await accounts.signIn(from(email, 'wrong wrong wrong')).catch(() => undefined);
  }
  db.update(person).set({ deactivatedAt: clock.now() }).run();
  await accounts.signIn(from('tom@example.org')).catch(() => undefined);
  expect(verify).toHaveBeenCalledTimes(4);
});

test('guessing is stopped, for a known mail address as for an unknown one, and goes on later', async () => {
  const { accounts, member, clock } = testAccounts();
  await member();
  const verify = vi.spyOn(passwords, 'verifyPassword').mockResolvedValue(false);
  for (const email of ['tom@example.org', 'nobody@example.org']) {
    const tries = Array.from({ length: 14 }, () => accounts.signIn(from(email, 'wrong wrong wrong')));
    const codes = (await Promise.allSettled(tries)).map((tried) => (tried as PromiseRejectedResult).reason.code);
    expect(codes.filter((code) => code === 'FL_AUTH_RATE_LIMITED')).toHaveLength(4);
  }
  expect(verify).toHaveBeenCalledTimes(20);
  verify.mockRestore();
  await expect(accounts.signIn(from('tom@example.org'))).rejects.toMatchObject({
    code: 'FL_AUTH_RATE_LIMITED',
    retryAfterS: 900,
  });
  clock.advance(900_000);
  await accounts.signIn(from('tom@example.org'));
});

test('signing in often is not guessing', async () => {
  const { accounts, member } = testAccounts();
  await member();
  vi.spyOn(passwords, 'verifyPassword').mockResolvedValue(true);
  for (let n = 0; n < 12; n += 1) await accounts.signIn(from('tom@example.org'));
});

test('a password that changes while it is checked does not let anyone in', async () => {
  const { accounts, member, db } = testAccounts();
  await member();
  const trying = accounts.signIn(from('tom@example.org'));
  const check = expect(trying).rejects.toMatchObject(wrong);
  db.update(person).set({ passwordHash: null }).run();
  await check;
});

test('a person who was deactivated is out at once and does not come back', async () => {
  const { accounts, member, db, clock, system } = testAccounts();
  const { cookie } = await member();
  const { linkSecret } = accounts.addPerson(system, { ...TOM, email: 'new@example.org' });
  expect(accounts.viewerFromCookie(cookie)).not.toBeNull();
  db.update(person).set({ deactivatedAt: clock.now() }).run();
  expect(accounts.viewerFromCookie(cookie)).toBeNull();
  await expect(accounts.signIn(from('tom@example.org'))).rejects.toMatchObject(wrong);
  expect(accounts.peekLink(linkSecret)).toBeNull();
  await expect(accounts.finishPassword({ secret: linkSecret, password: PASSWORD })).rejects.toMatchObject(spent);
});

test('the password link works once, for seven days', async () => {
  const { accounts, system, clock, kinds } = testAccounts();
  const tom = accounts.addPerson(system, TOM);
  const ann = accounts.addPerson(system, { ...TOM, name: 'Ann', email: 'ann@example.org' });
  expect(accounts.peekLink(tom.linkSecret)).toEqual({ purpose: 'password', personName: 'Tom' });
  clock.advance(7 * DAY_MS - 1);
  const short = accounts.finishPassword({ secret: tom.linkSecret, password: 'short' });
  await expect(short).rejects.toMatchObject({ code: 'FL_AUTH_WEAK_PASSWORD' });
  const before = kinds().length;
  const { personId, cookie } = await accounts.finishPassword({ secret: tom.linkSecret, password: PASSWORD });
  expect(personId).toBe(tom.person.id);
  expect(accounts.viewerFromCookie(pairOf(cookie))?.viewer.name).toBe('Tom');
  expect(kinds().slice(before)).toEqual(['link.used', 'person.password-set', 'person.signed-in']);
  expect(accounts.peekLink(tom.linkSecret)).toBeNull();
  const again = accounts.finishPassword({ secret: tom.linkSecret, password: 'another password of Eve' });
  await expect(again).rejects.toMatchObject(spent);
  clock.advance(1);
  expect(accounts.peekLink(ann.linkSecret)).toBeNull();
  await expect(accounts.finishPassword({ secret: ann.linkSecret, password: PASSWORD })).rejects.toMatchObject(spent);
});

test('of two who use a password link at once one wins', async () => {
  const { accounts, system, restart } = testAccounts();
  const { linkSecret: secret } = accounts.addPerson(system, TOM);
  const tries = await Promise.allSettled([
    accounts.finishPassword({ secret, password: 'the password of Tom' }),
    restart().finishPassword({ secret, password: 'the password of Eve' }),
  ]);
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(tries.find(({ status }) => status === 'rejected')).toMatchObject({ reason: spent });
});

test.each(['', 'x', '%00', '\0', '💥', 'x'.repeat(1_000_000), "' OR 1=1 --"])(
  'the made-up link %j is spent',
  async (secret) => {
    const { accounts, system } = testAccounts();
    accounts.addPerson(system, TOM);
    await accounts.ensureFirstAdmin({});
    expect(accounts.peekLink(secret)).toBeNull();
    await expect(accounts.finishPassword({ secret, password: PASSWORD })).rejects.toMatchObject(spent);
    await expect(accounts.finishSetup({ secret, ...TOM, password: PASSWORD })).rejects.toMatchObject(spent);
  },
);

test('a link does only what it was made for', async () => {
  const { accounts, system } = testAccounts();
  const setup = (await accounts.ensureFirstAdmin({})).setupSecret ?? '';
  const { linkSecret } = accounts.addPerson(system, TOM);
  await expect(accounts.finishPassword({ secret: setup, password: PASSWORD })).rejects.toMatchObject(spent);
  const asAdmin = accounts.finishSetup({
    secret: linkSecret,
    name: 'Eve',
    email: 'eve@example.org',
    password: PASSWORD,
  });
  await expect(asAdmin).rejects.toMatchObject(spent);
});

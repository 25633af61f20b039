import { expect, test } from 'vitest';
import { person, session } from '#db/schema/index.ts';
import { PASSWORD, testAccounts } from '../testing.ts';

const HOUR_MS = 3_600_000;
const ADA = { name: ' Ada ', email: ' Ada@Example.org', password: PASSWORD };
const ENVIRONMENT = { email: 'ops@example.org', password: PASSWORD };
const spent = { code: 'FL_AUTH_LINK_SPENT', status: 410 };

const setupSecret = async ({ accounts }: Pick<ReturnType<typeof testAccounts>, 'accounts'>) => {
  const made = (await accounts.ensureFirstAdmin({})).setupSecret;
  if (made === null) throw new Error('there is no set-up link');
  return made;
};

test('the set-up link makes an admin, signs them in and never works again', async () => {
  const house = testAccounts();
  const { accounts } = house;
  const secret = await setupSecret(house);
  expect(accounts.peekLink(secret)).toEqual({ purpose: 'setup', personName: null });
  const { personId, cookie } = await accounts.finishSetup({ secret, ...ADA });
  const viewer = accounts.viewerFromCookie(cookie.split(';')[0])?.viewer;
  expect(viewer).toEqual({ actor: { kind: 'human', id: personId }, name: 'Ada', isAdmin: true, roles: {} });
  expect(house.db.select().from(person).all()).toMatchObject([{ id: personId, email: 'ada@example.org' }]);

  expect(accounts.peekLink(secret)).toBeNull();
  await expect(accounts.finishSetup({ secret, ...ADA, email: 'eve@example.org' })).rejects.toMatchObject(spent);
  expect(await house.restart().ensureFirstAdmin({})).toEqual({ setupSecret: null });
  const human = { kind: 'human', id: personId };
  expect(house.events()).toMatchObject([
    { kind: 'link.issued', actor: { kind: 'system', id: 'system' }, payload: { purpose: 'setup' } },
    { kind: 'person.added', actor: human, payload: { admin: true }, subject: { type: 'person', id: personId } },
    { kind: 'person.password-set', actor: human },
    { kind: 'link.used', actor: human, payload: { purpose: 'setup' } },
    { kind: 'person.signed-in', actor: human },
  ]);
});

test('of two who finish the same link at once one wins, and the other changes nothing', async () => {
  const house = testAccounts();
  const secret = await setupSecret(house);
  const other = house.restart();
  const tries = await Promise.allSettled([
    house.accounts.finishSetup({ secret, ...ADA }),
    other.finishSetup({ secret, ...ADA, email: 'eve@example.org' }),
  ]);
  expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(tries.find(({ status }) => status === 'rejected')).toMatchObject({ reason: spent });
  expect(house.db.select().from(person).all()).toHaveLength(1);
  expect(house.db.select().from(session).all()).toHaveLength(1);
  expect(house.kinds().filter((kind) => kind === 'person.added')).toHaveLength(1);
});

test('a restart while there is no account ends the old link and makes a new one', async () => {
  const house = testAccounts();
  const old = await setupSecret(house);
  const fresh = await setupSecret({ accounts: house.restart() });
  expect(fresh).not.toBe(old);
  expect(house.accounts.peekLink(old)).toBeNull();
  await expect(house.accounts.finishSetup({ secret: old, ...ADA })).rejects.toMatchObject(spent);
  await house.accounts.finishSetup({ secret: fresh, ...ADA });
});

test('a set-up link works for 24 hours', async () => {
  const house = testAccounts();
  const secret = await setupSecret(house);
  house.clock.advance(24 * HOUR_MS - 1);
  expect(house.accounts.peekLink(secret)).not.toBeNull();
  house.clock.advance(1);
  expect(house.accounts.peekLink(secret)).toBeNull();
  await expect(house.accounts.finishSetup({ secret, ...ADA })).rejects.toMatchObject(spent);
  expect(house.db.select().from(person).all()).toEqual([]);
});

test('once an admin can sign in by another way, the set-up link is over', async () => {
  const house = testAccounts();
  const secret = await setupSecret(house);
  const { linkSecret } = house.accounts.addPerson(house.system, { ...ADA, roles: [], admin: true });
  // The added admin has no password yet: whoever holds the set-up link may still use it.
  expect(house.accounts.peekLink(secret)).not.toBeNull();
  await house.accounts.finishPassword({ secret: linkSecret, password: PASSWORD });
  expect(house.accounts.peekLink(secret)).toBeNull();
  await expect(house.accounts.finishSetup({ secret, ...ADA, email: 'eve@example.org' })).rejects.toMatchObject(spent);
});

test('a person who is no admin does not end the set-up', async () => {
  const house = testAccounts();
  await house.member();
  expect((await house.accounts.ensureFirstAdmin({})).setupSecret).not.toBeNull();
});

test('an admin who was deactivated cannot sign in, so a set-up link is made', async () => {
  const house = testAccounts();
  await house.member({ admin: true });
  expect((await house.accounts.ensureFirstAdmin({})).setupSecret).toBeNull();
  house.db.update(person).set({ deactivatedAt: house.clock.now() }).run();
  expect((await house.accounts.ensureFirstAdmin({})).setupSecret).not.toBeNull();
});

test('set-up says at which field something is wrong, and the link stays good', async () => {
  const house = testAccounts();
  const secret = await setupSecret(house);
  const { accounts } = house;
  await expect(accounts.finishSetup({ secret, name: '', email: 'x', password: 'short' })).rejects.toMatchObject({
    code: 'FL_REQUEST_INVALID',
    fields: { name: 'must not be empty', email: 'must be a mail address', password: expect.stringContaining('12 to') },
  });
  await expect(accounts.finishSetup({ secret, ...ADA, password: 'short' })).rejects.toMatchObject({
    code: 'FL_AUTH_WEAK_PASSWORD',
  });
  await accounts.finishSetup({ secret, ...ADA });
});

test('the set-up link gives the password of an admin who was added before, and of no one else', async () => {
  const house = testAccounts();
  const secret = await setupSecret(house);
  const { person: tom } = house.accounts.addPerson(house.system, {
    ...{ name: 'Tom', email: 'tom@example.org', roles: ['reviewer'], admin: false },
  });
  await expect(house.accounts.finishSetup({ secret, ...ADA, email: 'tom@example.org' })).rejects.toMatchObject({
    code: 'FL_PERSON_EXISTS',
  });
  expect(house.db.select().from(person).all()).toMatchObject([{ id: tom.id, isAdmin: false, passwordHash: null }]);
  const { person: added } = house.accounts.addPerson(house.system, { ...ADA, roles: [], admin: true });
  expect((await house.accounts.finishSetup({ secret, ...ADA })).personId).toBe(added.id);
});

test('the environment makes the first admin once, whatever it says later', async () => {
  const house = testAccounts();
  const old = await setupSecret(house);
  expect(await house.accounts.ensureFirstAdmin(ENVIRONMENT)).toEqual({ setupSecret: null });
  expect(house.accounts.peekLink(old)).toBeNull();
  const signIn = (password: string) =>
    house.accounts.signIn({ email: ENVIRONMENT.email, password, clientAddress: '192.0.2.1' });
  await signIn(PASSWORD);
  const before = house.events().length;
  for (const later of [{ ...ENVIRONMENT, password: 'a different password' }, { email: 'new@example.org' }, {}]) {
    expect(await house.restart().ensureFirstAdmin(later)).toEqual({ setupSecret: null });
  }
  expect(house.events()).toHaveLength(before);
  await signIn(PASSWORD);
  await expect(signIn('a different password')).rejects.toMatchObject({ code: 'FL_AUTH_BAD_LOGIN' });
  expect(house.db.select().from(person).all()).toMatchObject([{ name: 'ops', isAdmin: true }]);
});

test.each([
  [{ email: 'ops@example.org' }, 'set both or none'],
  [{ password: PASSWORD }, 'set both or none'],
  [{ ...ENVIRONMENT, password: 'short' }, 'FIRSTLOOK_ADMIN_PASSWORD'],
])('an environment that cannot make an admin is refused with a sentence: %j', async (given, sentence) => {
  const house = testAccounts();
  await expect(house.accounts.ensureFirstAdmin(given)).rejects.toMatchObject({
    code: 'FL_CONFIG_INVALID',
    message: expect.stringContaining(sentence),
  });
  expect(house.events()).toEqual([]);
});

test('two starts at once make one admin, or leave one set-up link that works', async () => {
  const house = testAccounts();
  const other = house.restart();
  const links = await Promise.all([house.accounts.ensureFirstAdmin({}), other.ensureFirstAdmin({})]);
  const working = links.filter(({ setupSecret: made }) => made !== null && other.peekLink(made) !== null);
  expect(working).toHaveLength(1);
  await Promise.all([house.accounts.ensureFirstAdmin(ENVIRONMENT), other.ensureFirstAdmin(ENVIRONMENT)]);
  expect(house.db.select().from(person).all()).toHaveLength(1);
});

import { expect, test } from 'vitest';
import { membership, person, token } from '#db/schema/index.ts';
import type { Viewer } from './contract.ts';
import { secretHash } from './secrets.ts';
import { ADMIN_TOKEN, testAccounts } from './testing.ts';

const DAY_MS = 24 * 3_600_000;
const bearer = (secret: string) => `Bearer ${secret}`;
const READER = { name: 'nightly', roles: ['reviewer' as const] };
const coded = (code: string) => expect.objectContaining({ code });

test('a token stands for its roles in its project; its secret is kept nowhere', () => {
  const { accounts, system, db, projectId, ledger } = testAccounts();
  const { id, secret } = accounts.issueToken(system, { ...READER, roles: ['publisher', 'reviewer', 'publisher'] });
  expect(secret).toMatch(/^flt_[0-9a-z]{40}$/);
  expect(accounts.viewerFromBearer(bearer(secret))).toEqual({
    actor: { kind: 'token', id },
    name: 'nightly',
    isAdmin: false,
    roles: { [projectId]: ['reviewer', 'publisher'] },
  });
  expect(db.select().from(token).all()).toMatchObject([{ secretHash: secretHash(secret), madeBy: null }]);
  expect(JSON.stringify([db.select().from(token).all(), ledger.read({})])).not.toContain(secret.slice(4));
  expect(accounts.viewerFromBearer(bearer(secretHash(secret)))).toBeNull();
});

test('the ledger has who issued and revoked it, without its name', () => {
  const { accounts, system, events, projectId } = testAccounts();
  const { id } = accounts.issueToken(system, { ...READER, expiresInDays: 1 });
  accounts.revokeToken(system, id);
  accounts.revokeToken(system, id);
  const about = { projectId, actor: system.actor, subject: { type: 'token', id } };
  expect(events()).toMatchObject([
    { kind: 'token.issued', ...about, payload: { roles: ['reviewer'], expiresAt: expect.any(Number) } },
    { kind: 'token.revoked', ...about, payload: {} },
  ]);
  expect(JSON.stringify(events())).not.toContain('nightly');
});

test('a revoked or expired token opens nothing', () => {
  const { accounts, system, clock } = testAccounts();
  const revoked = accounts.issueToken(system, READER);
  const day = accounts.issueToken(system, { ...READER, expiresInDays: 1 });
  const ever = accounts.issueToken(system, READER);
  accounts.revokeToken(system, revoked.id);
  expect(accounts.viewerFromBearer(bearer(revoked.secret))).toBeNull();
  clock.advance(DAY_MS - 1);
  expect(accounts.viewerFromBearer(bearer(day.secret))).not.toBeNull();
  clock.advance(1);
  expect(accounts.viewerFromBearer(bearer(day.secret))).toBeNull();
  expect(accounts.viewerFromBearer(bearer(ever.secret))).not.toBeNull();
});

test('a token goes with its maker: deactivated it opens nothing, demoted no more than the maker may', async () => {
  const { accounts, member, db, clock, projectId } = testAccounts();
  const { id, cookie } = await member({ admin: true, roles: ['reviewer'] });
  const viewer = accounts.viewerFromCookie(cookie)?.viewer as Viewer;
  const { secret } = accounts.issueToken(viewer, { name: 'x', roles: ['reviewer', 'publisher'] });
  const rolesNow = () => accounts.viewerFromBearer(bearer(secret))?.roles[projectId];
  expect(db.select().from(token).all()).toMatchObject([{ madeBy: id }]);
  expect(rolesNow()).toEqual(['reviewer', 'publisher']);
  db.update(person).set({ isAdmin: false }).run();
  expect(rolesNow()).toEqual(['reviewer']);
  db.delete(membership).run();
  expect(accounts.viewerFromBearer(bearer(secret))).toBeNull();
  db.update(person).set({ isAdmin: true }).run();
  expect(rolesNow()).toEqual(['reviewer', 'publisher']);
  db.update(person).set({ deactivatedAt: clock.now() }).run();
  expect(accounts.viewerFromBearer(bearer(secret))).toBeNull();
});

test('no one makes a token that can do more than they can, and only admins make any', () => {
  const { accounts, projectId, events } = testAccounts();
  const reviewer: Viewer = {
    actor: { kind: 'human', id: 'usr_x' },
    name: 'X',
    isAdmin: false,
    roles: { [projectId]: ['reviewer'] },
  };
  expect(() => accounts.issueToken(reviewer, { name: 'x', roles: ['publisher'] })).toThrow(coded('FL_TOKEN_ROLES'));
  expect(() => accounts.issueToken(reviewer, READER)).toThrow(coded('FL_AUTH_FORBIDDEN'));
  expect(() => accounts.revokeToken(reviewer, 'tok_x')).toThrow(coded('FL_AUTH_FORBIDDEN'));
  expect(events()).toEqual([]);
});

test.each([
  [{ name: '' }, 'FL_REQUEST_INVALID'],
  [{ name: 'a\nb' }, 'FL_REQUEST_INVALID'],
  [{ roles: [] }, 'FL_REQUEST_INVALID'],
  [{ roles: ['admin' as 'reviewer'] }, 'FL_REQUEST_INVALID'],
  [{ expiresInDays: 0 }, 'FL_REQUEST_INVALID'],
  [{ expiresInDays: 1e9 }, 'FL_REQUEST_INVALID'],
  [{ project: 'nothing' }, 'FL_PROJECT_NOT_FOUND'],
  [{ project: '' }, 'FL_PROJECT_NOT_FOUND'],
])('the token %j is refused', (change, code) => {
  const { accounts, system, events } = testAccounts();
  expect(() => accounts.issueToken(system, { ...READER, ...change })).toThrow(coded(code));
  expect(events()).toEqual([]);
});

test('revoking what is no token', () => {
  const { accounts, system } = testAccounts();
  expect(() => accounts.revokeToken(system, 'tok_x')).toThrow(coded('FL_TOKEN_NOT_FOUND'));
});

test('the admin token is an admin of any length, however the word before it is written', () => {
  for (const adminToken of [ADMIN_TOKEN, 't', 'two words', 'x'.repeat(5000), 'é→€']) {
    const { accounts } = testAccounts({ adminToken });
    // What Node makes of the bytes a client sends.
    const sent = Buffer.from(adminToken, 'utf8').toString('latin1');
    for (const word of ['Bearer ', 'bearer  ', 'BEARER ']) {
      expect(accounts.viewerFromBearer(word + sent)).toEqual({
        actor: { kind: 'token', id: 'admin' },
        name: 'Admin token',
        isAdmin: true,
        roles: {},
      });
    }
    for (const other of [`${sent}x`, sent.slice(1), `x${sent}`]) {
      expect(accounts.viewerFromBearer(bearer(other))).toBeNull();
    }
  }
});

test.each([undefined, '', 'Bearer', 'Bearer ', 'Bearer undefined', 'Basic dDp0', 'tok', 'Bearer\tt'])(
  'no one is behind %j',
  (header) => {
    expect(testAccounts().accounts.viewerFromBearer(header)).toBeNull();
    expect(testAccounts({ adminToken: undefined }).accounts.viewerFromBearer(header)).toBeNull();
  },
);

test('a header of nothing but spaces is read once, not once for every space', () => {
  // Read the slow way this takes minutes.
  const headers = [`Bearer ${' '.repeat(1_000_000)}`, `Bearer x${' '.repeat(1_000_000)}x`];
  for (const header of headers) expect(testAccounts().accounts.viewerFromBearer(header)).toBeNull();
});

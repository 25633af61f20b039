import { expect, test } from 'vitest';
import { createFakeClock } from '#app/core/clock.ts';
import { createSeededIds } from '#app/core/ids.ts';
import { closeDatabase, inTransaction } from '#db/client.ts';
import { person, session } from '#db/schema/index.ts';
import { testDb } from '#db/testing.ts';
import { secretHash } from './secrets.ts';
import { createSessions } from './sessions.ts';

const DAY_MS = 24 * 3_600_000;

function setUp(secureCookies = false) {
  const db = testDb();
  const clock = createFakeClock();
  const sessions = createSessions({ db, clock, ids: createSeededIds(), secureCookies });
  for (const id of ['usr_a', 'usr_b']) db.insert(person).values({ id, name: id, createdAt: 0 }).run();
  return { db, clock, sessions, rows: () => db.select().from(session).all() };
}

const pairOf = (setCookie: string) => setCookie.split(';')[0] ?? '';

test('the cookie opens the session at once, and only its hash is kept', () => {
  const { sessions, rows, clock } = setUp();
  const set = sessions.start('usr_a');
  expect(set).toMatch(/^firstlook_session=[0-9a-z]{40}; HttpOnly; Max-Age=2592000; Path=\/; SameSite=Lax$/);
  const secret = pairOf(set).split('=')[1] ?? '';
  expect(rows()).toEqual([
    { idHash: secretHash(secret), personId: 'usr_a', createdAt: clock.now(), expiresAt: clock.now() + 30 * DAY_MS },
  ]);
  expect(sessions.read(`a=%E0%A4; ${pairOf(set)}; b=2`)).toEqual({ personId: 'usr_a', refreshedCookie: null });
  // Whoever reads the table cannot use what is in it.
  expect(sessions.read(`firstlook_session=${secretHash(secret)}`)).toBeNull();
});

test('over https the cookie is for https only', () => {
  const { sessions } = setUp(true);
  expect(sessions.start('usr_a')).toContain('; Secure');
  expect(sessions.blankCookie()).toContain('; Secure');
  expect(setUp().sessions.start('usr_a')).not.toContain('Secure');
});

test('it lasts 30 days, or from its last use in the second half of them', () => {
  const { sessions, clock } = setUp();
  const cookie = pairOf(sessions.start('usr_a'));
  clock.advance(15 * DAY_MS - 1);
  expect(sessions.read(cookie)).toEqual({ personId: 'usr_a', refreshedCookie: null });
  clock.advance(1);
  expect(pairOf(sessions.read(cookie)?.refreshedCookie ?? '')).toBe(cookie);
  clock.advance(30 * DAY_MS - 1);
  expect(sessions.read(cookie)?.personId).toBe('usr_a');
  clock.advance(30 * DAY_MS);
  expect(sessions.read(cookie)).toBeNull();
});

test('ending one, everyone of a person, or the expired', () => {
  const { sessions, clock, rows } = setUp();
  const [one, two, other] = ['usr_a', 'usr_a', 'usr_b'].map((id) => pairOf(sessions.start(id)));
  sessions.end(one);
  sessions.end(one);
  expect(sessions.read(one)).toBeNull();
  expect(sessions.read(two)?.personId).toBe('usr_a');
  sessions.endAll('usr_a');
  expect(sessions.read(two)).toBeNull();
  expect(sessions.read(other)?.personId).toBe('usr_b');
  clock.advance(30 * DAY_MS - 1);
  sessions.purge();
  expect(rows()).toHaveLength(1);
  clock.advance(1);
  sessions.purge();
  expect(rows()).toEqual([]);
  expect(pairOf(sessions.blankCookie())).toBe('firstlook_session=');
});

test('a session belongs to the transaction around it', () => {
  const { db, sessions, rows } = setUp();
  const undone = () =>
    inTransaction(db, () => {
      sessions.start('usr_a');
      throw new Error('undone');
    });
  expect(undone).toThrow('undone');
  expect(rows()).toEqual([]);
});

test('a failure of the database is thrown, and leaves the next call alone', () => {
  const { db, sessions } = setUp();
  expect(() => sessions.start('usr_nobody')).toThrow(/FOREIGN KEY/);
  const cookie = pairOf(sessions.start('usr_a'));
  expect(sessions.read(cookie)?.personId).toBe('usr_a');
  closeDatabase(db);
  expect(() => sessions.end(cookie)).toThrow();
});

test.each([
  undefined,
  '',
  ';;;',
  'firstlook_session',
  'firstlook_session=',
  'firstlook_session=%E0%A4',
  `firstlook_session=${'x'.repeat(41)}`,
  `firstlook_session=${'0'.repeat(40)}`,
  `other_firstlook_session=${'0'.repeat(40)}`,
  `firstlook_session='; DROP TABLE session; --`,
  '='.repeat(100_000),
])('no session: %j', (header) => {
  const { sessions } = setUp();
  sessions.start('usr_a');
  expect(sessions.read(header)).toBeNull();
  expect(() => sessions.end(header)).not.toThrow();
});

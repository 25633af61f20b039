import { expect, test } from 'vitest';
import { checkPassword, hashPassword, verifyPassword } from './password.ts';

const GOOD = 'correct horse battery staple';

test('a password is right for its own hash only, and two hashes of it differ', async () => {
  const [one, other] = await Promise.all([hashPassword(GOOD), hashPassword(GOOD)]);
  expect(one).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
  expect(one).not.toBe(other);
  expect(await verifyPassword(GOOD, one)).toBe(true);
  expect(await verifyPassword(`${GOOD} `, one)).toBe(false);
  expect(await verifyPassword('', one)).toBe(false);
});

test('a hash made with another cost is still understood', async () => {
  // scrypt('pleaseletmein', 'SodiumChloride', 16384, 8, 1), 64 bytes: a vector of RFC 7914.
  const hash = Buffer.from(
    '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2' +
      'd5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
    'hex',
  );
  const salt = Buffer.from('SodiumChloride').toString('base64url');
  const stored = `scrypt$16384$8$1$${salt}$${hash.toString('base64url')}`;
  expect(await verifyPassword('pleaseletmein', stored)).toBe(true);
  expect(await verifyPassword('pleaseletmeout', stored)).toBe(false);
});

test('without a hash nothing is right, not even what an empty account would hash to', async () => {
  expect(await verifyPassword(GOOD, null)).toBe(false);
  expect(await verifyPassword('', null)).toBe(false);
});

test.each(['', 'plain', 'scrypt$1$2$3', 'scrypt$x$8$1$AAAA$AAAA'])(
  'the broken hash %j lets no one in',
  async (stored) => {
    expect(await verifyPassword(GOOD, stored)).toBe(false);
  },
);

test('the same characters put together differently are the same password', async () => {
  const composed = 'caf\u00e9 caf\u00e9 caf\u00e9';
  const stored = await hashPassword(composed.normalize('NFD'));
  expect(composed.normalize('NFD')).not.toBe(composed);
  expect(await verifyPassword(composed, stored)).toBe(true);
});

test.each([
  ['11 characters', 'x'.repeat(11), false],
  ['12 characters', 'x'.repeat(12), true],
  ['12 characters of two units each', '😀'.repeat(12), true],
  ['11 characters of two units each', '😀'.repeat(11), false],
  ['200 characters', '😀'.repeat(200), true],
  ['201 characters', 'x'.repeat(201), false],
  ['ten million characters', 'x'.repeat(10_000_000), false],
  ['nothing', '', false],
])('a password of %s: %s', (_what, password, isFit) => {
  const check = () => checkPassword(password as string);
  if (isFit) expect(check).not.toThrow();
  else expect(check).toThrow(expect.objectContaining({ code: 'FL_AUTH_WEAK_PASSWORD' }));
});

test('an endless password is not hashed but compared like any other', async () => {
  expect(await verifyPassword('x'.repeat(10_000_000), await hashPassword(GOOD))).toBe(false);
});

test('hashing leaves the main thread free', async () => {
  let turns = 0;
  let isDone = false;
  const count = () => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await hashPassword(GOOD);
  isDone = true;
  // On the main thread there would be none.
  expect(turns).toBeGreaterThan(10);
});

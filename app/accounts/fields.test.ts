import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalEmail, checkPersonFields, checkRoles, checkTokenDays, checkTokenName } from './fields.ts';

const email = 'ada@example.org';

function problems(work: () => unknown): string[] | null {
  try {
    work();
    return null;
  } catch (error) {
    expect(error).toMatchObject({ code: 'FL_REQUEST_INVALID', status: 422 });
    return Object.keys((error as { fields: object }).fields);
  }
}

describe('names', () => {
  test.each([
    ['Ada', 'Ada'],
    ['  Ada Lovelace\t', 'Ada Lovelace'],
    ['Ωμέγα 張偉 محمد', 'Ωμέγα 張偉 محمد'],
    ['👩‍🔬', '👩‍🔬'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['x'.repeat(200), 'x'.repeat(200)],
    ['😀'.repeat(200), '😀'.repeat(200)],
  ])('%j is kept as %j', (given, name) => {
    expect(checkPersonFields({ name: given, email }).name).toBe(name);
    expect(checkTokenName(given)).toBe(name);
  });

  test.each([
    ['empty', ''],
    ['blank', ' \t\u00a0\ufeff '],
    ['invisible', '\u200b\u200d'],
    ['201 characters', 'x'.repeat(201)],
    ['201 characters of two units', '😀'.repeat(201)],
    ['ten million characters', 'x'.repeat(10_000_000)],
    ['a line break', 'Ada\nAdmin'],
    ['a null', 'Ada\0'],
    ['an escape sequence', '\u001b[2JAda'],
    ['a C1 control', 'Ada\u0085Admin'],
    ['a line separator', 'Ada\u2028Admin'],
    ['text turned over', 'Ada\u202enimda'],
    ['half a character', 'Ada\ud83d'],
  ])('%s is refused', (_what, name) => {
    expect(problems(() => checkPersonFields({ name, email }))).toEqual(['name']);
    expect(problems(() => checkTokenName(name))).toEqual(['name']);
  });

  test('whatever is accepted is one visible line of 1 to 200 characters, and stays the same when checked again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 210 }), (given) => {
        if (problems(() => checkTokenName(given))) return;
        const name = checkTokenName(given);
        expect(name).toBe(given.trim());
        expect(name).not.toMatch(/\p{Cc}/u);
        expect([...name].length).toBeGreaterThanOrEqual(1);
        expect([...name].length).toBeLessThanOrEqual(200);
        expect(checkTokenName(name)).toBe(name);
      }),
      { numRuns: 2000 },
    );
  });
});

test.each([
  [' Ada@Example.ORG ', 'ada@example.org'],
  ['a.b+c@sub.example.org', 'a.b+c@sub.example.org'],
])('the mail address %j is kept as %j', (given, kept) => {
  expect(checkPersonFields({ name: 'Ada', email: given }).email).toBe(kept);
  expect(canonicalEmail(given)).toBe(kept);
});

test.each([
  '',
  'ada',
  'ada@',
  '@example.org',
  'a@b@c.org',
  'a b@example.org',
  'a@example.org\nx',
  `${'x'.repeat(250)}@example.org`,
])('the mail address %j is refused', (given) => {
  expect(problems(() => checkPersonFields({ name: 'Ada', email: given }))).toEqual(['email']);
});

test('everything that is wrong is said at once', () => {
  const both = () => checkPersonFields({ name: '', email: '' }, { password: 'is weak' });
  expect(problems(both)).toEqual(['name', 'email', 'password']);
  expect(both).toThrow('Some fields need attention. name: must not be empty; email: must be a mail address');
});

test('roles: each once, in one order; other words are refused', () => {
  expect(checkRoles(['approver', 'reviewer', 'approver'])).toEqual(['reviewer', 'approver']);
  expect(checkRoles([])).toEqual([]);
  for (const word of ['admin', 'Reviewer', '', '__proto__'])
    expect(problems(() => checkRoles([word]))).toEqual(['roles']);
});

test('days of a token: whole, from 1 to 3650', () => {
  expect([1, 3650].map(checkTokenDays)).toEqual([1, 3650]);
  for (const days of [0, -1, 1.5, 3651, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(problems(() => checkTokenDays(days))).toEqual(['expiresInDays']);
  }
});

import { expect, test } from 'vitest';
import { createFakeClock } from '#app/core/clock.ts';
import { createLoginLimits, networkOf } from './login-limits.ts';

const MINUTE_MS = 60_000;
const limited = { code: 'FL_AUTH_RATE_LIMITED', status: 429 };
// A whole quarter of an hour, so that the tests say how far into one they are.
const START_MS = Date.UTC(2026, 0, 5, 9);

function setUp() {
  const clock = createFakeClock(START_MS);
  const limits = createLoginLimits({ clock });
  const tries = async (count: number, given: (n: number) => { email: string; clientAddress: string }) => {
    for (let n = 0; n < count; n += 1) await limits.begin(given(n));
  };
  return { clock, limits, tries };
}

const of = (email: string, clientAddress = '192.0.2.1') => ({ email, clientAddress });

test('ten failures for one mail address, from wherever they come, and it has to wait', async () => {
  const { clock, limits, tries } = setUp();
  clock.advance(5 * MINUTE_MS + 1);
  await tries(10, (n) => of('ada@example.org', `192.0.2.${n}`));
  await expect(limits.begin(of('ada@example.org', '198.51.100.7'))).rejects.toMatchObject({
    ...limited,
    message: 'Too many tries. Try again in 10 minutes.',
    retryAfterS: 600,
  });
  await limits.begin(of('tom@example.org'));
  clock.advance(9 * MINUTE_MS);
  await expect(limits.begin(of('ada@example.org'))).rejects.toMatchObject({ retryAfterS: 60 });
  clock.advance(MINUTE_MS);
  await limits.begin(of('ada@example.org'));
});

test('a hundred failures from one address, for whomever, and it has to wait', async () => {
  const { limits, tries } = setUp();
  await tries(100, (n) => of(`${n}@example.org`));
  await expect(limits.begin(of('new@example.org'))).rejects.toMatchObject(limited);
  await limits.begin(of('new@example.org', '192.0.2.2'));
});

test('tries at once are counted before any of them is decided', async () => {
  const { limits } = setUp();
  const all = await Promise.allSettled(Array.from({ length: 50 }, () => limits.begin(of('ada@example.org'))));
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
});

test('a try that was right does not count', async () => {
  const { limits } = setUp();
  for (let n = 0; n < 300; n += 1) await (await limits.begin(of('ada@example.org'))).giveBack();
  await limits.begin(of('ada@example.org'));
});

test('a try given back in the next quarter of an hour takes nothing from it', async () => {
  const { clock, limits, tries } = setUp();
  const late = await limits.begin(of('ada@example.org'));
  clock.advance(15 * MINUTE_MS);
  await late.giveBack();
  await tries(10, () => of('ada@example.org'));
  await expect(limits.begin(of('ada@example.org'))).rejects.toMatchObject(limited);
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0db8:0001:0002::9', '2001:db8:1:2'],
  ['2001:db8::9', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['::', '0:0:0:0'],
  ['1::', '1:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['unknown', 'unknown'],
])('%s is told apart by %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

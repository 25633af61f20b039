import { isIPv6 } from 'node:net';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Clock } from '#app/core/clock.ts';
import { appError } from '#app/core/errors.ts';
import { secretHash } from '../secrets.ts';

const WINDOW_MS = 15 * 60_000;
const FAILURES_BY_MAIL = 10;
/** More, because an office or a proxy is one address for many people. */
const FAILURES_BY_ADDRESS = 100;

interface LoginTry {
  email: string;
  clientAddress: string;
}

/** How often someone may fail to sign in: counted by mail address, known here or not, and by network address. */
export interface LoginLimits {
  /**
   * Counts a try before it is known whether it is right, so that tries at once count too.
   * @throws FL_AUTH_RATE_LIMITED with `retryAfterS`
   */
  begin(tried: LoginTry): Promise<{ giveBack(): Promise<void> }>;
}

/**
 * The limiter of the library reads the machine's clock. Therefore the quarter of an hour is a part of what is counted
 * by, and its own expiry only clears up.
 */
export function createLoginLimits({ clock }: { clock: Clock }): LoginLimits {
  const duration = (2 * WINDOW_MS) / 1000;
  const byAddress = new RateLimiterMemory({ keyPrefix: 'address', points: FAILURES_BY_ADDRESS, duration });
  const byMail = new RateLimiterMemory({ keyPrefix: 'mail', points: FAILURES_BY_MAIL, duration });
  return {
    begin: async ({ email, clientAddress }) => {
      const startedAt = clock.now();
      const window = Math.floor(startedAt / WINDOW_MS);
      const endsInMs = (window + 1) * WINDOW_MS - startedAt;
      const counted: [RateLimiterMemory, string][] = [
        // First: an address that is stopped here cannot fill the memory with mail addresses.
        [byAddress, `${window} ${networkOf(clientAddress)}`],
        [byMail, `${window} ${secretHash(email)}`],
      ];
      for (const [limiter, key] of counted) {
        await limiter.consume(key).catch(() => {
          throw tooManyTries(endsInMs);
        });
      }
      return {
        giveBack: async () => {
          for (const [limiter, key] of counted) await limiter.reward(key);
        },
      };
    },
  };
}

function tooManyTries(waitMs: number) {
  const minutes = Math.ceil(waitMs / 60_000);
  return appError('FL_AUTH_RATE_LIMITED', {
    message: `Too many tries. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
    retryAfterS: Math.ceil(waitMs / 1000),
  });
}

/** What one caller can be told apart by: an IPv4 address, or the first half of an IPv6 one, which is one household. */
export function networkOf(address: string): string {
  const plain = address.split('%')[0] ?? '';
  if (!isIPv6(plain)) return plain;
  const last = plain.slice(plain.lastIndexOf(':') + 1);
  if (last.includes('.')) return last;
  const [head = [], tail] = plain.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = tail === undefined ? [] : Array<string>(8 - head.length - tail.length).fill('0');
  const groups = [...head, ...zeros, ...(tail ?? [])];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

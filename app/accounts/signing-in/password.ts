import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { appError } from '#app/core/errors.ts';

// One of the settings OWASP recommends: 32 MiB, about 0.2 s of one core.
const COST = { N: 2 ** 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const MIN_LENGTH = 12;
const MAX_LENGTH = 200;
// scrypt works in 128 * N * r bytes; what a stored hash may ask for at most, with room to raise the cost later.
const MAX_MEMORY = 256 * 1024 * 1024;

/** Of no password: compared against when there is no account, so that both cases take the same time. */
const NOBODY = `scrypt$${COST.N}$${COST.r}$${COST.p}$${zeros(SALT_BYTES)}$${zeros(HASH_BYTES)}`;

/** @throws FL_AUTH_WEAK_PASSWORD unless it has 12 to 200 characters */
export function checkPassword(password: string): void {
  // A character may take two units of a string, never more than two.
  const length = password.length > 2 * MAX_LENGTH ? Number.POSITIVE_INFINITY : [...password].length;
  if (length < MIN_LENGTH || length > MAX_LENGTH) throw appError('FL_AUTH_WEAK_PASSWORD');
}

/**
 * Hashes a password off the main thread.
 * @returns `scrypt$N$r$p$salt$hash`, salt and hash in base64url
 * @throws FL_AUTH_WEAK_PASSWORD
 */
export async function hashPassword(password: string): Promise<string> {
  checkPassword(password);
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, { ...COST, salt, length: HASH_BYTES });
  return `scrypt$${COST.N}$${COST.r}$${COST.p}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

/** Whether this is the password of that hash. Takes as long without a hash (no account, no password yet) as with one. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parsed = parse(stored ?? NOBODY);
  if (!parsed) return false;
  const given = password.length > 2 * MAX_LENGTH ? '' : password;
  const hash = await derive(given, { ...parsed, length: parsed.hash.length });
  return timingSafeEqual(hash, parsed.hash) && stored !== null;
}

interface Derivation {
  N: number;
  r: number;
  p: number;
  salt: Buffer;
  length: number;
}

function derive(password: string, { N, r, p, salt, length }: Derivation): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // The same characters typed on another keyboard may be put together from other code points.
    const text = password.normalize('NFKC');
    scrypt(text, salt, length, { N, r, p, maxmem: MAX_MEMORY }, (error, hash) =>
      error ? reject(error) : resolve(hash),
    );
  });
}

function parse(stored: string): (Omit<Derivation, 'length'> & { hash: Buffer }) | null {
  const found = /^scrypt\$(\d{1,8})\$(\d{1,3})\$(\d{1,3})\$([\w-]+)\$([\w-]+)$/.exec(stored);
  if (!found) return null;
  const [, N, r, p, salt = '', hash = ''] = found;
  return {
    N: Number(N),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  };
}

function zeros(size: number): string {
  return Buffer.alloc(size).toString('base64url');
}

import { randomBytes } from 'node:crypto';

/** What each id prefix stands for; an id is never a hash of content (design §5). */
export const ID_PREFIXES = {
  model: 'mdl',
  version: 'ver',
  description: 'dsc',
  upload: 'upl',
  run: 'run',
  live: 'lve',
  verdict: 'vrd',
  flag: 'flg',
  message: 'msg',
  event: 'evt',
  person: 'usr',
  guest: 'gst',
  project: 'prj',
  token: 'tok',
  link: 'lnk',
  job: 'job',
} as const;

export type IdKind = keyof typeof ID_PREFIXES;

/** Makes ids; injected so that tests can have predictable ones. */
export interface Ids {
  /** A new id: the kind's prefix, an underscore and 80 random bits in Crockford base 32 (16 characters). */
  next(kind: IdKind): string;
  /** A secret for a link, a session or a token: 200 random bits in Crockford base 32 (40 characters). */
  secret(): string;
}

// Crockford's alphabet leaves out i, l, o and u, so an id survives being read aloud.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const ID_BYTES = 10;
const SECRET_BYTES = 25;

/** Crockford base 32 of the bytes, five bits a character, lower case; the length must be a multiple of 5 bytes. */
export function crockford(bytes: Uint8Array): string {
  let out = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += ALPHABET[(held >> bits) & 31];
    }
    held &= 31;
  }
  return out;
}

/** Ids from a source of random bytes (the system's by default). */
export function createIds(random: (size: number) => Uint8Array = randomBytes): Ids {
  return {
    next: (kind) => `${ID_PREFIXES[kind]}_${crockford(random(ID_BYTES))}`,
    secret: () => crockford(random(SECRET_BYTES)),
  };
}

/** Ids that are the same in every run and different from each other, for tests. */
export function createSeededIds(seed = 1): Ids {
  let state = seed;
  const nextByte = () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state >> 8) & 255;
  };
  return createIds((size) => Uint8Array.from({ length: size }, nextByte));
}

/** Whether a text has the form of an id of this kind. */
export function isId(kind: IdKind, text: string): boolean {
  return new RegExp(`^${ID_PREFIXES[kind]}_[0-9a-hjkmnp-tv-z]{16}$`).test(text);
}

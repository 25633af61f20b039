/** Bodies as nobody should send them, made from good ones by a seeded series of small accidents. */

export interface Sent {
  body: Buffer;
  /** The value of Inference-Header-Content-Length; undefined: not sent. */
  headerLength: string | undefined;
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32, public domain, T. Ettinger). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Pieces that parsers trip over. */
const PIECES = [
  ...['-1', '0', '1e400', '-0', '9007199254740993', '18446744073709551616', '1.5', '4294967296', '1e-400', '007'],
  ...['null', 'true', 'NaN', 'Infinity', '"NaN"', '"-Infinity"', '{}', '[]', '[[', ']]', '{"', '"', '\\', '\\ud800'],
  ...[':', ',', ',,', '\u0000', '\u0001', '\ufeff', '\ud83d\ude00', '__proto__', 'constructor', '"parameters":'],
  ...['"binary_data_size":', '"data":[1]', '"shape":[-1]', '"shape":[4503599627370496,4503599627370496]', '"id":7'],
  ...['"FP16"', '"BYTES"', '"BOOL"', '"INT64"', '"outputs":[{"name":"x"}]', '"binary_data_output":true', '[[[[[[[['],
].map((text) => Buffer.from(text));

const HEADERS = ['0', '-1', '', ' ', '1', '1e3', '99999999999', 'abc', '٣', '0x10', '1,1'];

type Accident = (body: Buffer, random: () => number) => Buffer;

const ACCIDENTS: readonly Accident[] = [
  (body, random) => {
    const copy = Buffer.from(body);
    if (copy.length > 0) copy[below(copy.length, random)] = below(256, random);
    return copy;
  },
  (body, random) => body.subarray(0, below(body.length + 1, random)),
  (body, random) => {
    const [from, to] = range(body, random);
    return Buffer.concat([body.subarray(0, from), body.subarray(to)]);
  },
  (body, random) => {
    const [from, to] = range(body, random);
    return Buffer.concat([body.subarray(0, to), body.subarray(from, to), body.subarray(to)]);
  },
  (body, random) => {
    const [from, to] = range(body, random);
    return Buffer.concat([body.subarray(0, from), pick(PIECES, random), body.subarray(to)]);
  },
  (body, random) => {
    const at = below(body.length + 1, random);
    return Buffer.concat([body.subarray(0, at), pick(PIECES, random), body.subarray(at)]);
  },
  (body) => Buffer.concat([body, Buffer.alloc(7)]),
  anotherDigit,
  anotherDigit,
  anotherDigit,
];

/** One digit for another leaves the JSON whole and changes what it claims. */
function anotherDigit(body: Buffer, random: () => number): Buffer {
  const copy = Buffer.from(body);
  const at = copy.findIndex((byte, i) => byte >= 0x30 && byte <= 0x39 && (random() < 0.2 || i > body.length - 20));
  if (at >= 0) copy[at] = 0x30 + below(10, random);
  return copy;
}

/**
 * Accidents to a good body: to its JSON, to the bytes behind it, and sometimes to the header, which otherwise still
 * says how long the JSON is, so that what lies deeper is reached too.
 */
export function mutate(good: Sent, random: () => number): Sent {
  const cut = good.headerLength === undefined ? good.body.length : Number(good.headerLength);
  const parts = [good.body.subarray(0, cut), good.body.subarray(cut)] as [Buffer, Buffer];
  for (let left = 1 + below(3, random); left > 0; left--) {
    const which = parts[1].length > 0 && random() < 0.3 ? 1 : 0;
    parts[which] = pick(ACCIDENTS, random)(parts[which], random);
  }
  const body = Buffer.concat(parts);
  let headerLength = good.headerLength === undefined ? undefined : String(parts[0].length);
  const chance = random();
  if (chance < 0.1) headerLength = pick(HEADERS, random);
  else if (chance < 0.2) headerLength = String(below(body.length + 2, random));
  else if (chance < 0.25) headerLength = undefined;
  return { body, headerLength };
}

export function pick<T>(list: readonly T[], random: () => number): T {
  return list[below(list.length, random)] as T;
}

function below(limit: number, random: () => number): number {
  return Math.floor(random() * limit);
}

/** Mostly short, so that what is left still looks like a request. */
function range(body: Buffer, random: () => number): [from: number, to: number] {
  const from = below(body.length + 1, random);
  return [from, Math.min(body.length, from + below(random() < 0.8 ? 9 : body.length + 1, random))];
}

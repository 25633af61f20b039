/// <reference lib="es2024.string" />
import { ELEMENT_ARRAYS } from './element-values.ts';
import { specialNumber } from './json-numbers.ts';
import type { Datatype } from './tensor.ts';

/** What is wrong with one element: `words` follow the value in a sentence ("3.5 is not a whole number"). */
export interface Misfit {
  position: number;
  value: unknown;
  words: string;
}

/** Writes elements one after the other, from as many lists as the nesting has. */
export interface ElementWriter {
  /** Writes a whole list; answers what is wrong with the first element that does not fit, else null. */
  write(list: readonly unknown[]): Misfit | null;
  bytes(): Uint8Array<ArrayBuffer>;
}

export interface WriterOptions {
  datatype: Datatype;
  /** How many elements will come: writing more is a fault of the caller. */
  count: number;
  /** Values parsed from JSON: an infinite number there is one that was too large to hold, like 1e400. */
  isFromJson: boolean;
}

export function createElementWriter(options: WriterOptions): ElementWriter {
  const { datatype, count } = options;
  if (datatype === 'BYTES') return createTextWriter();
  if (datatype === 'FP16' || datatype === 'FP32' || datatype === 'FP64') {
    return createFloatWriter({ ...options, datatype });
  }
  if (datatype === 'INT64' || datatype === 'UINT64') return createLongWriter(datatype, count);
  if (datatype === 'BOOL') return createBoolWriter(count);
  return createIntegerWriter(datatype, count);
}

/** The one loop that matters for speed: a picture is 150,528 of these. */
function createFloatWriter(options: WriterOptions & { datatype: 'FP16' | 'FP32' | 'FP64' }): ElementWriter {
  const { datatype, count, isFromJson } = options;
  const out = new ELEMENT_ARRAYS[datatype](count);
  let at = 0;
  function write(list: readonly unknown[]): Misfit | null {
    for (let i = 0; i < list.length; i++) {
      const value = list[i];
      const number = typeof value === 'number' ? value : floatOf(value);
      if (number === null) return { position: at, value, words: 'is not a number' };
      out[at] = number;
      const stored = out[at] as number;
      // A number minus itself is 0 unless it is not finite: one comparison for the usual case.
      if (stored - stored !== 0 && !mayBeInfinite(value, number, isFromJson)) {
        return { position: at, value, words: `is too large for ${datatype}` };
      }
      at++;
    }
    return null;
  }
  return { write, bytes: () => new Uint8Array(out.buffer) };
}

function floatOf(value: unknown): number | null {
  return typeof value === 'bigint' ? Number(value) : (specialNumber(value) ?? null);
}

/** Whether an element that is NaN or infinite once stored was meant to be. */
function mayBeInfinite(value: unknown, number: number, isFromJson: boolean): boolean {
  if (typeof value === 'string') return true;
  return typeof value === 'number' && !isFromJson && !Number.isFinite(number);
}

const LIMITS = {
  UINT8: [0, 2 ** 8 - 1],
  UINT16: [0, 2 ** 16 - 1],
  UINT32: [0, 2 ** 32 - 1],
  INT8: [-(2 ** 7), 2 ** 7 - 1],
  INT16: [-(2 ** 15), 2 ** 15 - 1],
  INT32: [-(2 ** 31), 2 ** 31 - 1],
  UINT64: [0n, 2n ** 64n - 1n],
  INT64: [-(2n ** 63n), 2n ** 63n - 1n],
} as const;

function createIntegerWriter(datatype: Exclude<keyof typeof LIMITS, 'UINT64' | 'INT64'>, count: number): ElementWriter {
  const [lowest, highest] = LIMITS[datatype];
  const out = new ELEMENT_ARRAYS[datatype](count);
  return eachElement(out, (value, at) => {
    if (typeof value !== 'number' && typeof value !== 'bigint') return 'is not a number';
    if (value < lowest || value > highest) return outside(datatype);
    if (typeof value === 'number' && !Number.isInteger(value)) return fraction(datatype);
    out[at] = Number(value);
    return null;
  });
}

/** Digits in a string are taken too: many clients cannot write a whole number beyond 2^53 otherwise. */
function createLongWriter(datatype: 'UINT64' | 'INT64', count: number): ElementWriter {
  const [lowest, highest] = LIMITS[datatype];
  const out = new ELEMENT_ARRAYS[datatype](count);
  return eachElement(out, (value, at) => {
    if (typeof value === 'number' && !Number.isSafeInteger(value)) {
      if (!Number.isInteger(value)) return Number.isFinite(value) ? fraction(datatype) : outside(datatype);
      return 'may have lost digits: write whole numbers beyond 2^53 with all of theirs, without point or exponent';
    }
    const isDigits = typeof value === 'string' && /^-?\d{1,20}$/.test(value);
    if (typeof value !== 'number' && typeof value !== 'bigint' && !isDigits) return 'is not a whole number';
    const whole = BigInt(value as number | bigint | string);
    if (whole < lowest || whole > highest) return outside(datatype);
    out[at] = whole;
    return null;
  });
}

function createBoolWriter(count: number): ElementWriter {
  const out = new Uint8Array(count);
  return eachElement(out, (value, at) => {
    if (value !== true && value !== false && value !== 0 && value !== 1) return 'is not true or false';
    out[at] = Number(value);
    return null;
  });
}

/** Half a character (a lone surrogate) has no UTF-8 form and is refused: replacing it would ask another question. */
function createTextWriter(): ElementWriter {
  const texts: string[] = [];
  let size = 0;
  const { write } = eachElement(new Uint8Array(0), (value) => {
    if (typeof value !== 'string') return 'is not a text';
    if (!value.isWellFormed()) return 'holds half a character (a lone surrogate)';
    texts.push(value);
    size += 4 + Buffer.byteLength(value, 'utf8');
    return null;
  });
  function bytes(): Uint8Array<ArrayBuffer> {
    const out = Buffer.from(new ArrayBuffer(size));
    let offset = 0;
    for (const text of texts) {
      const length = out.write(text, offset + 4, 'utf8');
      offset = out.writeUInt32LE(length, offset) + length;
    }
    return new Uint8Array(out.buffer);
  }
  return { write, bytes };
}

/** A writer from what takes one value: it answers what is wrong with it, or null. */
function eachElement(out: { buffer: ArrayBuffer }, take: (value: unknown, at: number) => string | null): ElementWriter {
  let at = 0;
  function write(list: readonly unknown[]): Misfit | null {
    for (let i = 0; i < list.length; i++) {
      const words = take(list[i], at);
      if (words !== null) return { position: at, value: list[i], words };
      at++;
    }
    return null;
  }
  return { write, bytes: () => new Uint8Array(out.buffer) };
}

function outside(datatype: keyof typeof LIMITS): string {
  const [lowest, highest] = LIMITS[datatype];
  return `is outside ${datatype}, which goes from ${lowest} to ${highest}`;
}

function fraction(datatype: Datatype): string {
  return `is not a whole number, and ${datatype} takes only those`;
}

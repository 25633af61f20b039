import { randomUUID } from 'node:crypto';

/**
 * JSON.parse that keeps whole numbers beyond 2^53, and that nobody can hold up: a reviver would cost 40 times as much
 * per number, and JSON.parse itself takes ten seconds over 30 MB of opening brackets.
 */

/** A whole number of 16 digits or more may be beyond 2^53; digits after a point do not count. */
const LONG_WHOLE_NUMBER = /(?<![\d.])\d{16}/;
const LONG_DIGITS = 16;
/** The most other servers of the protocol take; tensors have at most 32 dimensions. */
const DEEPEST = 100;
export const TOO_DEEP = 'nested too deep';

/** What a long number is marked with between scanning and parsing; no request can guess it. */
const MARK = `\u0001${randomUUID()}:`;
const MARK_IN_JSON = JSON.stringify(MARK).slice(0, -1);

/**
 * Parses JSON; where the text speaks of INT64 or UINT64, whole numbers beyond 2^53 become bigint.
 * @throws SyntaxError
 */
export function parseLossless(text: string): unknown {
  const mayBeLong = text.includes('INT64') && LONG_WHOLE_NUMBER.test(text);
  // A text needs two brackets for each level.
  if (text.length > 2 * DEEPEST) refuseDepth(text);
  if (!mayBeLong) return JSON.parse(text);
  const parts: string[] = [];
  let kept = 0;
  eachNumber(text, (start, end) => {
    if (end - start < LONG_DIGITS || !isWhole(text, start, end)) return;
    parts.push(text.slice(kept, start), MARK_IN_JSON, text.slice(start, end), '"');
    kept = end;
  });
  if (parts.length === 0) return JSON.parse(text);
  parts.push(text.slice(kept));
  return unmark(JSON.parse(parts.join('')));
}

/** The first number of a JSON text that is beyond every double, as it is written (`1e400`). */
export function findOverflow(text: string): string | undefined {
  let found: string | undefined;
  eachNumber(text, (start, end) => {
    if (found === undefined && !Number.isFinite(Number(text.slice(start, end)))) found = text.slice(start, end);
  });
  return found;
}

/** @throws SyntaxError when the text is nested deeper than anything honest */
function refuseDepth(text: string): void {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // One bit apart: [ and {, ] and }.
    if ((code | 0x20) === 0x7b) {
      if (++depth > DEEPEST) throw new SyntaxError(TOO_DEEP);
    } else if ((code | 0x20) === 0x7d) depth--;
    else if (code === 0x22) i = endOfString(text, i);
  }
}

/** Walks over the numbers of a JSON text, stepping over its strings. */
function eachNumber(text: string, visit: (start: number, end: number) => void): void {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) i = endOfString(text, i);
    else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      const start = i;
      while (isInNumber(text.charCodeAt(i + 1))) i++;
      visit(start, i + 1);
    }
  }
}

/** Where the string that begins here ends; the end of the text when it does not. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === 0x5c) backslashes++;
    if (backslashes % 2 === 0) return quote;
  }
  return text.length;
}

/** Digits, point, sign and exponent. */
function isInNumber(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2e || code === 0x2b || code === 0x2d || (code | 0x20) === 0x65;
}

function isWhole(text: string, start: number, end: number): boolean {
  return /^-?(0|[1-9]\d*)$/.test(text.slice(start, end));
}

/** Turns marked strings into numbers, in place; the depth was checked by the scan. */
function unmark(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(MARK) ? longNumber(value.slice(MARK.length)) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const item: unknown = value[i];
      if (typeof item === 'object' || typeof item === 'string') value[i] = unmark(item);
    }
    return value;
  }
  const object = value as Record<string, unknown>;
  for (const [key, before] of Object.entries(object)) {
    const after = unmark(before);
    if (after !== before) object[key] = after;
  }
  return object;
}

function longNumber(digits: string): number | bigint {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : BigInt(digits);
}

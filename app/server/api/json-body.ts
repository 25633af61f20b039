import type { Request } from 'express';
import { appError } from '#app/core/errors.ts';

/** Room for 12 MB of tensor or picture values in JSON, with some to spare. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;
const MAX_DEPTH = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x7b, 0x5b]);
const CLOSING = new Set([0x7d, 0x5d]);

/**
 * Reads a request's body as a JSON object.
 * @throws FL_REQUEST_TOO_LARGE, FL_REQUEST_BAD_JSON (NaN and Infinity too: JSON has no such numbers),
 *   FL_REQUEST_NOT_OBJECT, FL_REQUEST_INVALID for a number that would lose digits or has no end
 */
export async function readJsonObject(req: Request): Promise<Record<string, unknown>> {
  return parseJsonObject(await readBody(req));
}

/** The same for bytes already read. */
export function parseJsonObject(bytes: Buffer): Record<string, unknown> {
  if (depthOf(bytes) > MAX_DEPTH) {
    throw appError('FL_REQUEST_BAD_JSON', { message: `The body is nested deeper than ${MAX_DEPTH} levels.` });
  }
  const value = parseJson(decode(bytes));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw appError('FL_REQUEST_NOT_OBJECT');
  return value as Record<string, unknown>;
}

async function readBody(req: Request): Promise<Buffer> {
  const encoding = req.get('content-encoding');
  if (encoding && encoding !== 'identity') {
    throw appError('FL_REQUEST_BAD_JSON', { message: 'Send the body uncompressed, without Content-Encoding.' });
  }
  if (Number(req.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Not `for await`: leaving that loop destroys the socket, and the refusal could not be sent any more.
    for await (const chunk of req.iterator({ destroyOnReturn: false })) {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw appError('FL_REQUEST_BAD_JSON', { message: 'The request stopped before it was complete.', cause: error });
  }
  if (size > MAX_BODY_BYTES) throw tooLarge();
  return Buffer.concat(chunks);
}

function tooLarge() {
  const megabytes = MAX_BODY_BYTES / 1024 / 1024;
  return appError('FL_REQUEST_TOO_LARGE', {
    message: `The body is larger than ${megabytes} MB. Send less, or split it into several requests.`,
  });
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw appError('FL_REQUEST_BAD_JSON', { message: 'The body is not UTF-8 text.', cause: error });
  }
}

function parseJson(text: string): unknown {
  try {
    // Looking at every number costs time on large tensors, so only bodies that hold a suspicious one are looked at.
    const isSuspicious = /(?<![.\d])\d{16}|\d[eE]\+?\d{3}/.test(text);
    return isSuspicious ? JSON.parse(text, refuseLossyNumber) : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw badJson(text, error);
    throw error;
  }
}

function badJson(text: string, cause: SyntaxError) {
  if (text.trim() === '') return appError('FL_REQUEST_NOT_OBJECT');
  const hasNaN = /(?:[[:,]\s*)(?:NaN|-?Infinity)\b/.test(text);
  return appError('FL_REQUEST_BAD_JSON', {
    cause,
    ...(hasNaN && { message: 'JSON has no NaN and no Infinity. Leave the value out to use its default.' }),
  });
}

// biome-ignore lint/complexity/useMaxParams: `context.source` is in Node since 22 but not in TypeScript's library yet.
type Reviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown;

const refuseLossyNumber = ((key, value, { source }) => {
  if (typeof value !== 'number' || source === undefined) return value;
  if (!Number.isFinite(value)) throw badNumber(key, `${source.slice(0, 30)} is beyond what a number can hold.`);
  const isInteger = /^-?\d+$/.test(source);
  if (isInteger && !Number.isSafeInteger(value) && BigInt(source) !== BigInt(value)) {
    throw badNumber(key, `${source.slice(0, 30)} would lose digits as a number. Send it as a string.`);
  }
  return value;
}) satisfies Reviver as (key: string, value: unknown) => unknown;

function badNumber(key: string, message: string) {
  return appError('FL_REQUEST_INVALID', { message, fields: { [key.slice(0, 100) || 'body']: message } });
}

/** How deep arrays and objects are nested, without parsing: a deep body would overflow the stack of whoever walks it. */
function depthOf(bytes: Buffer): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) at = endOfText(bytes, at);
    else if (OPENING.has(byte)) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (CLOSING.has(byte)) depth -= 1;
  }
  return deepest;
}

/** Longer texts are searched for their end natively: a picture as base64 would take 40 ms byte by byte. */
const SHORT_TEXT = 64;

/** Where the text ends that begins at a quote; the end of everything when it does not. */
function endOfText(bytes: Buffer, start: number): number {
  const shortEnd = Math.min(bytes.length, start + SHORT_TEXT);
  let at = start + 1;
  for (; at < shortEnd; at += 1) {
    if (bytes[at] === QUOTE) return at;
    if (bytes[at] === BACKSLASH) at += 1;
  }
  for (; ; at += 1) {
    const quote = bytes.indexOf(QUOTE, at);
    if (quote < 0) return bytes.length;
    let slashes = 0;
    while (quote - slashes > at && bytes[quote - slashes - 1] === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return quote;
    at = quote;
  }
}

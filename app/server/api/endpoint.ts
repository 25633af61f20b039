import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Action, Viewer } from '#app/accounts/contract.ts';
import { appError } from '#app/core/errors.ts';
import type { Container } from '../container.ts';
import type { JsonAnswer } from '../json-answer.ts';

/** What a handler is given. */
export interface ApiCall {
  req: Request;
  res: Response;
  container: Container;
  /** Whoever the bearer token stands for. */
  viewer: Viewer;
  /** Parts of the path, decoded. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
}

export type ApiAnswer = JsonAnswer;

export type ApiMethod = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** One line of the table: a method and a path of /api/v1, what the caller must be allowed to do, and what happens. */
export interface ApiEndpoint {
  method: ApiMethod;
  /** Below /api/v1, with parameters in braces: `/models/{model}`. */
  path: string;
  /**
   * Row of the role table (design §8). The handler's door checks it against the subject, which only the door knows;
   * `administer` is checked here, before the body is read. `open` needs no token.
   */
  action: Action | 'open';
  /** A handler that answers by itself (a stream) gives nothing back. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a handler that has answered has nothing to say.
  handle: (call: ApiCall) => Promise<ApiAnswer | void> | ApiAnswer | void;
}

/** Checks a body or a query against a schema. @throws FL_REQUEST_INVALID with a sentence by field. */
export function parse<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    for (const key of namesOf(issue)) fields[key] ??= issue.message;
  }
  const named = Object.entries(fields).map(([key, message]) => `${key}: ${message}`);
  throw appError('FL_REQUEST_INVALID', { message: `Some fields need attention. ${named.join('; ')}`, fields });
}

function namesOf(issue: z.core.$ZodIssue): string[] {
  const at = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...at, key].join('.').slice(0, 100));
  return [at.join('.') || 'body'];
}

/** The version in a path: its number, or the word `newest`. @throws FL_VERSION_NOT_FOUND for anything else */
export function versionFrom(text: string): number | 'newest' {
  if (text === 'newest') return text;
  return versionNumberFrom(text);
}

/** The version in a path that names exactly one. @throws FL_VERSION_NOT_FOUND for anything but a number from 1 */
export function versionNumberFrom(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw appError('FL_VERSION_NOT_FOUND');
  return Number(text);
}

/** A parameter the path always has. */
export function param(call: ApiCall, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw appError('FL_NOT_FOUND');
  return value;
}

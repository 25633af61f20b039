import type { Request, Response } from 'express';
import type { Viewer } from '#app/accounts/contract.ts';
import type { VersionDetail } from '#app/catalog/contract.ts';
import { appError } from '#app/core/errors.ts';
import { versionNumberFrom } from '../api/endpoint.ts';
import type { Container } from '../container.ts';
import type { JsonAnswer } from '../json-answer.ts';

/** What a handler is given. */
export interface PageCall {
  req: Request;
  res: Response;
  container: Container;
  /** Whoever is signed in. */
  viewer: Viewer;
  /** Parts of the path, decoded. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** Ends when the browser went away. */
  signal: AbortSignal;
}

/**
 * Something a page does without leaving it: asked by its script with the session cookie, from our own origin, answered
 * as JSON. Plain Express, because requests there can be cancelled.
 */
export interface PageAction {
  method: 'POST' | 'GET';
  /** Below the root, with parameters in braces: `/m/{model}/v/{n}/answer`. */
  path: string;
  /** A handler that answers by itself (a stream) gives nothing back. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a handler that has answered has nothing to say.
  handle: (call: PageCall) => Promise<JsonAnswer | void> | JsonAnswer | void;
}

/** A parameter the path always has. */
export function param(call: PageCall, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw appError('FL_NOT_FOUND');
  return value;
}

/** The version that an address below `/m/{model}/v/{n}` is about. @throws FL_MODEL_NOT_FOUND, FL_VERSION_NOT_FOUND */
export function versionOf(call: PageCall): VersionDetail {
  return call.container.catalog.getVersion(call.viewer, param(call, 'model'), versionNumberFrom(param(call, 'n')));
}

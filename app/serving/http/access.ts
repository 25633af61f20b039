import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { appError } from '#app/core/errors.ts';

export interface AccessRules {
  /** Tokens that open everything: the serving token, and the admin's where there is one. */
  tokens: readonly string[];
  /** Listening on loopback, where /v2 asks for no token. */
  isLoopback: boolean;
}

/** Decides from address and headers alone, before the body is read. */
export type Guard = (path: string, headers: IncomingHttpHeaders) => void;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;

/** Whether a host to listen on can be reached from this machine only. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK.test(host);
}

/**
 * Health is open to probes; /admin/v1 always needs a token; /v2 needs one unless only this machine can reach it. A
 * request a browser sent for another site is refused even there: any page could otherwise ask a local server.
 * @throws FL_AUTH_BAD_ORIGIN, FL_ADMIN_TOKEN, by the returned guard
 */
export function createGuard(rules: AccessRules): Guard {
  const digests = rules.tokens.map(digest);
  return (path, headers) => {
    if (headers.origin !== undefined) throw appError('FL_AUTH_BAD_ORIGIN');
    if (path === '/healthz' || path === '/readyz') return;
    if (rules.isLoopback && !isAdmin(path)) return;
    const given = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
    const theirs = given === undefined ? null : digest(given);
    // Every token is compared, each in constant time, so the time taken tells nothing.
    const matches = digests.filter((ours) => theirs !== null && timingSafeEqual(ours, theirs));
    if (matches.length === 0) throw appError('FL_ADMIN_TOKEN');
  };
}

export function isAdmin(path: string): boolean {
  return path === '/admin' || path.startsWith('/admin/');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

import type { NextFunction, Request, Response } from 'express';
import { appError } from '#app/core/errors.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
const OWN_SITE = new Set(['same-origin', 'none']);

export interface OriginFacts {
  method: string;
  /** The Origin header. */
  origin: string | undefined;
  /** The Sec-Fetch-Site header. */
  fetchSite: string | undefined;
  hasCookie: boolean;
  /** Origins that are this installation: the address asked, and the configured one. */
  own: readonly string[];
}

/**
 * Whether a request that changes something comes from our own pages. A browser sends Origin with every such request;
 * where it is missing, Sec-Fetch-Site decides; where both are missing no current browser is asking, so the request
 * passes only when it carries no cookie that someone else could be riding on.
 */
export function isOwnOrigin(facts: OriginFacts): boolean {
  if (READING.has(facts.method)) return true;
  if (facts.origin !== undefined) return facts.own.includes(facts.origin.toLowerCase());
  if (facts.fetchSite !== undefined) return OWN_SITE.has(facts.fetchSite);
  return !facts.hasCookie;
}

/** Refuses state-changing page requests from other sites with FL_AUTH_BAD_ORIGIN. */
export function originCheck(portalUrl: string) {
  const configured = new URL(portalUrl).origin;
  return (req: Request, _res: Response, next: NextFunction): void => {
    const isOwn = isOwnOrigin({
      method: req.method,
      origin: req.get('origin'),
      fetchSite: req.get('sec-fetch-site'),
      hasCookie: req.headers.cookie !== undefined,
      own: [configured, askedOrigin(req)],
    });
    next(isOwn ? undefined : appError('FL_AUTH_BAD_ORIGIN'));
  };
}

/** The origin the browser asked: its Host header, or what a trusted proxy says it was. */
function askedOrigin(req: Request): string {
  const port = /:\d+$/.exec(req.get('host') ?? '')?.[0] ?? '';
  return `${req.protocol}://${req.hostname}${/:\d+$/.test(req.hostname) ? '' : port}`.toLowerCase();
}

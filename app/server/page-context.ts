import type { Request } from 'express';
import type { Viewer } from '#app/accounts/contract.ts';
import { asAppError, errorBody } from '#app/core/errors.ts';
import type { Log } from '#app/core/log.ts';
import type { Container } from './container.ts';

/** A failure as a page shows it: one sentence, and messages at the fields. */
export interface PageFailure {
  code: string;
  status: number;
  message: string;
  fields: Record<string, string>;
}

export type Attempt<T> = { ok: true; value: T } | { ok: false; failure: PageFailure };

/**
 * What a page's loader and action get from Remix as `context`: the doors of the slices, who is asking, and the few
 * moves every page makes. Pages never build any of this themselves, so there is one module graph (design §2).
 */
export interface PageContext
  extends Pick<Container, 'accounts' | 'catalog' | 'preview' | 'feedback' | 'insight' | 'clock' | 'ids'> {
  viewer: Viewer | null;
  cspNonce: string;
  /** Address of the person's browser, for rate limits. */
  clientAddress: string;
  portalUrl: string;
  /** The viewer; anyone else is sent to sign in and comes back. */
  requireViewer(): Viewer;
  /**
   * Runs what a page needs. A coded failure becomes that page's error answer; anything else is logged and shown as
   * 'something went wrong'.
   */
  page<T>(work: (viewer: Viewer) => T | Promise<T>): Promise<T>;
  /** Runs what a form asked for; a failure the person can act on (4xx and 503) comes back to be shown at the form. */
  attempt<T>(work: () => T | Promise<T>): Promise<Attempt<T>>;
  /** Writes down a failure nobody expected. */
  reportError(error: unknown): void;
}

declare module '@remix-run/node' {
  interface AppLoadContext extends PageContext {}
}

/** Builds the context of one request. */
export function createPageContext(
  container: Container,
  asked: { req: Request; viewer: Viewer | null; cspNonce: string; log: Log },
): PageContext {
  const { accounts, catalog, preview, feedback, insight, clock, ids, config } = container;
  const requireViewer = (): Viewer => {
    if (asked.viewer) return asked.viewer;
    throw redirectTo(`/login${nextOf(asked.req)}`);
  };
  return {
    accounts,
    catalog,
    preview,
    feedback,
    insight,
    clock,
    ids,
    viewer: asked.viewer,
    cspNonce: asked.cspNonce,
    clientAddress: asked.req.ip ?? asked.req.socket.remoteAddress ?? 'unknown',
    portalUrl: config.portal.url,
    requireViewer,
    reportError: (error) => asked.log.error({ err: error }, 'a page failed'),
    page: async (work) => {
      const viewer = requireViewer();
      try {
        return await work(viewer);
      } catch (thrown) {
        throw asPageError(thrown, asked.log);
      }
    },
    attempt: async (work) => {
      try {
        return { ok: true, value: await work() };
      } catch (thrown) {
        if (thrown instanceof Response) throw thrown;
        const error = asAppError(thrown);
        if (error.status === 500) throw asPageError(thrown, asked.log);
        const { code, status, message, fields } = error;
        return { ok: false, failure: { code, status, message, fields: fields ?? {} } };
      }
    },
  };
}

/** A failure as the response the page's error boundary reads: status, code and sentence, nothing else. */
function asPageError(thrown: unknown, log: Log): Response {
  if (thrown instanceof Response) return thrown;
  const error = asAppError(thrown);
  if (error.status >= 500) log.error({ err: error, code: error.code }, error.message);
  return Response.json(errorBody(error), { status: error.status });
}

function redirectTo(location: string): Response {
  return new Response(null, { status: 302, headers: { location } });
}

/** Where to come back to after signing in: only for pages one can open again. */
function nextOf(req: Request): string {
  if (req.method !== 'GET') return '';
  const url = new URL(req.originalUrl, 'http://localhost');
  const path = url.pathname.replace(/\.data$/, '');
  url.searchParams.delete('_routes');
  const target = `${path}${url.search}`;
  return target === '/' || target === '/_root' ? '' : `?next=${encodeURIComponent(target)}`;
}

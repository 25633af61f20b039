import type { Request } from 'express';
import type { Viewer } from '#app/accounts/contract.ts';
import type { DescribePageData, DescribeTried } from '#app/components/describing/page-data.ts';
import type { PublishPageData, UploadPageData } from '#app/components/publish/page-data.ts';
import type { TryingPageData } from '#app/components/trying/page-data.ts';
import { asAppError, errorBody } from '#app/core/errors.ts';
import type { Log } from '#app/core/log.ts';
import type { Container } from './container.ts';
import type { Attempt, PageFailure } from './page-failure.ts';
import { changePublished, type UploadPost } from './page-views/change-published.ts';
import { changeDescription, type DescribePost, triedForm } from './page-views/describing/change-description.ts';
import { type DescribeQuestion, describePage } from './page-views/describing/describe-page.ts';
import { publishPage, uploadPage } from './page-views/publish-pages.ts';
import { type TryingPageQuestion, tryingPage } from './page-views/trying-page.ts';

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
  /** Everything the page of a version shows. @throws FL_MODEL_NOT_FOUND, FL_VERSION_NOT_FOUND */
  tryingPage(asked: TryingPageQuestion): Promise<TryingPageData>;
  /** The page before anything was dropped. @throws FL_AUTH_FORBIDDEN, FL_MODEL_NOT_FOUND */
  publishPage(viewer: Viewer, query: URLSearchParams): PublishPageData;
  /** An upload, and the version it became. @throws FL_UPLOAD_NOT_FOUND */
  uploadPage(viewer: Viewer, id: string): UploadPageData;
  /** What the page of an upload posts. @throws what `changePublished` says */
  changePublished(asked: UploadPost): Promise<void>;
  /** The editor of a version's description. @throws FL_MODEL_NOT_FOUND, FL_AUTH_FORBIDDEN, FL_VERSION_NOT_FOUND */
  describePage(asked: DescribeQuestion, query: URLSearchParams): Promise<DescribePageData>;
  /** What the editor posts. @throws what `changeDescription` says */
  changeDescription(asked: DescribePost): Promise<void>;
  /** A form of the editor that was refused, as the page shows it again. */
  triedForm(asked: DescribePost, failure: PageFailure): DescribeTried;
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
  const attempt: PageContext['attempt'] = async (work) => {
    try {
      return { ok: true, value: await work() };
    } catch (thrown) {
      if (thrown instanceof Response) throw thrown;
      const error = asAppError(thrown);
      if (error.status === 500) throw asPageError(thrown, asked.log);
      const { code, status, message, fields } = error;
      return { ok: false, failure: { code, status, message, fields: fields ?? {} } };
    }
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
    publishPage: (viewer, query) => publishPage(container, viewer, query),
    uploadPage: (viewer, id) => uploadPage(container, viewer, id),
    changePublished: (asked) => changePublished(container, asked),
    describePage: (asked, query) => describePage(container, asked, query),
    changeDescription: (asked) => changeDescription(container, asked),
    triedForm: (asked, failure) => triedForm(container, asked, failure),
    tryingPage: (question) => tryingPage(container, question, attempt),
    attempt,
    page: async (work) => {
      const viewer = requireViewer();
      try {
        return await work(viewer);
      } catch (thrown) {
        throw asPageError(thrown, asked.log);
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

import type { Log } from '#app/core/log.ts';
import type { Checker } from '../pool/checking/checker.ts';
import type { PicturePreparer } from '../pool/preparing/picture-preparer.ts';
import type { Preparer } from '../pool/preparing/preparer.ts';
import type { TextPreparer } from '../pool/preparing/text-preparer.ts';
import type { Sandbox } from '../pool/sandbox.ts';
import type { Reports } from '../repository/reports.ts';
import type { Protocol } from '../router/protocol.ts';
import type { AccessRules } from './access.ts';
import type { Infer } from './infer.ts';

/** What the routes work with. */
export interface HttpDeps extends Protocol {
  checker: Checker;
  preparer: Preparer;
  pictures: PicturePreparer;
  texts: TextPreparer;
  sandbox: Sandbox;
  log: Log;
  access: AccessRules;
  reports: Reports;
  /** Takes nothing new, finishes what is under way, then tells whoever started serving. */
  drain(): void;
  limits?: Partial<HttpLimits>;
}

/** The same for those who add routes. */
export interface RouteDeps extends HttpDeps {
  infer: Infer;
}

/** What one client may take of the server. */
export interface HttpLimits {
  /** Largest body taken, as sent and inflated; the one other servers of the protocol use. */
  bodyBytes: number;
  /** For the headers of a request to arrive, also on a connection that sends nothing. */
  headersMs: number;
  /** For a whole request to arrive. */
  requestMs: number;
  /** A kept connection without a request. */
  idleMs: number;
  /** How often the two limits above are looked at. */
  checkEveryMs: number;
}

export const HTTP_LIMITS: HttpLimits = {
  bodyBytes: 64 << 20,
  headersMs: 10_000,
  requestMs: 120_000,
  idleMs: 72_000,
  checkEveryMs: 2_000,
};

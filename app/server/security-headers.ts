import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';

const NONCE_BYTES = 16;

const nonceOf = (_req: IncomingMessage, res: ServerResponse): string => `'nonce-${(res as Response).locals.cspNonce}'`;

/**
 * Security headers of every page: only our own scripts, and inline ones only with this answer's nonce; nothing may
 * frame us. In development Vite injects styles and scripts of its own, so the policy is left out there.
 */
export function securityHeaders(options: { isHttps: boolean; isDevelopment: boolean }) {
  const setHeaders = helmet({
    contentSecurityPolicy: options.isDevelopment
      ? false
      : {
          useDefaults: false,
          directives: {
            defaultSrc: ["'none'"],
            scriptSrc: ["'self'", nonceOf],
            // react-aria adds a few rules of its own with the nonce; style attributes stay forbidden.
            styleSrc: ["'self'", nonceOf],
            fontSrc: ["'self'"],
            imgSrc: ["'self'", 'data:'],
            connectSrc: ["'self'"],
            formAction: ["'self'"],
            baseUri: ["'none'"],
            objectSrc: ["'none'"],
            frameAncestors: ["'none'"],
            manifestSrc: ["'self'"],
          },
        },
    strictTransportSecurity: options.isHttps,
    // Browsers ignore it on plain http and complain in the console.
    crossOriginOpenerPolicy: options.isHttps,
    originAgentCluster: options.isHttps,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
  return (req: Request, res: Response, next: NextFunction): void => {
    res.locals.cspNonce = randomBytes(NONCE_BYTES).toString('base64');
    setHeaders(req, res, next);
  };
}

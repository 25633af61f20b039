import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createRequestHandler } from '@remix-run/express';
import type { AppLoadContext, ServerBuild } from '@remix-run/node';
import express, { type RequestHandler, type Response } from 'express';
import expressStaticGzip from 'express-static-gzip';
import type { Container } from './container.ts';
import { createPageContext } from './page-context.ts';

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The built (or, in development, live) pages. */
export interface Pages {
  /** Scripts, styles and fonts. */
  assets: RequestHandler;
  build: ServerBuild | (() => Promise<ServerBuild>);
  mode: 'production' | 'development';
  close(): Promise<void>;
}

/** Pages from `build/`, whose file names carry a hash of their content. @throws when they were never built */
export async function loadBuiltPages(): Promise<Pages> {
  const entry = root('build/server/index.js');
  if (!existsSync(entry)) throw new Error('The pages are not built. Run: npm run build');
  const build = (await import(pathToFileURL(entry).href)) as ServerBuild;
  return {
    assets: builtFiles(root('build/client')),
    build,
    mode: 'production',
    close: () => Promise.resolve(),
  };
}

/** Security headers that say something of a page, and nothing of a script or a style. */
const OF_DOCUMENTS = [
  ...['content-security-policy', 'cross-origin-opener-policy', 'origin-agent-cluster', 'referrer-policy'],
  ...['x-dns-prefetch-control', 'x-download-options', 'x-frame-options', 'x-permitted-cross-domain-policies'],
  'x-xss-protection',
];

/** Files of a build, the compressed ones beside them for every browser that takes them. */
export function builtFiles(folder: string): RequestHandler {
  return expressStaticGzip(folder, {
    enableBrotli: true,
    orderPreference: ['br'],
    index: false,
    serveStatic: {
      maxAge: 0,
      setHeaders: (res, path) => {
        if (!/[\\/]assets[\\/]/.test(path)) return;
        res.setHeader('cache-control', 'public, max-age=31536000, immutable');
        // Browsers look at these on documents only; on thirty scripts of a page they weigh more than half of them.
        for (const name of OF_DOCUMENTS) res.removeHeader(name);
      },
    },
  });
}

/** Pages straight from the source, for development: Vite compiles on request and reloads the browser. */
export async function loadDevelopmentPages(): Promise<Pages> {
  const { createServer } = await import('vite');
  const vite = await createServer({ root: root('.'), appType: 'custom', server: { middlewareMode: true } });
  return {
    assets: vite.middlewares,
    build: () => vite.ssrLoadModule('virtual:remix/server-build') as Promise<ServerBuild>,
    mode: 'development',
    close: () => vite.close(),
  };
}

/** Committed files with fixed names, such as `/schemas/preview-1.json`. */
export function publicFiles(): RequestHandler {
  return express.static(root('public'), { index: false, maxAge: '1h' });
}

/** Hands a request to Remix, with the doors of the container and whoever the session cookie stands for. */
export function pageHandler(container: Container, pages: Pages): RequestHandler {
  const handle = createRequestHandler({
    build: pages.build,
    mode: pages.mode,
    getLoadContext: (req, res): AppLoadContext => {
      const session = container.accounts.viewerFromCookie(req.headers.cookie);
      if (session?.refreshedCookie) res.append('set-cookie', session.refreshedCookie);
      return createPageContext(container, {
        req,
        viewer: session?.viewer ?? null,
        cspNonce: (res as Response).locals.cspNonce,
        log: (res as Response).locals.log,
      }) as AppLoadContext;
    },
  });
  return (req, res, next) => {
    res.set('cache-control', 'no-store');
    handle(req, res, next).catch(next);
  };
}

import { createServer as createHttpServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequestHandler } from '@remix-run/express';
import type { AppLoadContext, ServerBuild } from '@remix-run/node';
import express from 'express';
import { securityHeaders } from '#app/server/security-headers.ts';

export interface DevPages {
  url: string;
  close(): Promise<void>;
}

/**
 * The pages in development, with a person signed in and no doors behind them: enough for pages that only show parts.
 * Vite compiles what is asked for.
 */
export async function startDevPages(): Promise<DevPages> {
  const { createServer } = await import('vite');
  const app = express();
  const server = createHttpServer(app);
  const vite = await createServer({
    appType: 'custom',
    // On our own port: one of its own would be fixed, and tests start several at once.
    server: { middlewareMode: true, hmr: { server } },
    logLevel: 'error',
  });
  const context = {
    viewer: { name: 'Tom Reyes' },
    portalUrl: 'http://127.0.0.1',
    reportError,
  } as unknown as AppLoadContext;
  app.use(securityHeaders({ isHttps: false, isDevelopment: true }));
  app.use(vite.middlewares);
  app.all(
    '*',
    createRequestHandler({
      build: () => vite.ssrLoadModule('virtual:remix/server-build') as Promise<ServerBuild>,
      mode: 'development',
      getLoadContext: () => context,
    }),
  );
  await listen(server);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await vite.close();
    },
  };
}

function reportError(error: unknown): void {
  throw error;
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

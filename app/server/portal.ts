import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { systemClock } from '#app/core/clock.ts';
import type { Config } from '#app/core/config.ts';
import { makeDataFolder } from '#app/core/data-folder.ts';
import type { Log } from '#app/core/log.ts';
import { readOrMakeSecret } from '#app/core/secret-file.ts';
import { closeDatabase, openDatabase } from '#db/client.ts';
import { migrateDatabase } from '#db/migrate.ts';
import { type Container, createContainer, recover } from './container.ts';
import { createApp, createHttpServer } from './http.ts';
import { loadBuiltPages, loadDevelopmentPages, type Pages } from './pages.ts';

/** How long requests in progress may take to finish once a stop was asked for. */
const DRAIN_MS = 10_000;
const SWEEP_MS = 100;

export interface Portal {
  container: Container;
  /** Where people reach it. */
  url: string;
  /** Port it listens on. */
  port: number;
  /** One-time link for the first admin, when no account can sign in yet. */
  setupLink: string | null;
  stop(): Promise<void>;
}

/**
 * Starts the portal in the order that must hold: data folder → migrate (with a backup) → open the database → doors →
 * close what an interrupted start left → listen → take up background work.
 */
export async function startPortal(config: Config, log: Log, pages?: Pages): Promise<Portal> {
  const folder = makeDataFolder(config.dataDir);
  const servingToken = config.serving.token ?? readOrMakeSecret(join(folder.secrets, 'serving-token'));
  const migrated = migrateDatabase({ path: folder.database, backupsDir: folder.backups, now: systemClock.now() });
  if (migrated.backup) log.info(migrated, 'database migrated; the state before is in the backup');
  const db = openDatabase(folder.database);
  const container = createContainer({ config, db, folder, log, servingToken });
  await recover(container);
  const { email, password } = config.admin;
  const { setupSecret } = await container.accounts.ensureFirstAdmin({
    ...(email !== undefined && { email }),
    ...(password !== undefined && { password }),
  });

  const shown = pages ?? (await (config.isDevelopment ? loadDevelopmentPages() : loadBuiltPages()));
  const server = createHttpServer(createApp(container, shown));
  await listen(server, config);
  container.jobs.start();

  const { port } = server.address() as AddressInfo;
  const { url } = config.portal;
  return {
    container,
    url,
    port,
    setupLink: setupSecret === null ? null : `${url}/setup?token=${setupSecret}`,
    stop: () => stop({ server, container, pages: shown }),
  };
}

function listen(server: Server, config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.portal.port, config.portal.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Stops listening, lets requests finish up to a deadline, stops background work, writes the log back, closes. */
async function stop({ server, container, pages }: { server: Server; container: Container; pages: Pages }) {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A kept-alive connection counts as open after its last answer, so idle ones are looked for again and again.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const deadline = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  const settled = container.catalog.settle();
  await closed;
  // What is still on its way to becoming a version is broken off then; the next start closes it.
  await Promise.race([settled, new Promise<void>((resolve) => setTimeout(resolve, DRAIN_MS).unref())]);
  clearInterval(sweep);
  clearTimeout(deadline);
  await container.jobs.stop();
  await pages.close();
  // Closing the last connection checkpoints the write-ahead log into the database file.
  closeDatabase(container.db);
}

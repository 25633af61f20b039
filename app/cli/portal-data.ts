import { existsSync } from 'node:fs';
import type { Viewer } from '#app/accounts/contract.ts';
import { type Accounts, createAccounts, systemViewer } from '#app/accounts/index.ts';
import { systemClock } from '#app/core/clock.ts';
import { type Config, readConfig } from '#app/core/config.ts';
import { dataFolder } from '#app/core/data-folder.ts';
import { appError } from '#app/core/errors.ts';
import { createIds } from '#app/core/ids.ts';
import { createLog } from '#app/core/log.ts';
import { createLedger, type Ledger } from '#app/ledger/index.ts';
import { closeDatabase, type Database, openDatabase } from '#db/client.ts';
import { countPending } from '#db/migrate.ts';

/** What a command works on. */
export interface PortalData {
  config: Config;
  /** Whoever may use the data folder is an admin. */
  viewer: Viewer;
  accounts: Accounts;
  ledger: Ledger;
}

/**
 * Opens the database of FIRSTLOOK_DATA for one command; the portal may run meanwhile. Making and migrating it is the
 * portal's, at its start.
 * @throws FL_CONFIG_INVALID, FL_DATABASE_MISSING, FL_DATABASE_UNREADABLE, FL_DATABASE_OLDER, FL_DATABASE_TOO_NEW
 */
export function withPortalData<T>(work: (data: PortalData) => T): T {
  const config = readConfig();
  const { database } = dataFolder(config.dataDir);
  if (!existsSync(database)) {
    throw appError('FL_DATABASE_MISSING', {
      message: `There is no database in ${config.dataDir}. Start Firstlook once, or say where its data is with FIRSTLOOK_DATA.`,
    });
  }
  return readably(config.dataDir, () => {
    const db = openDatabase(database);
    try {
      if (countPending(db) > 0) throw appError('FL_DATABASE_OLDER');
      return work({ config, viewer: systemViewer('cli'), ...doors(db, config) });
    } finally {
      closeDatabase(db);
    }
  });
}

function doors(db: Database, config: Config): { accounts: Accounts; ledger: Ledger } {
  const base = { db, clock: systemClock, ids: createIds() };
  const ledger = createLedger(base);
  const log = createLog({ process: 'cli', level: config.logLevel });
  return { ledger, accounts: createAccounts({ ...base, log, ledger, adminToken: undefined, secureCookies: false }) };
}

/** What SQLite says about a file, as a sentence. */
function readably<T>(dataDir: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    if (!code?.startsWith('SQLITE_') || code === 'SQLITE_FULL') throw error;
    const sentence = code.startsWith('SQLITE_BUSY')
      ? 'Another process keeps the database busy. Try again in a moment.'
      : `The database in ${dataDir} cannot be used: ${message}.`;
    throw appError('FL_DATABASE_UNREADABLE', { message: sentence, cause: error });
  }
}

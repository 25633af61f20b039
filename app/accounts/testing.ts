import { createFakeClock } from '#app/core/clock.ts';
import { createSeededIds } from '#app/core/ids.ts';
import { createSilentLog } from '#app/core/log.ts';
import { createLedger } from '#app/ledger/index.ts';
import { testDb } from '#db/testing.ts';
import { createAccounts, systemViewer } from './index.ts';

export const PASSWORD = 'a password of some length';
export const ADMIN_TOKEN = 'the admin token';

/** Accounts over a database of their own, with a clock that stands still and a project `default`. */
export function testAccounts(options: { adminToken?: string | undefined; secureCookies?: boolean } = {}) {
  const db = testDb();
  const clock = createFakeClock();
  const ids = createSeededIds();
  const ledger = createLedger({ db, clock, ids });
  const parts = { db, clock, ids, ledger, log: createSilentLog() };
  const build = () => createAccounts({ ...parts, adminToken: ADMIN_TOKEN, secureCookies: false, ...options });
  const accounts = build();
  accounts.ensureDefaults();
  const system = systemViewer();
  return {
    ...parts,
    accounts,
    system,
    /** The same database in another process, or after a restart. */
    restart: build,
    projectId: accounts.findProject('default')?.id ?? '',
    /** What has happened since, without the project. */
    events: () => ledger.read({ after: 1 }),
    kinds: () => ledger.read({ after: 1 }).map(({ kind }) => kind),
    /** A person who can sign in, and the cookie of their session. */
    member: async (given: Partial<Parameters<typeof accounts.addPerson>[1]> = {}) => {
      const { person, linkSecret } = accounts.addPerson(system, {
        ...{ name: 'Tom', email: 'tom@example.org', roles: ['reviewer'], admin: false },
        ...given,
      });
      const { cookie } = await accounts.finishPassword({ secret: linkSecret, password: PASSWORD });
      return { id: person.id, cookie: cookie.split(';')[0] ?? '' };
    },
  };
}

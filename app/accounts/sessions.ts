import { eq, lte, sql } from 'drizzle-orm';
import { type Adapter, Lucia, TimeSpan } from 'lucia';
import type { Clock } from '#app/core/clock.ts';
import type { Ids } from '#app/core/ids.ts';
import type { Database } from '#db/client.ts';
import { preparedFor } from '#db/prepared.ts';
import { session } from '#db/schema/index.ts';
import { secretHash } from './secrets.ts';

// The only file that knows lucia, which is no longer developed: none of its types leave, and its table is ours.

const COOKIE_NAME = 'firstlook_session';
const LIFETIME = new TimeSpan(30, 'd');
const LIFETIME_MS = LIFETIME.milliseconds();
const SECRET_FORM = /^[0-9a-z]{40}$/;

export interface SessionsDeps {
  db: Database;
  clock: Clock;
  ids: Ids;
  /** Whether cookies are for https only. */
  secureCookies: boolean;
}

/** Signed-in browsers. The cookie holds a secret; the table its SHA-256. */
export interface Sessions {
  /** Signs a person in, inside the caller's transaction where there is one; answers the Set-Cookie value. */
  start(personId: string): string;
  /**
   * Whose cookie it is, or null. A session lasts 30 days from its last use in the second half of them: then
   * `refreshedCookie` is the Set-Cookie value that keeps the browser's cookie as long.
   */
  read(cookieHeader: string | undefined): { personId: string; refreshedCookie: string | null } | null;
  /** Ends the session of this cookie, inside the caller's transaction where there is one. */
  end(cookieHeader: string | undefined): void;
  /** Signs a person out everywhere. */
  endAll(personId: string): void;
  /** Removes sessions that have expired. */
  purge(): void;
  /** The Set-Cookie value that removes the cookie. */
  blankCookie(): string;
}

export function createSessions({ db, clock, ids, secureCookies }: SessionsDeps): Sessions {
  const { adapter, throwFailure } = createAdapter(db, clock);
  const lucia = new Lucia(adapter, {
    sessionExpiresIn: LIFETIME,
    sessionCookie: { name: COOKIE_NAME, attributes: { secure: secureCookies, sameSite: 'lax', path: '/' } },
  });
  /** Over this adapter lucia has done its work when it answers its promise, so a transaction may contain it. */
  const settle = (work: Promise<unknown>) => {
    work.catch(() => undefined);
    throwFailure();
  };
  const cookieOf = (secret: string) => lucia.createSessionCookie(secret).serialize();

  return {
    start: (personId) => {
      const sessionId = ids.secret();
      settle(lucia.createSession(personId, {}, { sessionId }));
      return cookieOf(sessionId);
    },
    // Not lucia's `validateSession`: its answer comes a turn later and by the machine's clock. The rules are the same.
    read: (cookieHeader) => {
      const secret = secretOf(cookieHeader);
      const row = secret && rowOf(db, secret);
      if (!row || row.expiresAt <= clock.now()) return null;
      if (row.expiresAt - clock.now() > LIFETIME_MS / 2) return { personId: row.personId, refreshedCookie: null };
      settle(adapter.updateSessionExpiration(secret, new Date(clock.now() + LIFETIME_MS)));
      return { personId: row.personId, refreshedCookie: cookieOf(secret) };
    },
    end: (cookieHeader) => {
      const secret = secretOf(cookieHeader);
      if (secret) settle(lucia.invalidateSession(secret));
    },
    endAll: (personId) => settle(lucia.invalidateUserSessions(personId)),
    purge: () => settle(lucia.deleteExpiredSessions()),
    blankCookie: () => lucia.createBlankSessionCookie().serialize(),
  };
}

/** The seven things lucia asks of a store, over our table; the id it knows is the secret, of which we keep the hash. */
function createAdapter(db: Database, clock: Clock): { adapter: Adapter; throwFailure: () => void } {
  let failure: { error: unknown } | null = null;
  const now = async <T>(work: () => T): Promise<T> => {
    try {
      return work();
    } catch (error) {
      failure = { error };
      throw error;
    }
  };
  const sessionOf = (id: string, { personId, expiresAt }: SessionRow) => ({
    ...{ id, userId: personId, attributes: {} },
    expiresAt: new Date(expiresAt),
  });
  const own = (id: string) => eq(session.idHash, secretHash(id));

  const adapter: Adapter = {
    getSessionAndUser: (id) =>
      now(() => {
        const row = rowOf(db, id);
        return row ? [sessionOf(id, row), { id: row.personId, attributes: {} }] : [null, null];
      }),
    // The secrets are not kept, so what lucia gets to see of a person's sessions has hashes for ids.
    getUserSessions: (personId) =>
      now(() => {
        const rows = db.select().from(session).where(eq(session.personId, personId)).all();
        return rows.map((row) => sessionOf(row.idHash, row));
      }),
    setSession: ({ id, userId }) =>
      now(() => {
        const createdAt = clock.now();
        const row = { idHash: secretHash(id), personId: userId, createdAt, expiresAt: createdAt + LIFETIME_MS };
        db.insert(session).values(row).run();
      }),
    updateSessionExpiration: (id, expiresAt) =>
      now(() => void db.update(session).set({ expiresAt: expiresAt.getTime() }).where(own(id)).run()),
    deleteSession: (id) => now(() => void db.delete(session).where(own(id)).run()),
    deleteUserSessions: (personId) => now(() => void db.delete(session).where(eq(session.personId, personId)).run()),
    deleteExpiredSessions: () => now(() => void db.delete(session).where(lte(session.expiresAt, clock.now())).run()),
  };
  return {
    adapter,
    throwFailure: () => {
      const found = failure;
      failure = null;
      if (found) throw found.error;
    },
  };
}

type SessionRow = typeof session.$inferSelect;

const byIdHash = preparedFor((db) =>
  db
    .select()
    .from(session)
    .where(eq(session.idHash, sql.placeholder('idHash')))
    .prepare(),
);

function rowOf(db: Database, secret: string): SessionRow | undefined {
  return byIdHash(db).get({ idHash: secretHash(secret) });
}

/** Our cookie in the header: lucia's own reading throws on any other cookie that is not valid percent-encoding. */
function secretOf(cookieHeader: string | undefined): string | null {
  for (const pair of (cookieHeader ?? '').split(';')) {
    const [name, value = ''] = pair.trim().split('=');
    if (name === COOKIE_NAME && SECRET_FORM.test(value)) return value;
  }
  return null;
}

import { and, eq, gt, isNull, or } from 'drizzle-orm';
import { appError } from '#app/core/errors.ts';
import { inTransaction } from '#db/client.ts';
import { token } from '#db/schema/index.ts';
import type { Role, Viewer } from './contract.ts';
import type { AccountsParts } from './deps.ts';
import { checkRoles, checkTokenDays, checkTokenName, invalid } from './fields.ts';
import { authorize, holdsRoles } from './permissions.ts';
import type { Projects } from './projects.ts';
import { secretHash } from './secrets.ts';

const DAY_MS = 24 * 3_600_000;
/** So that a token in the wrong place (a log, a repository) is known for what it is. */
const PREFIX = 'flt_';

export type TokenRow = typeof token.$inferSelect;

export interface NewToken {
  name: string;
  /** Short name of the project; `default` when absent. */
  project?: string;
  roles: Role[];
  /** Days it works for; for ever when absent. */
  expiresInDays?: number;
}

/** API tokens. Their secret is given out once and kept as its SHA-256. */
export interface Tokens {
  /** @throws FL_REQUEST_INVALID, FL_PROJECT_NOT_FOUND, FL_TOKEN_ROLES, FL_AUTH_* */
  issue(viewer: Viewer, given: NewToken): { id: string; secret: string };
  /** Ends a token; once more is harmless. @throws FL_TOKEN_NOT_FOUND, FL_AUTH_* */
  revoke(viewer: Viewer, id: string): void;
  /** The token of this secret unless expired or revoked. */
  find(secret: string): TokenRow | null;
  byId(id: string): TokenRow | null;
}

export function createTokens(parts: AccountsParts & { projects: Projects }): Tokens {
  const { db, clock, ledger } = parts;
  const byId = (id: string) => db.select().from(token).where(eq(token.id, id)).get() ?? null;
  return {
    byId,
    issue: (viewer, given) => issue(viewer, given, parts),
    revoke: (viewer, id) =>
      inTransaction(db, (tx) => {
        const found = byId(id);
        authorize(viewer, 'administer', { projectId: found?.projectId ?? '' });
        if (!found) throw appError('FL_TOKEN_NOT_FOUND');
        if (found.revokedAt !== null) return;
        tx.update(token).set({ revokedAt: clock.now() }).where(eq(token.id, id)).run();
        const { projectId } = found;
        const subject = { type: 'token', id };
        ledger.append(tx, { kind: 'token.revoked', actor: viewer.actor, projectId, subject, payload: {} });
      }),
    find: (secret) => {
      const isAlive = and(isNull(token.revokedAt), or(isNull(token.expiresAt), gt(token.expiresAt, clock.now())));
      return (
        db
          .select()
          .from(token)
          .where(and(eq(token.secretHash, secretHash(secret)), isAlive))
          .get() ?? null
      );
    },
  };
}

function issue(viewer: Viewer, given: NewToken, parts: AccountsParts & { projects: Projects }) {
  const { db, clock, ids, ledger, projects } = parts;
  const name = checkTokenName(given.name);
  const roles = checkRoles(given.roles);
  if (roles.length === 0) throw invalid({ roles: 'must hold at least one role' });
  const createdAt = clock.now();
  const days = given.expiresInDays === undefined ? null : checkTokenDays(given.expiresInDays);
  const expiresAt = days === null ? null : createdAt + days * DAY_MS;

  return inTransaction(db, (tx) => {
    const { id: projectId } = projects.named(given.project);
    if (!holdsRoles(viewer, projectId, roles)) throw appError('FL_TOKEN_ROLES');
    authorize(viewer, 'administer', { projectId });
    const id = ids.next('token');
    const secret = PREFIX + ids.secret();
    // Only admins get here, and the only admin that is no person is not in the table of people.
    const madeBy = viewer.actor.kind === 'human' ? viewer.actor.id : null;
    tx.insert(token)
      .values({ id, secretHash: secretHash(secret), name, projectId, roles, madeBy, createdAt, expiresAt })
      .run();
    ledger.append(tx, {
      kind: 'token.issued',
      actor: viewer.actor,
      projectId,
      subject: { type: 'token', id },
      payload: { roles, expiresAt },
    });
    return { id, secret };
  });
}

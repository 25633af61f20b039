import { and, eq, gt, isNull } from 'drizzle-orm';
import { appError } from '#app/core/errors.ts';
import type { Actor } from '#app/ledger/contract.ts';
import type { Transaction } from '#db/client.ts';
import { oneTimeLink } from '#db/schema/index.ts';
import type { AccountsParts } from '../deps.ts';
import { secretHash } from '../secrets.ts';

const HOUR_MS = 3_600_000;
/** A set-up link also ends with the next start, a password link when the person's password is set by another one. */
const LIFETIME_MS = { setup: 24 * HOUR_MS, password: 7 * 24 * HOUR_MS } as const;

type LinkPurpose = keyof typeof LIFETIME_MS;
type LinkRow = typeof oneTimeLink.$inferSelect;

interface NewLink {
  purpose: LinkPurpose;
  /** Whose password it sets; null for set-up. */
  personId: string | null;
  by: Actor;
}

/** Links that work once. Their secret is given out once and kept as its SHA-256. */
export interface Links {
  /** Makes a link; answers its secret. */
  issue(tx: Transaction, given: NewLink): string;
  /** The link of this secret as long as it can be used. */
  find(secret: string): LinkRow | null;
  /** The same, for one purpose. @throws FL_AUTH_LINK_SPENT */
  need(secret: string, purpose: LinkPurpose): LinkRow;
  /**
   * Spends a link: of two at once, the transaction of the second finds nothing any more.
   * @throws FL_AUTH_LINK_SPENT
   */
  use(tx: Transaction, given: { secret: string; purpose: LinkPurpose; by: Actor }): LinkRow;
  /** Ends the links for this that nobody has used. */
  cancel(tx: Transaction, which: { purpose: LinkPurpose; personId: string | null }): void;
}

export function createLinks({ db, clock, ids, ledger }: AccountsParts): Links {
  const isUnused = isNull(oneTimeLink.usedAt);
  const find = (secret: string) => {
    const isIt = eq(oneTimeLink.secretHash, secretHash(secret));
    const isOpen = and(isUnused, gt(oneTimeLink.expiresAt, clock.now()));
    return db.select().from(oneTimeLink).where(and(isIt, isOpen)).get() ?? null;
  };
  const need = (secret: string, purpose: LinkPurpose) => {
    const found = find(secret);
    if (found?.purpose !== purpose) throw appError('FL_AUTH_LINK_SPENT');
    return found;
  };
  return {
    find,
    need,
    issue: (tx, { purpose, personId, by }) => {
      const secret = ids.secret();
      const id = ids.next('link');
      const createdAt = clock.now();
      const expiresAt = createdAt + LIFETIME_MS[purpose];
      tx.insert(oneTimeLink)
        .values({ id, secretHash: secretHash(secret), purpose, personId, createdAt, expiresAt })
        .run();
      const subject = { type: 'link', id };
      ledger.append(tx, { kind: 'link.issued', actor: by, subject, payload: { purpose, expiresAt } });
      return secret;
    },
    use: (tx, { secret, purpose, by }) => {
      const link = need(secret, purpose);
      tx.update(oneTimeLink).set({ usedAt: clock.now() }).where(eq(oneTimeLink.id, link.id)).run();
      ledger.append(tx, { kind: 'link.used', actor: by, subject: { type: 'link', id: link.id }, payload: { purpose } });
      return link;
    },
    cancel: (tx, { purpose, personId }) => {
      const now = clock.now();
      const isTheirs = personId === null ? isNull(oneTimeLink.personId) : eq(oneTimeLink.personId, personId);
      const isOpen = and(isUnused, gt(oneTimeLink.expiresAt, now));
      tx.update(oneTimeLink)
        .set({ expiresAt: now })
        .where(and(eq(oneTimeLink.purpose, purpose), isTheirs, isOpen))
        .run();
    },
  };
}

import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { appError } from '#app/core/errors.ts';
import type { Actor } from '#app/ledger/contract.ts';
import type { Transaction } from '#db/client.ts';
import { preparedFor } from '#db/prepared.ts';
import { person } from '#db/schema/index.ts';
import type { PersonView } from './contract.ts';
import type { AccountsParts } from './deps.ts';

export type PersonRow = typeof person.$inferSelect;

interface NewPerson {
  name: string;
  /** As `canonicalEmail` gives it. */
  email: string;
  isAdmin: boolean;
}

export interface People {
  byId(id: string): PersonRow | null;
  /** The person unless deactivated or erased: those can do nothing, and nothing can be done in their name. */
  activeById(id: string): PersonRow | null;
  byEmail(email: string): PersonRow | null;
  /** Whether there is an admin with a password: until then a set-up link may make one. */
  hasAdminWhoCanSignIn(): boolean;
  /** Adds a person who has no password yet. `by` is the person themselves when absent. @throws FL_PERSON_EXISTS */
  add(tx: Transaction, given: NewPerson, by?: Actor): PersonRow;
  /** Stores the hash of a person's password. `by` is the person themselves when absent. */
  setPassword(tx: Transaction, given: { personId: string; passwordHash: string; by?: Actor }): void;
}

const isActive = and(isNull(person.deactivatedAt), isNull(person.erasedAt));

const activePerson = preparedFor((db) =>
  db
    .select()
    .from(person)
    .where(and(eq(person.id, sql.placeholder('id')), isActive))
    .prepare(),
);

export function createPeople({ db, clock, ids, ledger }: AccountsParts): People {
  const byId = (id: string) => db.select().from(person).where(eq(person.id, id)).get() ?? null;
  const byEmail = (email: string) => db.select().from(person).where(eq(person.email, email)).get() ?? null;
  return {
    byId,
    activeById: (id) => activePerson(db).get({ id }) ?? null,
    byEmail,
    hasAdminWhoCanSignIn: () =>
      db
        .select({ id: person.id })
        .from(person)
        .where(and(eq(person.isAdmin, true), isNotNull(person.passwordHash), isNotNull(person.email), isActive))
        .limit(1)
        .get() !== undefined,
    add: (tx, { name, email, isAdmin }, by) => {
      if (byEmail(email)) throw appError('FL_PERSON_EXISTS');
      const id = ids.next('person');
      const added = tx.insert(person).values({ id, name, email, isAdmin, createdAt: clock.now() }).returning().get();
      const actor = by ?? humanActor(id);
      ledger.append(tx, { kind: 'person.added', actor, subject: subjectOf(id), payload: { admin: isAdmin } });
      return added;
    },
    setPassword: (tx, { personId, passwordHash, by }) => {
      tx.update(person).set({ passwordHash }).where(eq(person.id, personId)).run();
      const actor = by ?? humanActor(personId);
      ledger.append(tx, { kind: 'person.password-set', actor, subject: subjectOf(personId), payload: {} });
    },
  };
}

export function isActivePerson(row: PersonRow): boolean {
  return row.deactivatedAt === null && row.erasedAt === null;
}

export function personView({ id, name, email, isAdmin }: PersonRow): PersonView {
  return { id, name, email, isAdmin };
}

export function humanActor(personId: string): Actor {
  return { kind: 'human', id: personId };
}

/** A person as what an event is about. */
export function subjectOf(personId: string): { type: string; id: string } {
  return { type: 'person', id: personId };
}

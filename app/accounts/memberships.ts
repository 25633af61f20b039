import { eq, sql } from 'drizzle-orm';
import type { Actor } from '#app/ledger/contract.ts';
import type { Transaction } from '#db/client.ts';
import { preparedFor } from '#db/prepared.ts';
import { membership } from '#db/schema/index.ts';
import type { Role } from './contract.ts';
import type { AccountsParts } from './deps.ts';

export interface Memberships {
  /** A person's roles by project id; projects without a role are left out. */
  rolesOf(personId: string): Record<string, Role[]>;
  /** Makes a person a member with these roles. */
  add(tx: Transaction, given: { personId: string; projectId: string; roles: Role[]; by: Actor }): void;
}

const membershipsOf = preparedFor((db) =>
  db
    .select()
    .from(membership)
    .where(eq(membership.personId, sql.placeholder('personId')))
    .prepare(),
);

export function createMemberships({ db, clock, ledger }: AccountsParts): Memberships {
  return {
    rolesOf: (personId) => {
      const rows = membershipsOf(db).all({ personId });
      const held = rows.filter(({ roles }) => roles.length > 0);
      return Object.fromEntries(held.map(({ projectId, roles }) => [projectId, roles]));
    },
    add: (tx, { personId, projectId, roles, by }) => {
      tx.insert(membership).values({ personId, projectId, roles, teams: [], createdAt: clock.now() }).run();
      ledger.append(tx, {
        kind: 'membership.changed',
        actor: by,
        projectId,
        subject: { type: 'person', id: personId },
        payload: { projectId, roles },
      });
    },
  };
}

import { eq } from 'drizzle-orm';
import { appError } from '#app/core/errors.ts';
import { SYSTEM_ACTOR } from '#app/ledger/contract.ts';
import { inTransaction } from '#db/client.ts';
import { project } from '#db/schema/index.ts';
import type { ProjectView } from './contract.ts';
import type { AccountsParts } from './deps.ts';

/** The project everything goes to when none is named. */
export const DEFAULT_PROJECT = 'default';

export interface Projects {
  find(slug: string): ProjectView | null;
  byId(id: string): ProjectView | null;
  /** Every project, by title. */
  all(): ProjectView[];
  /** The project of that name, `default` when none is named. @throws FL_PROJECT_NOT_FOUND */
  named(slug: string | undefined): ProjectView;
  /** Finds the project or makes it; one that is there stays as it is. */
  ensure(given: { slug: string; title: string; isSample?: boolean }): ProjectView;
}

export function createProjects({ db, clock, ids, ledger }: AccountsParts): Projects {
  const find = (slug: string) => viewOf(db.select().from(project).where(eq(project.slug, slug)).get());
  return {
    find,
    byId: (id) => viewOf(db.select().from(project).where(eq(project.id, id)).get()),
    all: () =>
      db
        .select()
        .from(project)
        .orderBy(project.title)
        .all()
        .map(({ id, slug, title, isSample }) => ({ id, slug, title, isSample })),
    named: (slug = DEFAULT_PROJECT) => {
      const found = find(slug);
      if (!found) throw appError('FL_PROJECT_NOT_FOUND');
      return found;
    },
    ensure: ({ slug, title, isSample = false }) =>
      inTransaction(db, (tx) => {
        const found = find(slug);
        if (found) return found;
        const made = { id: ids.next('project'), slug, title, isSample };
        tx.insert(project)
          .values({ ...made, createdAt: clock.now() })
          .run();
        const subject = { type: 'project', id: made.id };
        ledger.append(tx, { kind: 'project.created', actor: SYSTEM_ACTOR, projectId: made.id, subject, payload: {} });
        return made;
      }),
  };
}

function viewOf(row: typeof project.$inferSelect | undefined): ProjectView | null {
  return row ? { id: row.id, slug: row.slug, title: row.title, isSample: row.isSample } : null;
}

import { type SQL, sql } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import { flagTitle } from '#app/feedback/contract.ts';
import type { Database } from '#db/client.ts';
import type { flag } from '#db/schema/index.ts';
import type { Found } from '../contract.ts';
import { type VisibleProject, visibleProjects } from '../visible-projects.query.ts';
import { fitOf, matchWords, searchWords } from './search-words.ts';

const MOST_OF_EACH = 8;
/** So many models and people are looked at to find the best of them. */
const MOST_CANDIDATES = 500;

/** Models, flags and people with all the words, as far as the viewer may know of them; at most 8 of each. */
export function search(db: Database, viewer: Viewer, typed: string): Found {
  const words = searchWords(typed);
  if (words.length === 0) return { models: [], flags: [], people: [] };
  const projects = visibleProjects(db, viewer);
  return {
    models: findModels(db, projects, words),
    flags: findFlags(db, projects, words),
    people: findPeople(db, { isAdmin: viewer.isAdmin, projects }, words),
  };
}

function findModels(db: Database, projects: readonly VisibleProject[], words: readonly string[]): Found['models'] {
  const match = inScope('model', projects, `{title body} : (${matchWords(words, 'beginning')})`);
  if (match === null) return [];
  const rows = db.all<Found['models'][number]>(sql`
    SELECT model.name, model.title, (
      SELECT max(version.number) FROM version
      WHERE version.model_id = model.id AND version.state = 'announced'
    ) AS version
    FROM search_text
    JOIN search_entry ON search_entry.id = search_text.rowid
    JOIN model ON model.id = search_entry.subject_id
    WHERE search_text MATCH ${match} AND (${isSeenAll(projects, sql`model.project_id`)}
      OR EXISTS (SELECT 1 FROM version WHERE version.model_id = model.id AND version.announced_at IS NOT NULL))
    LIMIT ${MOST_CANDIDATES}`);
  return best(rows, words, ({ name, title }) => `${title} ${name}`);
}

type FlagRow = Pick<typeof flag.$inferSelect, 'id' | 'number' | 'note' | 'kind' | 'state'> & {
  stateVersion: number | null;
  modelName: string;
  modelTitle: string;
};

/** First those whose number or model is meant, then those with the very words, then with words like them. */
function findFlags(db: Database, projects: readonly VisibleProject[], words: readonly string[]): Found['flags'] {
  const found = new Map<string, FlagRow>();
  for (const wanted of [
    `title : (${matchWords(words, 'whole')})`,
    `{title body} : (${matchWords(words, 'whole')})`,
    `{title body} : (${matchWords(words, 'beginning')})`,
  ]) {
    if (found.size >= MOST_OF_EACH) break;
    const match = inScope('flag', projects, wanted);
    for (const row of match === null ? [] : newestFlags(db, projects, match))
      found.set(row.id, found.get(row.id) ?? row);
  }
  return [...found.values()].slice(0, MOST_OF_EACH).map((row) => ({
    ...{ id: row.id, number: row.number, title: flagTitle(row), state: row.state, stateVersion: row.stateVersion },
    model: { name: row.modelName, title: row.modelTitle },
  }));
}

/** The newest first: the full-text table is read from its end and left after a few, however many there are. */
function newestFlags(db: Database, projects: readonly VisibleProject[], match: string): FlagRow[] {
  return db.all<FlagRow>(sql`
    SELECT flag.id, flag.number, flag.note, flag.kind, flag.state, flag.state_version AS stateVersion,
      model.name AS modelName, model.title AS modelTitle
    FROM search_text
    JOIN search_entry ON search_entry.id = search_text.rowid
    JOIN flag ON flag.id = search_entry.subject_id
    JOIN model ON model.id = flag.model_id
    JOIN version ON version.id = flag.version_id
    WHERE search_text MATCH ${match}
      AND (${isSeenAll(projects, sql`flag.project_id`)} OR version.announced_at IS NOT NULL)
    ORDER BY search_text.rowid DESC
    LIMIT ${MOST_OF_EACH}`);
}

/** People of the projects one is in oneself; an admin finds everyone. */
function findPeople(
  db: Database,
  { isAdmin, projects }: { isAdmin: boolean; projects: readonly VisibleProject[] },
  words: readonly string[],
): Found['people'] {
  const match = `scope : "person" AND title : (${matchWords(words, 'beginning')})`;
  const shared = JSON.stringify(projects.map(({ id }) => id));
  const isShared = sql`EXISTS (
    SELECT 1 FROM membership
    WHERE membership.person_id = person.id AND json_array_length(membership.roles) > 0
      AND membership.project_id IN (SELECT value FROM json_each(${shared}))
  )`;
  const rows = db.all<Found['people'][number]>(sql`
    SELECT person.id, person.name
    FROM search_text
    JOIN search_entry ON search_entry.id = search_text.rowid
    JOIN person ON person.id = search_entry.subject_id
    WHERE search_text MATCH ${match} AND person.deactivated_at IS NULL AND person.erased_at IS NULL
      AND ${isAdmin ? sql`1` : isShared}
    LIMIT ${MOST_CANDIDATES}`);
  return best(rows, words, ({ name }) => name);
}

/** The condition within what a viewer's projects hold, so that rows of others are never touched; null without any. */
function inScope(kind: 'model' | 'flag', projects: readonly VisibleProject[], match: string): string | null {
  if (projects.length === 0) return null;
  // As the migration writes them into the index.
  const scopes = projects.map(({ id }) => `"${kind} ${id.replaceAll('_', '')}"`);
  return `scope : (${scopes.join(' OR ')}) AND ${match}`;
}

function isSeenAll(projects: readonly VisibleProject[], projectId: SQL): SQL {
  const ids = projects.filter(({ seesAll }) => seesAll).map(({ id }) => id);
  return sql`${projectId} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
}

function best<T>(rows: readonly T[], words: readonly string[], nameOf: (row: T) => string): T[] {
  return rows
    .map((row) => ({ row, name: nameOf(row), fit: fitOf(nameOf(row), words) }))
    .toSorted(
      (one, other) =>
        other.fit - one.fit || one.name.length - other.name.length || one.name.localeCompare(other.name, 'en'),
    )
    .slice(0, MOST_OF_EACH)
    .map(({ row }) => row);
}

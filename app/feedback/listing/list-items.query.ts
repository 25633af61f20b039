import { inArray } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import type { Database } from '#db/client.ts';
import { token } from '#db/schema/index.ts';
import type { FlagListItem, WaitsOn } from '../contract.ts';
import type { FeedbackDeps } from '../deps.ts';
import type { FoundFlag } from '../flags.query.ts';
import { TURN } from '../waiting.ts';
import { type Responders, respondersOf, responds } from './responders.query.ts';

/** Flags with the model's title and on whom they wait. */
export function listItems(deps: FeedbackDeps, viewer: Viewer, found: readonly FoundFlag[]): FlagListItem[] {
  const projects = [...new Set(found.map(({ view }) => view.projectId))];
  const responders = respondersOf(deps.db, projects);
  const issuers = issuersOf(deps.db, found);
  return found.map((one) => ({
    ...one.view,
    modelTitle: one.modelTitle,
    waitsOn: waitsOn(deps, viewer, { found: one, responders, issuers }),
  }));
}

interface Turn {
  found: FoundFlag;
  responders: Responders;
  /** Who issued the token that published. */
  issuers: ReadonlyMap<string, string>;
}

function waitsOn({ accounts }: FeedbackDeps, viewer: Viewer, turn: Turn): WaitsOn | null {
  const { view, publishedBy } = turn.found;
  const whose = TURN[view.waitsFor];
  if (whose === null) return null;
  if (whose === 'reporter') {
    const { kind, id, name } = view.reporter;
    return { name, isYou: kind === viewer.actor.kind && id === viewer.actor.id };
  }
  const people = turn.responders.get(view.projectId) ?? [];
  const publisher = publishedBy.kind === 'token' ? turn.issuers.get(publishedBy.id) : publishedBy.id;
  // Whoever made the version answers for it; the others can.
  const named = people.find((id) => id === publisher) ?? people[0];
  const isYou = responds(viewer, view.projectId, turn.responders);
  if (isYou) return { name: viewer.name, isYou };
  return named === undefined ? null : { name: accounts.nameOf({ kind: 'human', id: named }), isYou };
}

function issuersOf(db: Database, found: readonly FoundFlag[]): Map<string, string> {
  const tokens = found.map(({ publishedBy }) => publishedBy).filter(({ kind }) => kind === 'token');
  if (tokens.length === 0) return new Map();
  const rows = db
    .select({ id: token.id, madeBy: token.madeBy })
    .from(token)
    .where(
      inArray(
        token.id,
        tokens.map(({ id }) => id),
      ),
    )
    .all();
  return new Map(rows.flatMap(({ id, madeBy }) => (madeBy === null ? [] : [[id, madeBy] as const])));
}

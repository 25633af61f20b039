import { eq } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import { flag } from '#db/schema/index.ts';
import type { FlagListItem, FlagView } from '../contract.ts';
import type { FeedbackDeps } from '../deps.ts';
import { flagsById } from '../flags.query.ts';
import { findFlags } from './find-flags.query.ts';
import { type FlagPosition, readCursor, writeCursor } from './flag-cursor.ts';
import type { FlagQuery } from './flag-filter.ts';
import { listItems } from './list-items.query.ts';

const MAX_LIMIT = 200;

/** Flags this viewer may see, newest first. @throws FL_REQUEST_BAD_CURSOR */
export function listFlags(
  deps: FeedbackDeps,
  viewer: Viewer,
  query: FlagQuery,
): { items: FlagView[]; next: string | null } {
  const { ids, next } = pageOf(deps, viewer, query);
  return { items: flagsById(deps, ids).map(({ view }) => view), next };
}

export interface FlagBrowsing extends FlagQuery {
  /** A flag the page must hold, if it fits the filter; with a cursor it is not looked for. */
  around?: string;
}

export interface FlagPage {
  items: FlagListItem[];
  next: string | null;
  /** Whether the list begins here. */
  isFirst: boolean;
}

/** The same as the page of flags shows it: with the model's title and whose turn it is. @throws FL_REQUEST_BAD_CURSOR */
export function browseFlags(deps: FeedbackDeps, viewer: Viewer, browsing: FlagBrowsing): FlagPage {
  const { around, ...query } = browsing;
  const first = pageOf(deps, viewer, query);
  const isThere = around === undefined || query.cursor !== undefined || first.ids.includes(around);
  const page = isThere ? first : (pageAround(deps, viewer, { query, id: around }) ?? first);
  return {
    items: listItems(deps, viewer, flagsById(deps, page.ids)),
    next: page.next,
    isFirst: query.cursor === undefined && page === first,
  };
}

interface IdPage {
  ids: string[];
  next: string | null;
}

function pageOf({ db }: FeedbackDeps, viewer: Viewer, query: FlagQuery): IdPage {
  const { limit: asked, cursor, ...filter } = query;
  const limit = Math.max(1, Math.min(asked, MAX_LIMIT));
  const after = cursor === undefined ? null : readCursor(cursor);
  return cut(findFlags(db, viewer, { filter, after, limit: limit + 1 }), limit);
}

/** The flag with a few newer ones before it and older ones behind; null when it does not fit the filter. */
function pageAround(
  { db }: FeedbackDeps,
  viewer: Viewer,
  { query, id }: { query: FlagQuery; id: string },
): IdPage | null {
  const { limit, cursor: _cursor, ...filter } = query;
  const at = db.select({ createdAt: flag.createdAt }).from(flag).where(eq(flag.id, id)).get();
  if (!at) return null;
  const newer = Math.floor(limit / 4);
  const before = { filter, after: { ...at, id }, limit: newer, isOldestFirst: true };
  // No id sorts between an id and the same with a tilde: the page begins with the flag itself.
  const from = { filter, after: { ...at, id: `${id}~` }, limit: limit - newer + 1 };
  const older = findFlags(db, viewer, from);
  if (older[0]?.id !== id) return null;
  return cut([...findFlags(db, viewer, before).reverse(), ...older], limit);
}

function cut(found: FlagPosition[], limit: number): IdPage {
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { ids: page.map(({ id }) => id), next: last && found.length > limit ? writeCursor(last) : null };
}

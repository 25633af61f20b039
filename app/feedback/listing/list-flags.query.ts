import type { Viewer } from '#app/accounts/contract.ts';
import type { FlagListItem, FlagView } from '../contract.ts';
import type { FeedbackDeps } from '../deps.ts';
import { flagsById } from '../flags.query.ts';
import { findFlags } from './find-flags.query.ts';
import { readCursor, writeCursor } from './flag-cursor.ts';
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

/** The same as the page of flags shows it: with the model's title and whose turn it is. @throws FL_REQUEST_BAD_CURSOR */
export function browseFlags(
  deps: FeedbackDeps,
  viewer: Viewer,
  query: FlagQuery,
): { items: FlagListItem[]; next: string | null } {
  const { ids, next } = pageOf(deps, viewer, query);
  return { items: listItems(deps, viewer, flagsById(deps, ids)), next };
}

function pageOf({ db }: FeedbackDeps, viewer: Viewer, query: FlagQuery): { ids: string[]; next: string | null } {
  const { limit: asked, cursor, ...filter } = query;
  const limit = Math.max(1, Math.min(asked, MAX_LIMIT));
  const after = cursor === undefined ? null : readCursor(cursor);
  const found = findFlags(db, viewer, { filter, after, limit: limit + 1 });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { ids: page.map(({ id }) => id), next: last && found.length > limit ? writeCursor(last) : null };
}

import type { ModelRow } from '#app/insight/contract.ts';

export const SORT_KEYS = ['title', 'state', 'tried', 'flags', 'preview', 'feedback'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export interface ModelSort {
  /** Null: as they came, one's own first. */
  key: SortKey | null;
  isDescending: boolean;
}

/** `sort=flags` or `sort=-flags`. */
export function readSort(text: string | null): ModelSort {
  const key = SORT_KEYS.find((known) => known === text?.replace(/^-/, '')) ?? null;
  return { key, isDescending: key !== null && text === `-${key}` };
}

/** The query for another order: what is sorted already turns round; counts begin with the most. */
export function sortQuery(now: ModelSort, key: SortKey, query: string): string {
  const isCount = key === 'tried' || key === 'flags';
  const isDescending = now.key === key ? !now.isDescending : isCount;
  return `?${new URLSearchParams([...(query ? [['q', query]] : []), ['sort', `${isDescending ? '-' : ''}${key}`]])}`;
}

/** Rows in this order; what is not known comes last either way, equal ones stay as they came. */
export function sortModels(rows: readonly ModelRow[], { key, isDescending }: ModelSort): ModelRow[] {
  if (key === null) return [...rows];
  const sign = isDescending ? -1 : 1;
  if (key === 'title') return rows.toSorted((one, other) => sign * one.title.localeCompare(other.title, 'en'));
  return rows.toSorted((one, other) => {
    const [a, b] = [figureOf(one, key), figureOf(other, key)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * (a - b);
  });
}

function figureOf({ newest, openFlags }: ModelRow, key: Exclude<SortKey, 'title'>): number | null {
  if (key === 'flags') return openFlags;
  if (newest === null) return null;
  if (key === 'state') return ['announced', 'ready', 'retired'].indexOf(newest.state);
  if (key === 'tried') return newest.triedBy.count;
  return key === 'preview' ? newest.timeToPreviewMs : newest.timeToFeedbackMs;
}

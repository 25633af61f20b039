interface Search {
  count: number;
  /** One a place, where they are known. */
  names: readonly string[] | null;
  /** A name, a part of one, or a place counted from 1. */
  query: string;
  /** Look among these only. */
  only: readonly number[] | null;
}

/** The places that fit a search, counted from 0; without one all of them. */
export function findPlaces({ count, names, query, only }: Search): number[] {
  const among = only ?? Array.from({ length: count }, (_, place) => place);
  const words = query.trim().toLowerCase();
  if (words === '') return [...among];
  const exact = /^\d{1,9}$/.test(words) ? Number(words) - 1 : null;
  const found = among.filter((place) =>
    names ? names[place]?.toLowerCase().includes(words) : String(place + 1).startsWith(words),
  );
  // Who types a place wants that one first.
  if (exact === null || !among.includes(exact)) return found;
  return [exact, ...found.filter((place) => place !== exact)];
}

interface Scrolled {
  scrolledPx: number;
  rowPx: number;
  shownRows: number;
  count: number;
}

/** Rows beyond the edge that exist too, so that scrolling shows no gap. */
const BEYOND = 6;

/** Which rows have to exist: from the first to before the last. */
export function windowOf({ scrolledPx, rowPx, shownRows, count }: Scrolled): { from: number; to: number } {
  const first = Math.min(Math.floor(scrolledPx / rowPx), Math.max(0, count - shownRows));
  return { from: Math.max(0, first - BEYOND), to: Math.min(count, first + shownRows + BEYOND) };
}

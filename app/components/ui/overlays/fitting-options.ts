interface Option {
  value: string;
  label: string;
}

interface Asked {
  /** What was typed. */
  query: string;
  /** Value of the chosen option. */
  chosen: string;
  /** Whether a text holds another, however it is written. */
  contains: (text: string, part: string) => boolean;
}

const MOST_SHOWN = 100;

/** The options to draw: those that hold what was typed, whole words first; without a search the chosen one is there. */
export function fittingOptions(
  options: readonly Option[],
  { query, chosen, contains }: Asked,
): { shown: readonly Option[]; moreCount: number } {
  const words = query.trim();
  const fitting = words === '' ? options : options.filter(({ label }) => contains(label, words));
  const isFirst =
    words === '' ? ({ value }: Option) => value === chosen : ({ label }: Option) => contains(words, label);
  if (fitting.length <= MOST_SHOWN) return { shown: fitting, moreCount: 0 };
  const place = fitting.findIndex(isFirst);
  const first = place < MOST_SHOWN ? undefined : fitting[place];
  const shown = fitting.slice(0, first ? MOST_SHOWN - 1 : MOST_SHOWN);
  return { shown: first ? [first, ...shown] : shown, moreCount: fitting.length - MOST_SHOWN };
}

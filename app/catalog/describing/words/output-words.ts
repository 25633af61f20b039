import type { DescribedOutput } from '../../description-format.ts';
import { listed, quoted, turned } from './said-words.ts';

/** What is different in one answer of a version, each a few words. */
export function outputChangeWords(was: DescribedOutput, now: DescribedOutput): string[] {
  const words: string[] = [];
  const differs = (key: keyof DescribedOutput): boolean => JSON.stringify(was[key]) !== JSON.stringify(now[key]);
  const text = (value: unknown): string | null => (value === undefined || value === null ? null : String(value));
  if (differs('label')) words.push(turned('label', quoted(was.label), quoted(now.label)));
  if (differs('kind')) words.push(turned('kind', was.kind, now.kind));
  if (differs('classes')) words.push(...classWords(was.classes ?? [], now.classes ?? []));
  if (differs('favourable')) words.push(turned('hoped for', text(was.favourable), text(now.favourable)));
  if (differs('threshold')) words.push(turned('threshold', text(was.threshold), text(now.threshold)));
  if (differs('bands')) words.push(turned('decisions', bandWords(was), bandWords(now)));
  if (differs('unit')) words.push(turned('unit', text(was.unit), text(now.unit)));
  if (differs('role')) words.push(turned('role', text(was.role), text(now.role)));
  return words;
}

function classWords(was: readonly string[], now: readonly string[]): string[] {
  if (was.length !== now.length) return [turned('classes', listed(was) || null, listed(now) || null)];
  const renamed = now.flatMap((name, place) =>
    name === was[place] ? [] : [`${quoted(name)}, was ${quoted(was[place] ?? '')}`],
  );
  return [`class ${listed(renamed)}`];
}

function bandWords({ bands }: DescribedOutput): string | null {
  if (!bands?.length) return null;
  const ordered = [...bands].sort((one, other) => one.from - other.from);
  return listed(ordered.map(({ from, label }) => `${label} from ${from}`));
}

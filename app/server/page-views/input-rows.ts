import type { InputChange } from '#app/catalog/contract.ts';
import type { DescribedInput, InputKind } from '#app/catalog/description-format.ts';
import type { ChangeRow, InputRow } from '#app/components/publish/page-data.ts';
import { showNumber, shownRange, shownUnit, withShownUnit } from '#app/preview/index.ts';

/** Kinds as people call them. */
export const KIND_WORDS: Record<InputKind, string> = {
  number: 'Number',
  integer: 'Whole number',
  'yes-no': 'Yes or no',
  category: 'Choice',
  date: 'Date',
  text: 'Text',
  image: 'Picture',
  audio: 'Sound',
  table: 'Table',
  series: 'Series',
  tensor: 'List of numbers',
};
const WITH_RANGE: ReadonlySet<InputKind> = new Set(['number', 'integer', 'series']);
/** More choices than this are not renamed one by one. */
const MOST_CHOICES = 40;
const SHOWN_VALUES = 4;

/** An input of a version as the table of the publish page shows it. */
export function inputRow(input: DescribedInput): InputRow {
  const { key, name, index, label, guess, allowed = [], kind } = input;
  const hasRange = WITH_RANGE.has(kind);
  return {
    key,
    inFile: index === undefined ? name : `${name}[${index}]`,
    label,
    kind: kindWords(input),
    unit: shownUnit(input),
    range: hasRange ? shownRange(input) : null,
    isSensitive: input.sensitive === true,
    isSure: guess?.sure !== false,
    reason: guess?.reason ?? null,
    edit: {
      unit: shownUnit(input) ?? '',
      range: hasRange ? { min: shown(input, 'min'), max: shown(input, 'max') } : null,
      choices: allowed.length <= MOST_CHOICES ? allowed.map(choice) : [],
    },
    percent: percentOf(input),
  };
}

function choice({ value, label }: { value: unknown; label: string }) {
  return { value: String(value), label };
}

function shown(input: DescribedInput, end: 'min' | 'max'): string {
  const value = input[end];
  return value === undefined ? '' : showNumber(value, input);
}

function kindWords({ kind, allowed = [] }: Pick<DescribedInput, 'kind' | 'allowed'>): string {
  return kind === 'category' && allowed.length > 0 ? `${KIND_WORDS[kind]}, ${allowed.length}` : KIND_WORDS[kind];
}

/** A number whose known values lie within 0 and 1 may be a share; only somebody who knows can say. */
export function percentOf({ kind, min, max, p05, p95, display, unit, guess }: DescribedInput): InputRow['percent'] {
  const isUnsaid = kind === 'number' && !display && !unit && guess?.sure === false;
  const from = p05 ?? min;
  const to = p95 ?? max;
  if (!isUnsaid || from === undefined || to === undefined || from < 0 || to > 1 || to <= from) return null;
  const example = Number(((from + to) / 2).toFixed(2));
  return { from: String(example), to: `${Math.round(example * 100)}%` };
}

/** What changed in one input since the version before, in words; null where people would see no difference. */
export function changeRow(change: InputChange): ChangeRow | null {
  const { key, label } = change;
  if (change.change !== 'changed') return { change: change.change, key, label, details: [] };
  const { before, after, what } = change;
  const words: Record<(typeof what)[number], () => string | null> = {
    kind: () => `${kindWords(after)}, was ${kindWords(before).toLowerCase()}`,
    unit: () => `Unit ${shownUnit(after) ?? 'none'}, was ${shownUnit(before) ?? 'none'}`,
    range: () => rangeWords(before, after),
    choices: () => choiceWords(before, after),
  };
  const details = what.map((each) => words[each]()).filter((detail) => detail !== null);
  return details.length > 0 ? { change: 'changed', key, label, details } : null;
}

/** With their units, which may not be the same. */
function rangeWords(before: DescribedInput, after: DescribedInput): string | null {
  const [was, now] = [before, after].map((input) => {
    const range = shownRange(input);
    return range === null ? 'not known' : withShownUnit(range, input);
  });
  return shownRange(before) === shownRange(after) ? null : `Range ${now}, was ${was}`;
}

function choiceWords({ allowed: before = [] }: DescribedInput, { allowed: after = [] }: DescribedInput): string {
  const fresh = after.filter(({ value }) => !before.some((choice) => choice.value === value));
  const gone = before.filter(({ value }) => !after.some((choice) => choice.value === value));
  const parts = [fresh.length > 0 && `new: ${listed(fresh)}`, gone.length > 0 && `gone: ${listed(gone)}`];
  return `Choices ${parts.filter(Boolean).join('; ')}`;
}

function listed(choices: readonly { label: string }[]): string {
  const names = choices.slice(0, SHOWN_VALUES).map(({ label }) => label);
  const more = choices.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

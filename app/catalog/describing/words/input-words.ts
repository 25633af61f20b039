import type { Choice, DescribedInput, InputKind } from '../../description-format.ts';
import { listed, quoted, turned, valueInWords } from './said-words.ts';

const KINDS: Record<InputKind, string> = {
  number: 'number',
  integer: 'whole number',
  'yes-no': 'yes or no',
  category: 'choice',
  date: 'date',
  text: 'text',
  image: 'picture',
  audio: 'sound',
  table: 'table',
  series: 'series',
  tensor: 'list of numbers',
};
const DIRECTIONS = { any: 'can change either way', 'up-only': 'can only go up', fixed: 'cannot change' } as const;
/** What people call the keys that are told one by one. */
const TOLD = new Set(['label', 'unit', 'help', 'kind', 'min', 'max', 'step', 'default', 'allowed', 'sensitive']);
const OWN = new Set(['hidden', 'direction', 'display', 'guess', 'corrected', 'renamed', 'p05', 'p95']);

/** What is different in one field, each a few words: 'unit $, was none'. */
export function inputChangeWords(was: DescribedInput, now: DescribedInput): string[] {
  if (JSON.stringify(was) === JSON.stringify(now)) return [];
  const words: string[] = [];
  const differs = (key: keyof DescribedInput): boolean => JSON.stringify(was[key]) !== JSON.stringify(now[key]);
  if (differs('label')) words.push(turned('label', quoted(was.label), quoted(now.label)));
  if (differs('kind')) words.push(turned('kind', KINDS[was.kind], KINDS[now.kind]));
  if (differs('unit')) words.push(turned('unit', was.unit || null, now.unit || null));
  if (differs('display')) words.push(turned('shown as', displayWords(was), displayWords(now)));
  if (differs('help')) words.push(now.help ? 'another help text' : 'help text taken away');
  if (differs('min') || differs('max')) words.push(turned('range', rangeWords(was), rangeWords(now)));
  if (differs('step')) words.push(turned('step', valueInWords(was.step, was), valueInWords(now.step, now)));
  if (differs('allowed')) words.push(...choiceWords(was.allowed ?? [], now.allowed ?? []));
  if (differs('default'))
    words.push(turned('starts with', valueInWords(was.default, was), valueInWords(now.default, now)));
  if (isOn(was.hidden) !== isOn(now.hidden))
    words.push(isOn(now.hidden) ? 'hidden from the form' : 'shown in the form');
  if (isOn(was.sensitive) !== isOn(now.sensitive)) words.push(isOn(now.sensitive) ? 'sensitive' : 'not sensitive');
  const [before, after] = [was.direction ?? 'any', now.direction ?? 'any'];
  if (before !== after) words.push(DIRECTIONS[after]);
  if (othersDiffer(was, now)) words.push('other details');
  if (words.length === 0 && was.guess && !now.guess) words.push('the guess looks right');
  if (was.renamed && !now.renamed && words.length === 0) words.push('not the renamed field it looked like');
  return words;
}

function isOn(value: boolean | undefined): boolean {
  return value === true;
}

function displayWords({ display }: DescribedInput): string | null {
  return display ? `${quoted(display.unit)}, times ${display.scale}` : null;
}

function rangeWords(input: DescribedInput): string | null {
  const [min, max] = [valueInWords(input.min, input), valueInWords(input.max, input)];
  if (min !== null && max !== null) return `${min} to ${max}`;
  return min === null ? max && `up to ${max}` : `from ${min}`;
}

function choiceWords(was: readonly Choice[], now: readonly Choice[]): string[] {
  const fresh = now.filter(({ value }) => !was.some((choice) => choice.value === value));
  const gone = was.filter(({ value }) => !now.some((choice) => choice.value === value));
  const renamed = now.flatMap(({ value, label }) => {
    const before = was.find((choice) => choice.value === value);
    return before && before.label !== label ? [`${quoted(label)}, was ${quoted(before.label)}`] : [];
  });
  const words = [
    ...(fresh.length > 0 ? [`new choices: ${listed(fresh.map(({ label }) => label))}`] : []),
    ...(gone.length > 0 ? [`choices gone: ${listed(gone.map(({ label }) => label))}`] : []),
    ...(renamed.length > 0 ? [`choice ${listed(renamed)}`] : []),
  ];
  return words.length > 0 ? words : ['another order of the choices'];
}

/** Keys that nobody has words for: sizes of a picture, or what preview.json brought along. */
function othersDiffer(was: DescribedInput, now: DescribedInput): boolean {
  const rest = (input: DescribedInput) =>
    JSON.stringify(Object.entries(input).filter(([key]) => !TOLD.has(key) && !OWN.has(key)));
  return rest(was) !== rest(now);
}

import type { VersionDetail } from '#app/catalog/contract.ts';
import type { DescribedInput, FieldValue } from '#app/catalog/description-format.ts';
import type { TwinChange } from '../contract.ts';
import { fieldsOf } from '../inputs/graph-input.ts';
import { otherValues, valueWords } from './other-values.ts';
import { rewritesOf } from './rewrite.ts';
import { termSetsOf } from './terms.ts';

/** A case to be asked: the same inputs with something sensitive changed. */
export interface TwinCase {
  changes: TwinChange[];
  inputs: Record<string, FieldValue>;
}

/** The twins of one field, or of one kind of words in a text. */
export interface TwinGroup {
  key: string;
  label: string;
  cases: TwinCase[];
  /** How many twins there are; more than `cases` when there are very many. Of none nothing is known. */
  count: number;
}

/** More twins at once than anyone reads. */
export const MOST_TWINS = 64;

/** The sensitive inputs of a version that a twin can change. */
export function sensitiveInputs(version: Pick<VersionDetail, 'facts' | 'description'>): DescribedInput[] {
  return fieldsOf(version).flatMap(({ input, isSingle }) => (input.sensitive && isSingle ? [input] : []));
}

/** The twins of a case, one sensitive thing changed in each. @param inputs every field's value */
export function twinGroups(
  version: Pick<VersionDetail, 'facts' | 'description'>,
  inputs: Readonly<Record<string, FieldValue>>,
): TwinGroup[] {
  const fields = sensitiveInputs(version).map((input) => fieldGroup(input, inputs));
  return [...fields, ...textGroups(version, inputs)];
}

function fieldGroup(input: DescribedInput, inputs: Readonly<Record<string, FieldValue>>): TwinGroup {
  const { key, label } = input;
  const from = inputs[key] ?? null;
  const fromWords = valueWords(input, from);
  const { values, count } = otherValues(input, { current: from, most: MOST_TWINS });
  const cases = values.map(({ value, words }) => ({
    changes: [{ key, label, from, to: value, fromWords, toWords: words, rewrites: [] }],
    inputs: { ...inputs, [key]: value },
  }));
  return { key, label, cases, count };
}

/** Only the kinds of words that are in the text: of a text that names nobody there is nothing to say. */
function textGroups(
  version: Pick<VersionDetail, 'facts' | 'description'>,
  inputs: Readonly<Record<string, FieldValue>>,
): TwinGroup[] {
  const texts = fieldsOf(version).filter(
    ({ input, isSingle, datatype, preparation }) =>
      input.kind === 'text' && isSingle && (datatype === 'BYTES' || preparation === 'text'),
  );
  const sets = texts.length > 0 ? termSetsOf(version.description) : [];
  return texts.flatMap(({ input: { key, label } }) =>
    sets.flatMap((set) => {
      const text = inputs[key];
      if (typeof text !== 'string') return [];
      const cases = rewritesOf(text, set).map(({ group, text: to, rewrites }) => ({
        changes: [{ key, label, from: text, to, fromWords: set.name, toWords: set.groups[group] ?? '', rewrites }],
        inputs: { ...inputs, [key]: to },
      }));
      return cases.length > 0 ? [{ key, label: `${label}, ${set.name}`, cases, count: cases.length }] : [];
    }),
  );
}

/** Twins that differ in several sensitive fields at once, up to `most`; and how many more there are. */
export function combinedCases(groups: readonly TwinGroup[], most: number): { cases: TwinCase[]; leftOutCount: number } {
  // Two kinds of words in one text are two changes of the same field.
  const fields = groups.filter(
    ({ key, cases }) => cases.length > 0 && groups.filter((one) => one.key === key).length === 1,
  );
  const total = fields.reduce((product, { cases }) => product * (cases.length + 1), 1);
  const singles = fields.reduce((sum, { cases }) => sum + cases.length, 0);
  const wanted = Math.min(most, total - singles - 1);
  const cases: TwinCase[] = [];
  for (let place = 1; cases.length < wanted; place += 1) {
    const chosen = caseAt(fields, place);
    if (chosen.length > 1) cases.push(combined(chosen));
  }
  return { cases, leftOutCount: total - singles - 1 - cases.length };
}

/** The twins at a place of the list of all combinations: each field keeps its value or has one of its others. */
function caseAt(fields: readonly TwinGroup[], place: number): TwinCase[] {
  let rest = place;
  return fields.flatMap(({ cases }) => {
    const at = rest % (cases.length + 1);
    rest = Math.floor(rest / (cases.length + 1));
    const one = cases[at - 1];
    return one ? [one] : [];
  });
}

function combined(cases: readonly TwinCase[]): TwinCase {
  const changes = cases.flatMap((one) => one.changes);
  const changed = Object.fromEntries(changes.map(({ key, to }) => [key, to]));
  return { changes, inputs: { ...cases[0]?.inputs, ...changed } };
}

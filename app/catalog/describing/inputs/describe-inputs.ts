import type { ModelFacts } from '#app/oip/control.ts';
import type { DescribedInput } from '../../description-format.ts';
import type { Bundle } from '../bundle/bundle.ts';
import { keptField, stillCorrected } from '../carry.ts';
import type { ExampleField } from '../examples.ts';
import type { SaidInput } from '../preview-file/schema.ts';
import { entryInWords, type Problem } from '../problems.ts';
import type { ReferenceMatch } from '../reference/match.ts';
import { suggestRenames } from '../renames/suggest.ts';
import { findAbsent } from './absent.ts';
import { finishField } from './field.ts';
import { createKeys } from './keys.ts';
import { type Slot, slotId } from './slot.ts';
import { slotsOf } from './slots.ts';

export interface InputSources {
  facts: ModelFacts;
  /** What preview.json says; null when there is no such file. */
  said: readonly SaidInput[] | null;
  /** Fields of the version before. */
  carried: readonly DescribedInput[];
  reference: ReferenceMatch;
  bundle: Bundle;
}

export interface DescribedInputs {
  fields: ExampleField[];
  /** What was said of inputs this version does not take, by name. */
  absent: string[];
  /** Corrected fields of the version before that are gone, by key. */
  gone: string[];
}

/** A slot with what was said of it. */
interface Plan {
  slot: Slot;
  said: SaidInput | null;
  /** Where that stands in the file. */
  place: number;
  /** The field of the version before at the same place of the graph. */
  before: DescribedInput | null;
  order: number;
  /** Among the values of the graph. */
  graphPlace: number;
}

/** The fields of a version: in the order they are described in, then in that of the graph. */
export function describeInputs(sources: InputSources, problems: Problem[]): DescribedInputs {
  const plans = planFields(sources);
  const keys = chooseKeys(plans);
  const before = new Map(sources.carried.map((field) => [field.key, field]));
  const isKnown = new Set(before.keys());
  const fields = plans.map(({ slot, said, place }, i): ExampleField => {
    const key = keys[i] ?? slot.name;
    const known = before.get(key);
    before.delete(key);
    const kept = keptField(known, slot, sources.said === null);
    const field = finishField({ slot, key, said, kept, where: entryInWords('input', place, key) }, problems);
    const corrected = stillCorrected(known, said);
    if (corrected.length > 0) field.corrected = corrected;
    return { field, slot, names: namesOf(field, slot, said) };
  });
  const fresh = fields.map(({ field }, i) => ({ field, place: plans[i]?.graphPlace ?? 0 }));
  suggestRenames(
    sources.carried.length > 0 ? fresh.filter(({ field }) => !isKnown.has(field.key)) : [],
    sources.carried
      .map((field, place) => ({ field, place }))
      .filter(({ field }) => before.has(field.key) && isWorth(field, sources)),
  );
  const slots = plans.map(({ slot }) => slot);
  return {
    fields,
    absent: findAbsent(sources.said ?? [], slots, problems),
    gone: [...before.values()].filter(({ corrected }) => corrected).map(({ key }) => key),
  };
}

/** Whether somebody said something of a field that could be taken over. */
function isWorth({ guess, corrected }: DescribedInput, { said }: InputSources): boolean {
  return corrected !== undefined || (said === null && !guess);
}

function planFields({ facts, said: saidOrNone, carried, reference, bundle }: InputSources): Plan[] {
  const said = saidOrNone ?? [];
  const slots = slotsOf({ facts, reference, bundle, said: groupByName(said), carried: groupByName(carried) });
  const saidPlaces = new Map(said.map(({ name, index }, i) => [slotId(name, index), i]));
  const oldPlaces = new Map(carried.map(({ name, index }, i) => [slotId(name, index), i]));
  const widths = countByName(slots);
  const oldWidths = countByName(carried);
  const plans = slots.map((slot, graphPlace): Plan => {
    const id = slotId(slot.name, slot.index);
    // In a vector of another width the same place means something else.
    const isSame = !slot.isColumn || widths.get(slot.name) === oldWidths.get(slot.name);
    const place = saidPlaces.get(id);
    const oldPlace = isSame ? oldPlaces.get(id) : undefined;
    return {
      slot,
      said: place === undefined ? null : (said[place] ?? null),
      place: place ?? 0,
      before: oldPlace === undefined ? null : (carried[oldPlace] ?? null),
      graphPlace,
      order: (saidOrNone ? place : oldPlace) ?? Number.POSITIVE_INFINITY,
    };
  });
  return plans.sort((a, b) => (a.order === b.order ? 0 : a.order - b.order));
}

/** Keys that were chosen come first: what is only named after something gives way to them. */
function chooseKeys(plans: readonly Plan[]): string[] {
  const key = createKeys();
  const vectors = new Set(plans.filter(({ slot }) => slot.isColumn).map(({ slot }) => slot.name));
  const chosen = plans.map(({ slot, said, before }) => {
    // A name that the data gives now is better than one that was only guessed.
    const isNewlyNamed = slot.namedBy === 'reference' || slot.namedBy === 'metadata';
    const own = said ? said.key : before?.guess && isNewlyNamed ? null : before?.key;
    return own ? key(own) : null;
  });
  return plans.map(({ slot, said }, i) => {
    const column = `${vectors.size > 1 ? `${slot.name}_` : 'x'}${(slot.index ?? 0) + 1}`;
    const own = slot.tokens?.role === 'ids' ? 'text' : slot.isColumn ? column : slot.name;
    return chosen[i] ?? key(said?.feature ?? slot.feature ?? own);
  });
}

/** The names an example may call a field by. */
function namesOf(field: DescribedInput, slot: Slot, said: SaidInput | null): string[] {
  const names = [field.key, said?.key, field.feature, slot.isColumn ? null : slot.name];
  return names.filter((name) => typeof name === 'string');
}

function countByName(entries: readonly { name: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of entries) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function groupByName<T extends { name: string }>(entries: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const group = groups.get(entry.name);
    if (group) group.push(entry);
    else groups.set(entry.name, [entry]);
  }
  return groups;
}

import { elementCount } from '../../description-format.ts';
import type { SaidInput } from '../preview-file/schema.ts';
import { entryInWords, type Problem } from '../problems.ts';
import { isSingle, type Slot, slotId } from './slot.ts';

/**
 * What is said of values the version does not take. One preview.json may serve versions that take fewer; what cannot
 * be meant so is a problem.
 * @returns names, as the file has them
 */
export function findAbsent(said: readonly SaidInput[], slots: readonly Slot[], problems: Problem[]): string[] {
  const taken = new Set(slots.map(({ name, index }) => slotId(name, index)));
  const byName = new Map(slots.map((slot) => [slot.name, slot]));
  const absent = new Set<string>();
  said.forEach((entry, place) => {
    if (taken.has(slotId(entry.name, entry.index))) return;
    const slot = byName.get(entry.name);
    const problem = slot ? mismatch(entry, slot) : null;
    const name = entry.key ?? entry.feature ?? entry.name;
    if (problem) problems.push({ where: `${entryInWords('input', place, name)}, index`, what: problem });
    else absent.add(name);
  });
  return [...absent];
}

function mismatch({ index }: SaidInput, slot: Slot): string | null {
  const hasIndex = typeof index === 'number';
  if (slot.isColumn) return hasIndex ? null : 'is missing: other entries describe single columns of this input';
  if (!hasIndex || isSingle(slot)) return null;
  const count = slot.isOpen ? 'any number of' : elementCount(slot.shape);
  return `cannot be used: the input takes ${count} values, which cannot become fields of their own`;
}

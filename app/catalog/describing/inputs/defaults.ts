import type { DescribedInput, FieldValue } from '../../description-format.ts';
import { isFloat } from './elements.ts';
import { zerosOf } from './lists.ts';
import { isSingle, type Slot } from './slot.ts';
import { defaultProblem, valueProblem } from './values.ts';

interface DefaultParts {
  field: DescribedInput;
  slot: Slot;
  /** In the order in which they count; undefined and null say nothing. */
  wanted: { said: unknown; kept: unknown; guessed: unknown };
}

/**
 * The first value that fits: what is wanted, else a plain one of the kind.
 * @returns the problem too when the publisher's own value does not fit
 */
export function chooseDefault({ field, slot, wanted }: DefaultParts): { value: FieldValue; problem: string | null } {
  const isSaid = wanted.said !== undefined && wanted.said !== null;
  const problem = isSaid ? defaultProblem(field, slot, wanted.said) : null;
  const candidates = [wanted.said, wanted.kept, wanted.guessed, ...plainValues(field, slot)].filter(
    (value) => value !== undefined && value !== null,
  );
  const found =
    candidates.find((value) => defaultProblem(field, slot, value) === null) ??
    candidates.find((value) => valueProblem(field, slot, value) === null);
  return { value: (found ?? zerosOf(slot)) as FieldValue, problem };
}

function plainValues(field: DescribedInput, slot: Slot): unknown[] {
  if (!isSingle(slot)) return [zerosOf(slot)];
  if (field.allowed) return field.allowed.map(({ value }) => value);
  if (field.kind === 'yes-no') return [false];
  const isNumber = field.kind === 'number' || field.kind === 'integer';
  if (slot.datatype === 'BYTES' && !isNumber) return field.kind === 'date' ? ['2000-01-01'] : [''];
  if (slot.datatype === 'BOOL') return [false];
  const { min, max } = field;
  // A division by a whole zero kills the process that runs the model, so whole numbers start with one.
  const start = isFloat(slot.datatype) || slot.datatype === 'BYTES' ? 0 : 1;
  const middle = min !== undefined && max !== undefined ? (min + max) / 2 : undefined;
  return [start, middle, min, min === undefined ? undefined : Math.ceil(min), max, 0];
}

import type { DescribedInput, InputKind } from '../../description-format.ts';
import { elementProblem } from './elements.ts';
import { listProblem } from './lists.ts';
import { isSingle, type Slot } from './slot.ts';

/** What decides whether a value fits a field. */
type Field = Pick<DescribedInput, 'kind' | 'allowed' | 'min' | 'max' | 'maxLength'>;

/** Kinds whose value is one number, text or yes or no; the value of any other is a list. */
const SINGLE_KINDS: readonly InputKind[] = ['number', 'integer', 'yes-no', 'category', 'date', 'text'];

/** What is wrong with a value for a field, or null: whether it can be fed. A category may be one nobody has seen. */
export function valueProblem(field: Field, slot: Slot, value: unknown): string | null {
  // A text that becomes tokens is a text; the numbers of its tokens may be given instead.
  if (field.kind === 'text' && !isSingle(slot) && typeof value === 'string') return textProblem(field, value);
  if (!isSingle(slot) || !SINGLE_KINDS.includes(field.kind)) return listProblem(slot, value);
  if (field.allowed?.some((choice) => choice.value === value)) return null;
  switch (field.kind) {
    case 'yes-no':
      if (field.allowed) return 'must be one of the allowed values';
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'number':
    case 'integer':
      return numberProblem(field.kind, slot, value);
    case 'date':
      if (slot.datatype !== 'BYTES') return elementProblem(slot.datatype, value);
      return isDate(value) ? null : 'must be a date like 2026-01-31';
    case 'text':
      return typeof value === 'string' && slot.datatype === 'BYTES'
        ? textProblem(field, value)
        : elementProblem(slot.datatype, value);
    default:
      return elementProblem(slot.datatype, value);
  }
}

function textProblem({ maxLength }: Field, value: string): string | null {
  if (maxLength !== undefined && value.length > maxLength) return `must have at most ${maxLength} characters`;
  return elementProblem('BYTES', value);
}

/** The same for the value a form starts with: it is one of the choices and lies in the known range too. */
export function defaultProblem(field: Field, slot: Slot, value: unknown): string | null {
  // In a default a single text stands for all, too.
  const isFill = typeof value === 'string' && !SINGLE_KINDS.includes(field.kind);
  const problem = isFill ? elementProblem(slot.datatype, value) : valueProblem(field, slot, value);
  if (problem || !isSingle(slot)) return problem;
  if (field.allowed) {
    return field.allowed.some((choice) => choice.value === value) ? null : 'must be one of the allowed values';
  }
  if (typeof value !== 'number') return null;
  if (field.min !== undefined && value < field.min) return `is below the lowest, ${field.min}`;
  return field.max !== undefined && value > field.max ? `is above the highest, ${field.max}` : null;
}

/** A text may hold a number; it is checked as the number it holds. */
function numberProblem(kind: 'number' | 'integer', { datatype }: Slot, value: unknown): string | null {
  if (kind === 'integer' && typeof value === 'number' && !Number.isInteger(value)) return 'must be a whole number';
  return elementProblem(datatype === 'BYTES' ? 'FP64' : datatype, value);
}

function isDate(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(value);
}

import type { DescribedInput, FieldValue } from '#app/catalog/description-format.ts';
import type { Datatype } from '#app/oip/tensor.ts';
import { isWholeDatatype, readNumber } from './number-value.ts';
import { type Read, showGiven } from './reading.ts';
import { readText } from './text-value.ts';

type Choice = string | number | boolean;

/** No choice is longer than this. */
export const LONGEST_CHOICE = 1_000;
const SHOWN_CHOICES = 12;

const YES: ReadonlySet<string> = new Set(['yes', 'y', 'true', 't', 'on', '1']);
const NO: ReadonlySet<string> = new Set(['no', 'n', 'false', 'f', 'off', '0']);

/** Yes or no, in any of the words for it; answers the one of the two choices it stands for, else true or false. */
export function readYesNo(raw: unknown, allowed: DescribedInput['allowed']): Read<FieldValue> {
  const same = findChoice(raw, allowed);
  if (same) return { value: same.value };
  const truth = truthOf(raw);
  if (truth !== null && !allowed?.length) return { value: truth };
  const meant = allowed?.find((choice) => truth !== null && (truthOf(choice.value) ?? truthOf(choice.label)) === truth);
  return meant ? { value: meant.value } : { problem: 'Give yes or no.' };
}

/**
 * A category by its value. One that is not among the choices is let through where the graph can hold it: what a model
 * does with a category it never saw is worth knowing.
 */
export function readCategory(raw: unknown, input: DescribedInput, datatype: Datatype): Read<FieldValue> {
  const same = findChoice(raw, input.allowed);
  if (same) return { value: same.value };
  const read = readUnseen(raw, datatype);
  if (read.problem === undefined || !input.allowed?.length) return read;
  return { problem: `Give one of ${listChoices(input.allowed.map(({ value }) => value))}.` };
}

/** Whether a value is one of the choices; without any, every value is as good as known. */
export function isKnownChoice(value: FieldValue, allowed: DescribedInput['allowed']): boolean {
  return !allowed?.length || allowed.some((choice) => choice.value === value);
}

function readUnseen(raw: unknown, datatype: Datatype): Read<FieldValue> {
  if (datatype === 'BYTES') return readText(raw, LONGEST_CHOICE);
  return readNumber(raw, { datatype, isWhole: isWholeDatatype(datatype) });
}

function findChoice(raw: unknown, allowed: DescribedInput['allowed']): { value: Choice } | undefined {
  return allowed?.find((choice) => choice.value === raw) ?? allowed?.find((choice) => isSame(choice.value, raw));
}

/** The same value written in another type: forms send texts, and clients send 1 for 1.0 or for "1". */
function isSame(value: Choice, raw: unknown): boolean {
  if (typeof value === 'number') return readNumber(raw, { datatype: 'FP64', isWhole: false }).value === value;
  if (typeof raw !== 'string' && typeof raw !== 'number') return false;
  return String(value) === String(raw);
}

function truthOf(given: unknown): boolean | null {
  if (typeof given === 'boolean') return given;
  if (typeof given !== 'string' && typeof given !== 'number') return null;
  const word = String(given).trim().toLowerCase();
  if (YES.has(word)) return true;
  return NO.has(word) ? false : null;
}

function listChoices(values: readonly Choice[]): string {
  const shown = values.slice(0, SHOWN_CHOICES).map((value) => (typeof value === 'string' ? showGiven(value) : value));
  return values.length > shown.length ? `${shown.join(', ')}, …` : shown.join(', ');
}

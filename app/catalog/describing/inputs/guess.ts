import {
  type Choice,
  type DescribedInput,
  elementCount,
  type FieldValue,
  type InputKind,
} from '../../description-format.ts';
import type { TokenInput } from '../bundle/tokens.ts';
import type { ColumnSummary } from '../reference/rows.ts';
import { summaryOf } from '../reference/summary.ts';
import { emptyElement, isFloat } from './elements.ts';
import { pictureDetails } from './guess-picture.ts';
import { shapeInWords, typeInWords } from './kinds.ts';
import { knownNumber, twoValues } from './known-numbers.ts';
import { nested, zerosOf } from './lists.ts';
import { isSingle, type Slot } from './slot.ts';

/** What the graph and the reference rows tell of a field once its kind is known. */
export type Guess = Partial<DescribedInput> & { guess: NonNullable<DescribedInput['guess']> };

/** Inputs called like this take more than a word. */
const PROSE_NAME = /text|review|comment|message|body|description|document|sentence|question|prompt/i;

/** Guesses what belongs to a kind: range, choices, sizes and a value to start with. */
export function guessDetails(slot: Slot, kind: InputKind): Guess {
  if (slot.tokens) {
    const guessed = guessTokens(slot, slot.tokens);
    if (kind === (slot.tokens.role === 'ids' ? 'text' : 'tensor')) return guessed;
  }
  const summary = slot.column ? summaryOf(slot.column) : null;
  switch (kind) {
    case 'number':
    case 'integer':
      return guessNumber(slot, kind, summary);
    case 'category':
      return guessCategory(slot, summary);
    case 'yes-no':
      return guessYesNo(slot, summary);
    case 'text':
      return guessText(slot, summary);
    case 'image':
    case 'audio':
      return isSingle(slot) ? because(true, 'The input takes the bytes of a file.', {}) : guessMany(slot, kind);
    case 'date':
      return because(false, 'Nothing tells the usual dates.', {});
    default:
      return isSingle(slot) ? guessNumber(slot, kind, summary) : guessMany(slot, kind);
  }
}

function because(sure: boolean, reason: string, details: Partial<DescribedInput>): Guess {
  return { ...details, guess: { sure, reason } };
}

function guessNumber(slot: Slot, kind: InputKind, summary: ColumnSummary | null): Guess {
  const numbers = slot.datatype === 'BYTES' || slot.datatype === 'BOOL' ? null : summary?.numbers;
  if (!numbers) {
    const known = slot.datatype === 'BYTES' || slot.datatype === 'BOOL' ? null : knownNumber(slot, kind === 'integer');
    if (known) return because(known.sure, known.reason, known.details);
    return because(false, `The input takes ${typeInWords(slot.datatype)}; nothing tells its usual range.`, {});
  }
  const { min, max, median } = numbers;
  const start = kind === 'integer' ? Math.round(median) : median;
  // A column with one value tells no range.
  if (min === max) return because(false, `All of ${rows(summary)} hold ${median}.`, { default: start });
  const range = { min, max, p05: numbers.p05, p95: numbers.p95, default: start };
  if (kind !== 'integer') return because(true, `The range is that of ${rows(summary)}.`, range);
  // That the data holds whole numbers only does not say that the model takes no others.
  const reason = `The range is that of ${rows(summary)}, which hold whole numbers only.`;
  return because(!isFloat(slot.datatype), reason, { ...range, step: 1 });
}

function guessCategory(slot: Slot, summary: ColumnSummary | null): Guess {
  const seen = slot.datatype === 'BYTES' || summary?.numbers ? (summary?.choices ?? null) : null;
  const told = (slot.choices ?? seen) ? null : toldByGraph(slot);
  const values = slot.choices ?? seen ?? told?.values;
  if (!values) return because(false, 'Nothing tells the choices.', {});
  const allowed = values.map((value): Choice => {
    const own = slot.datatype === 'BYTES' ? String(value) : value;
    return { value: own, label: String(value) };
  });
  const mode = allowed.find(({ value }) => String(value) === String(summary?.mode ?? ''));
  const details = { allowed, default: (mode ?? allowed[0])?.value ?? '' };
  if (told) return because(false, told.reason, details);
  return slot.choices
    ? because(
        true,
        `The model itself lists these ${allowed.length === 1 ? 'choices' : `${allowed.length} choices`}.`,
        details,
      )
    : because(false, `These are the values of ${rows(summary)}; the model may know more.`, details);
}

/** Choices of a number that no encoder lists. */
function toldByGraph(slot: Slot): { values: number[]; reason: string } | null {
  const two = twoValues(slot);
  if (two) return two;
  const { codes } = slot.known ?? {};
  if (!codes) return null;
  return {
    values: [...new Set(codes.map((code) => code + 0))],
    reason: 'The model tells these values from all others; it may take more.',
  };
}

function guessYesNo(slot: Slot, summary: ColumnSummary | null): Guess {
  if (slot.datatype !== 'BOOL') return guessZeroOrOne(slot);
  const usual = String(summary?.mode ?? '').toLowerCase();
  return because(true, 'The input takes yes or no.', { default: usual === 'true' || usual === '1' });
}

function guessZeroOrOne(slot: Slot): Guess {
  const two = twoValues(slot);
  if (!two) return because(false, 'The input takes yes or no.', { default: false });
  const allowed: Choice[] = [
    { value: 0, label: 'No' },
    { value: 1, label: 'Yes' },
  ];
  const start = (slot.known?.centre ?? 0) > 0.5 ? 1 : 0;
  return because(false, `${two.reason} So it is taken for no or yes.`, { allowed, default: start });
}

function guessText(slot: Slot, summary: ColumnSummary | null): Guess {
  const first = slot.column?.values.find((value) => value !== '');
  const isProse = slot.known?.isProse === true;
  const multiline = summary ? summary.isProse || isProse : isProse || PROSE_NAME.test(slot.feature ?? slot.name);
  const details = { ...(multiline && { multiline }), default: String(first ?? '') };
  if (isProse) return because(true, 'The model takes the text apart into words itself.', details);
  return summary
    ? because(true, `The values of ${rows(summary)} are texts.`, details)
    : because(false, 'The input takes a text; nothing tells which.', details);
}

/** The text itself, or one of the inputs that follow from it. */
function guessTokens(slot: Slot, { role, maxLength, isFixed }: TokenInput): Guess {
  if (role !== 'ids') {
    const reason = 'The tokenizer fills it together with the text.';
    const guess = { sure: true, reason, keys: ['hidden', 'role'] };
    return { default: zerosOf(slot), hidden: true, role, guess };
  }
  const padding = isFixed ? 'max_length' : false;
  const preprocess = { tokenizer: 'tokenizer.json', max_length: maxLength, padding, truncation: true };
  const first = slot.column?.values.find((value) => value !== '');
  const reason = `The tokenizer beside the model turns a text into the numbers it takes, at most ${maxLength}.`;
  return because(true, reason, { multiline: true, preprocess, default: String(first ?? '') });
}

function guessMany(slot: Slot, kind: InputKind): Guess {
  const { block } = slot;
  // How large a row is, is not known where a dimension is open: one zero stands for all then.
  const zeros = slot.isOpen && kind === 'image' ? emptyElement(slot.datatype) : zerosOf(slot);
  const details: Partial<DescribedInput> = { default: firstRow(slot) ?? zeros };
  if (kind === 'image') {
    const picture = pictureDetails(slot);
    if (!picture) return because(false, 'Nothing tells the size of the picture.', details);
    return because(picture.sure, picture.reason, { ...details, ...picture.details });
  }
  if (kind === 'series') {
    const range = block ? rangeOf(block.map(summaryOf)) : {};
    if (slot.isOpen) return because(false, 'The input takes any number of values in a row.', { ...details, ...range });
    const length = elementCount(slot.shape);
    return because(false, `The input takes ${length} numbers in a row.`, { ...details, ...range, length });
  }
  const words = `The input takes ${shapeInWords(slot)} values`;
  const reason = isLongVector(slot) ? `${words} that nothing names, too many for a field each.` : `${words}.`;
  return because(false, reason, details);
}

function isLongVector({ shape, isOpen }: Slot): boolean {
  return !isOpen && shape.filter((size) => size > 1).length === 1;
}

/** The first reference row, in the shape of the slot. */
export function firstRow({ block, shape }: Slot): FieldValue | null {
  const elements = block?.map(({ values }) => values[0] ?? '');
  return elements && !elements.includes('') ? nested(elements, shape) : null;
}

function rangeOf(summaries: readonly ColumnSummary[]): Partial<DescribedInput> {
  const numbers = summaries.flatMap((summary) => summary.numbers ?? []);
  const min = numbers.reduce((lowest, each) => Math.min(lowest, each.min), Number.POSITIVE_INFINITY);
  const max = numbers.reduce((highest, each) => Math.max(highest, each.max), Number.NEGATIVE_INFINITY);
  return min < max ? { min, max } : {};
}

function rows(summary: ColumnSummary | null | undefined): string {
  const count = summary?.count ?? 0;
  return count === 1 ? 'the one reference row' : `${count} reference rows`;
}

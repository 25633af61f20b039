import {
  type Choice,
  type DescribedInput,
  elementCount,
  type FieldValue,
  type InputKind,
} from '../../description-format.ts';
import type { ColumnSummary } from '../reference/rows.ts';
import { summaryOf } from '../reference/summary.ts';
import { emptyElement, isFloat } from './elements.ts';
import { pictureOf, shapeInWords, typeInWords } from './kinds.ts';
import { nested, zerosOf } from './lists.ts';
import { isSingle, type Slot } from './slot.ts';

/** What the graph and the reference rows tell of a field once its kind is known. */
export type Guess = Partial<DescribedInput> & { guess: NonNullable<DescribedInput['guess']> };

/** Inputs called like this take more than a word. */
const PROSE_NAME = /text|review|comment|message|body|description|document|sentence|question|prompt/i;

/** Guesses what belongs to a kind: range, choices, sizes and a value to start with. */
export function guessDetails(slot: Slot, kind: InputKind): Guess {
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
  const values = slot.choices ?? seen;
  if (!values) return because(false, 'Nothing tells the choices.', {});
  const allowed = values.map((value): Choice => {
    const own = slot.datatype === 'BYTES' ? String(value) : value;
    return { value: own, label: String(value) };
  });
  const mode = allowed.find(({ value }) => String(value) === String(summary?.mode ?? ''));
  const details = { allowed, default: (mode ?? allowed[0])?.value ?? '' };
  return slot.choices
    ? because(true, 'The model itself lists these choices.', details)
    : because(false, `These are the values of ${rows(summary)}; the model may know more.`, details);
}

function guessYesNo(slot: Slot, summary: ColumnSummary | null): Guess {
  const usual = String(summary?.mode ?? '').toLowerCase();
  return because(slot.datatype === 'BOOL', 'The input takes yes or no.', {
    default: usual === 'true' || usual === '1',
  });
}

function guessText(slot: Slot, summary: ColumnSummary | null): Guess {
  const first = slot.column?.values.find((value) => value !== '');
  const multiline = summary ? summary.isProse : PROSE_NAME.test(slot.feature ?? slot.name);
  const details = { ...(multiline && { multiline }), default: String(first ?? '') };
  return summary
    ? because(true, `The values of ${rows(summary)} are texts.`, details)
    : because(false, 'The input takes a text; nothing tells which.', details);
}

function guessMany(slot: Slot, kind: InputKind): Guess {
  const { block } = slot;
  // How large a row is, is not known where a dimension is open: one zero stands for all then.
  const zeros = slot.isOpen && kind === 'image' ? emptyElement(slot.datatype) : zerosOf(slot);
  const details: Partial<DescribedInput> = { default: firstRow(slot) ?? zeros };
  if (kind === 'image') {
    const picture = pictureOf(slot);
    if (!picture) return because(false, 'Nothing tells the size of the picture.', details);
    const colour = picture.channels === 1 ? 'gray' : 'rgb';
    return because(false, `The shape ${shapeInWords(slot)} looks like a picture.`, { ...details, ...picture, colour });
  }
  if (kind === 'series') {
    const range = block ? rangeOf(block.map(summaryOf)) : {};
    if (slot.isOpen) return because(false, 'The input takes any number of values in a row.', { ...details, ...range });
    const length = elementCount(slot.shape);
    return because(false, `The input takes ${length} numbers in a row.`, { ...details, ...range, length });
  }
  return because(false, `The input takes ${shapeInWords(slot)} values; no other control is made for that.`, details);
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

import type { DescribedInput, InputKind } from '../../description-format.ts';
import type { SaidInput } from '../preview-file/schema.ts';
import { spoken, without } from '../preview-file/spoken.ts';
import type { Problem } from '../problems.ts';
import { chooseDefault } from './defaults.ts';
import { choiceProblem, isFloat } from './elements.ts';
import { guessDetails } from './guess.ts';
import { guessKind, kindProblem } from './kinds.ts';
import { suggestSensitive } from './sensitive.ts';
import { isSingle, type Slot } from './slot.ts';
import { humanise } from './words.ts';

/** What is known of a field before it is put together. */
export interface FieldParts {
  slot: Slot;
  key: string;
  /** What the publisher says now. It wins, and must fit. */
  said: Partial<SaidInput> | null;
  /** What was said before. It fills gaps, where it still fits. */
  kept: Partial<DescribedInput>;
  /** How problems name the field. */
  where: string;
}

/** Keys that mean something for certain kinds only, so they go when the kind does. */
const KIND_KEYS = ['kind', 'guess', 'min', 'max', 'p05', 'p95', 'step', 'allowed', 'default', 'maxLength', 'length'];
/** What is decided elsewhere: which value of the graph it is, what it is called, and what people corrected. */
const PLACE_KEYS = ['name', 'index', 'feature', 'key', 'corrected'];
/** The default is checked before it is taken, and what we say of a field nobody else can. */
const WORDLESS_KEYS = [...PLACE_KEYS, 'default', 'guess', 'renamed'];

/** Puts a field together: what is said now, else was said before, else is guessed; the default always fits. */
export function finishField(parts: FieldParts, problems: Problem[]): DescribedInput {
  const { slot, key, where } = parts;
  const said = spoken(parts.said);
  const isFit = fitsStill(parts.kept, slot);
  const kind = chooseKind({ slot, said, keptKind: isFit ? parts.kept.kind : undefined, where, problems });
  const kept = keepWords(parts.kept, isFit && isSameKind(kind, parts.kept.kind));
  const { guess, ...guessed } = guessDetails(slot, kind);
  const words = without(said, WORDLESS_KEYS) as Partial<DescribedInput>;
  const merged: DescribedInput = {
    name: slot.name,
    ...(slot.index !== null && { index: slot.index }),
    ...(slot.feature !== null && { feature: slot.feature }),
    key,
    label: labelOf(slot, kind),
    kind,
    ...guessed,
    ...kept,
    ...words,
  };
  merged.kind = kind;
  if (said.feature) merged.feature = said.feature;
  labelChoices(merged);
  checkDetails({ merged, slot, said, where, problems });
  keepRangeInOrder(merged, said);
  const wanted = { said: said.default, kept: kept.default, guessed: guessed.default };
  const chosen = chooseDefault({ field: merged, slot, wanted });
  if (chosen.problem) problems.push({ where: `${where}, default`, what: chosen.problem });
  merged.default = chosen.value;
  const isSaid = said.kind !== undefined || said.allowed !== undefined || (kept.kind !== undefined && !kept.guess);
  delete merged.guess;
  if (isSaid) return merged;
  if (slot.known?.isUnused && merged.hidden === undefined) {
    const reason = 'Nothing in the model reads it, so it is not asked for.';
    return { ...merged, hidden: true, guess: { sure: true, reason, keys: ['hidden'] } };
  }
  const whole = aboutTheName(slot, guess);
  const isOpen = merged.sensitive === undefined;
  const suggested = isOpen ? suggestSensitive(slot.feature ?? slot.name, kind, whole) : null;
  return suggested ? { ...merged, sensitive: true, guess: suggested } : { ...merged, guess: whole };
}

/** Names that exporters give to an input when nobody chose one; a running number may follow. */
const NAMELESS =
  /^(serving_default_)?((float|double|int64|string|text|bool|tensor|image|images|pixel)?_?(inputs?|values?)|data|args?|onnx::\w+|images?)[_.:-]?\d*(:0)?$/i;
const KIND_LABELS: Partial<Record<InputKind, string>> = {
  image: 'Picture',
  text: 'Text',
  audio: 'Sound',
  series: 'Series',
  table: 'Table',
  tensor: 'Values',
};

/** The name in words; for a name that says nothing what kind of thing it is. */
function labelOf(slot: Slot, kind: InputKind): string {
  const { name, feature, index, isColumn } = slot;
  if (isColumn && feature === null) {
    const place = (index ?? 0) + 1;
    return slot.isOnlyVector ? `Value ${place}` : `${humanise(name, 'Input')}, value ${place}`;
  }
  const known = feature ?? name;
  if (slot.tokens?.role === 'ids') return 'Text';
  const label = NAMELESS.test(known) ? KIND_LABELS[kind] : undefined;
  const [number] = /(?<=[a-z][_.:-]?)[1-9]\d*(?=(:0)?$)/i.exec(known) ?? [];
  return label ? `${label}${number ? ` ${number}` : ''}` : humanise(known, 'Input');
}

/** Whether the model still takes what was said before. */
function fitsStill({ kind, allowed = [] }: Partial<DescribedInput>, slot: Slot): boolean {
  if (kind && kindProblem(kind, slot) !== null) return false;
  return allowed.every(({ value }) => choiceProblem(slot.datatype, value) === null);
}

/** What was known of a number holds for a whole number too. */
function isSameKind(kind: InputKind, before: InputKind | undefined): boolean {
  const isNumber = (each: InputKind): boolean => each === 'number' || each === 'integer';
  return before === undefined || kind === before || (isNumber(kind) && isNumber(before));
}

function keepWords(kept: Partial<DescribedInput>, isFit: boolean): Partial<DescribedInput> {
  return without(kept, isFit ? PLACE_KEYS : [...PLACE_KEYS, ...KIND_KEYS]);
}

interface KindParts {
  slot: Slot;
  said: Partial<SaidInput>;
  keptKind: InputKind | undefined;
  where: string;
  problems: Problem[];
}

/** What lists choices is a category, whatever it was before. */
function chooseKind({ slot, said, keptKind, where, problems }: KindParts): InputKind {
  const chosen = keptKind === 'yes-no' ? keptKind : 'category';
  const wanted = said.kind ?? (said.allowed ? chosen : keptKind) ?? guessKind(slot);
  const problem = kindProblem(wanted, slot);
  if (problem) problems.push({ where: `${where}, kind`, what: problem });
  const kind = problem ? guessKind(slot) : wanted;
  // What takes whole numbers only has no place for others.
  return kind === 'number' && !isFloat(slot.datatype) ? 'integer' : kind;
}

function labelChoices(field: DescribedInput): void {
  if (!field.allowed) return;
  field.allowed = field.allowed.map((choice) => ({ ...choice, label: choice.label ?? String(choice.value) }));
}

interface DetailParts {
  merged: DescribedInput;
  slot: Slot;
  said: Partial<SaidInput>;
  where: string;
  problems: Problem[];
}

function checkDetails({ merged, slot, said, where, problems }: DetailParts): void {
  const { kind } = merged;
  if (kind !== 'category' && kind !== 'yes-no' && !said.allowed) delete merged.allowed;
  for (const [i, { value }] of (said.allowed ?? []).entries()) {
    const problem = choiceProblem(slot.datatype, value);
    if (problem) problems.push({ where: `${where}, allowed, entry ${i + 1}`, what: problem });
  }
  if (kind === 'text' && !isSingle(slot) && typeof merged.preprocess?.tokenizer !== 'string') {
    problems.push({ where: `${where}, preprocess`, what: 'must name the tokenizer that turns the text into numbers' });
  }
  const count = slot.shape.reduce((product, size) => product * size, 1);
  if (kind === 'image' && slot.shape.length > 0 && !slot.isOpen) {
    const { width, height } = merged;
    if (width === undefined || height === undefined) {
      problems.push({ where, what: 'is a picture: say its width and height' });
    } else if (count % (width * height) !== 0) {
      problems.push({ where, what: `takes ${slot.shape.join(' × ')} values, not a picture of ${width} × ${height}` });
    }
  }
  if (kind === 'series' && !slot.isOpen && merged.length !== count) {
    problems.push({ where: `${where}, length`, what: `must be ${count}, as many as the input takes` });
  }
}

/** What was guessed gives way where the publisher's own range leaves no room for it. */
function keepRangeInOrder(field: DescribedInput, said: Partial<SaidInput>): void {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = field;
  if (min > max) delete field[said.min === undefined ? 'min' : 'max'];
  for (const key of ['p05', 'p95'] as const) {
    const value = field[key];
    const isOutside = value !== undefined && (value < (field.min ?? value) || value > (field.max ?? value));
    if (isOutside && said[key] === undefined) delete field[key];
  }
}

type FieldGuess = NonNullable<DescribedInput['guess']>;

/** A field that nothing names is never a safe guess, nor is one named by its place. */
function aboutTheName(slot: Slot, guess: FieldGuess): FieldGuess {
  if (!slot.isColumn || slot.namedBy === 'version before' || slot.namedBy === 'metadata') return guess;
  if (slot.namedBy === null) return { sure: false, reason: `Nothing names this value of the input. ${guess.reason}` };
  const reason = `Named by the reference rows, by its place. ${guess.reason}`;
  return slot.namedBy === 'reference' ? { sure: false, reason } : guess;
}

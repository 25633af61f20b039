import type { DescribedInput, FieldValue } from '#app/catalog/description-format.ts';
import type { FlipChange, FlipEnd, TriedAnswer } from '../contract.ts';
import { displayOf, showNumber, withShownUnit } from '../display-unit.ts';

/** What findings are told with: the fields, and what the answer is called where it is a number. */
export interface Wording {
  inputs: ReadonlyMap<string, DescribedInput>;
  /** Unit of the answer, where it is a number. */
  unit: string | null;
  /** The answer to the question itself. */
  answer: TriedAnswer;
}

const MOST_MORE_DECIMALS = 12;
const SHOWN_CHARACTERS = 60;
const NAMED = 3;

/** 'If total debt were 38% instead of 41%, the answer would be approved.' In the units of the form. */
export function findingSentence(changes: readonly FlipChange[], answer: TriedAnswer, wording: Wording): string {
  const conditions = changes.map((change) => condition(change, wording.inputs.get(change.key)));
  return `If ${joined(conditions)}, the answer would be ${answerWords(answer, wording)}.`;
}

function condition({ key, from, to }: FlipChange, input: DescribedInput | undefined): string {
  const [before, after] = input ? shownPair(from, to, input) : [String(from), String(to)];
  return `${subject(input?.label ?? key)} were ${after} instead of ${before}`;
}

/** A label inside a sentence: 'Total debt' is 'total debt' there; 'FICO score' and 'African-American' stay. */
function subject(label: string): string {
  const isPlainWord = /^\p{Lu}[\p{Ll}-]*(?=\s|$)/u.test(label);
  return isPlainWord ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

/** Two values of a field; where rounding would make them the same, with as many more decimals as tell them apart. */
function shownPair(from: FieldValue, to: FieldValue, input: DescribedInput): [string, string] {
  if (typeof from !== 'number' || typeof to !== 'number' || input.allowed?.length) {
    return [shownChoice(from, input), shownChoice(to, input)];
  }
  const display = displayOf(input);
  const decimals = Math.max(0, Math.trunc(display?.decimals ?? 0) || 0);
  for (let more = 0; display && more <= MOST_MORE_DECIMALS; more += 1) {
    const closer = { display: { ...display, decimals: decimals + more } };
    const pair = [from, to].map((value) => withShownUnit(showNumber(value, closer), input));
    if (pair[0] !== pair[1]) return pair as [string, string];
  }
  const pair = [from, to].map((value) => withShownUnit(showNumber(value, input), input));
  const isApart = pair[0] !== pair[1];
  return (isApart ? pair : [from, to].map((value) => withShownUnit(String(value), input))) as [string, string];
}

/** A choice by its words; any other text in quotation marks, cut. */
function shownChoice(value: FieldValue, { allowed }: DescribedInput): string {
  const choice = allowed?.find((one) => one.value === value);
  if (choice) return cut(choice.label);
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return typeof value === 'string' ? `“${cut(value)}”` : String(value);
}

function answerWords({ decision, number }: TriedAnswer, { unit, answer }: Wording): string {
  if (decision !== null) return cut(decision);
  const [now = '', before = ''] = numbersApart(number, answer.number);
  return `${withShownUnit(now, { unit })} instead of ${before}`;
}

/** Numbers with as few digits as tell them apart, four at least. */
function numbersApart(one: number | null, other: number | null): string[] {
  const texts = (digits: number) => [one, other].map((value) => shortNumber(value, digits));
  for (let digits = 4; digits < MOST_MORE_DECIMALS; digits += 1) {
    const [a, b] = texts(digits);
    if (a !== b) return [a ?? '', b ?? ''];
  }
  return [String(one), String(other)];
}

function shortNumber(value: number | null, digits: number): string {
  if (value === null) return 'no number';
  if (Math.abs(value) >= 10 ** digits) return showNumber(Math.round(value), {});
  return String(Number(value.toPrecision(digits)));
}

/** What a search came to beside its findings. */
export interface Ended {
  ended: FlipEnd;
  /** Whether the question itself was answered. */
  isAnswered: boolean;
  findingCount: number;
  rowsAsked: number;
  /** What the model could not be asked any more for, in words. */
  failure: string | null;
  /** Every answer that came was the same, scores and all. */
  isConstant: boolean;
  fieldCount: number;
  /** Labels of fields that were not tried at all, and of those that change the answer somewhere unknown. */
  untried: string[];
  unplaced: string[];
  /** Fields of which only some choices were tried. */
  partly: { label: string; triedCount: number; ofCount: number }[];
  pairs: { tried: number; of: number } | null;
  /** Labels of fields that such a search does not move: texts, dates, lists, pictures. */
  left: string[];
  hasReference: boolean;
  /** Of numbers: from how much on a change counts, and that it is a guess from the sweep. */
  tolerance: { value: number; unit: string | null } | null;
}

/** What the search came to, and everything it could not look at; each in a sentence. */
export function outcomeSentences(given: Ended): string[] {
  if (given.ended === 'two-answers') {
    return ['The model gives two answers to one and the same question, so there is no boundary to show.'];
  }
  if (given.ended === 'no-answer') {
    return ['The model gives no single answer to this question that could become another one.'];
  }
  if (given.ended === 'nothing-to-change') {
    return ['There is no field to change: each is fixed, or is neither a number nor a choice.'];
  }
  if (given.ended === 'time' && !given.isAnswered) {
    return ['The model did not answer in time, so nothing was looked at.'];
  }
  return [...endSentences(given), ...gapSentences(given)];
}

function endSentences(given: Ended): string[] {
  const { ended, findingCount, rowsAsked, isConstant, failure, tolerance, untried, fieldCount } = given;
  const sentences: string[] = [];
  if (ended === 'cancelled') sentences.push('The search was stopped.');
  if (ended === 'failed') sentences.push(`The search came to an early end. ${failure ?? ''}`.trim());
  if (ended === 'time') sentences.push('There was no time to look at everything.');
  if (ended === 'rows')
    sentences.push(`After ${count(rowsAsked)} questions the search was over before all was looked at.`);
  // Where nothing was looked at, nothing was found is no news.
  if (untried.length === fieldCount) return sentences;
  if (findingCount === 0 && isConstant) {
    sentences.push(`Each of ${count(rowsAsked)} questions that were tried got the same answer.`);
  } else if (findingCount === 0) {
    const by = tolerance ? ` by more than ${withShownUnit(shortNumber(tolerance.value, 3), tolerance)}` : '';
    sentences.push(`Nothing was found that changes the answer${by}: ${count(rowsAsked)} questions were tried.`);
  }
  return sentences;
}

function gapSentences({ untried, unplaced, partly, pairs, left, hasReference, fieldCount }: Ended): string[] {
  const sentences: string[] = [];
  if (untried.length > 0) {
    sentences.push(`${count(untried.length)} of ${count(fieldCount)} fields were not looked at: ${named(untried)}.`);
  }
  if (unplaced.length > 0) sentences.push(`Where ${named(unplaced)} would change the answer could not be found out.`);
  for (const { label, triedCount, ofCount } of partly.slice(0, NAMED)) {
    sentences.push(`Of the ${count(ofCount)} choices of ${subject(label)}, ${count(triedCount)} were tried.`);
  }
  if (pairs && pairs.tried < pairs.of) {
    sentences.push(`Of the ${count(pairs.of)} pairs of fields, ${count(pairs.tried)} were tried together.`);
  }
  if (left.length > 0) sentences.push(`Only numbers and choices were changed, never ${named(left)}.`);
  if (!hasReference) sentences.push('There are no reference rows, so real cases were not looked at.');
  return sentences;
}

/** 'age, income and 3 others' */
function named(labels: readonly string[]): string {
  const shown = labels.slice(0, NAMED).map(subject);
  const others = labels.length - shown.length;
  return joined(others > 0 ? [...shown, others === 1 ? 'one other' : `${count(others)} others`] : shown);
}

function joined(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').toWellFormed();
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line;
}

function count(value: number): string {
  return new Intl.NumberFormat('en').format(value);
}

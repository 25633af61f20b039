import type { VersionDetail } from '#app/catalog/contract.ts';
import type { FieldValue } from '#app/catalog/description-format.ts';
import type { RowAnswer } from '../asking-rows.ts';
import type { Answer, ProbeFinding } from '../contract.ts';
import { type Field, fieldsOf } from '../inputs/graph-input.ts';
import { compareAnswers } from '../twins/compare-answers.ts';

/** A case, and what the model said to it. */
export interface ProbedCase {
  version: VersionDetail;
  inputs: Readonly<Record<string, FieldValue>>;
  answer: Answer;
}

export type ProbeRow = Readonly<Record<string, FieldValue>>;

/** One way of looking for something odd: rows to ask, and what their answers tell. Pure. */
export interface Probe {
  rows(probed: ProbedCase): ProbeRow[];
  /** @param told the answers in the order of the rows */
  judge(probed: ProbedCase, rows: readonly ProbeRow[], told: readonly RowAnswer[]): ProbeFinding | null;
}

/** Wider models are looked at in their first fields only. */
const MOST_FIELDS = 60;

/** The single number fields of a version, those that are chosen from a list left out. */
export function numberFields(version: VersionDetail): Field[] {
  return fieldsOf(version)
    .filter(({ input, isSingle }) => {
      const isNumber = input.kind === 'number' || input.kind === 'integer';
      return isSingle && isNumber && !input.hidden && !input.allowed?.length;
    })
    .slice(0, MOST_FIELDS);
}

/** Whether two answers are told apart: decisions, or numbers where the owner said how far apart is another answer. */
export function isOther({ version, answer }: ProbedCase, told: RowAnswer | undefined): boolean {
  const other = told?.answer;
  if (!other || !canTell(version, answer)) return false;
  return compareAnswers(version.description, answer, other).differs;
}

function canTell({ description }: VersionDetail, { decision }: Answer): boolean {
  return decision !== null || description.outputs.some((output) => 'tolerance' in output);
}

/** An answer in a few words. */
export function answerWords({ decision, values }: Answer): string {
  if (decision !== null) return `“${decision}”`;
  const number = values.find(({ value }) => typeof value === 'number')?.value;
  return typeof number === 'number'
    ? new Intl.NumberFormat('en', { maximumSignificantDigits: 4 }).format(number)
    : 'another answer';
}

/** Whether an answer holds a number that is none, in a list of scores too. */
export function isBroken({ values }: Answer): boolean {
  return values.some(({ value }) => holdsNone(value));
}

function holdsNone(value: FieldValue): boolean {
  if (Array.isArray(value)) return value.some(holdsNone);
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity';
}

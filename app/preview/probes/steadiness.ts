import type { FieldValue } from '#app/catalog/description-format.ts';
import { seededRandom } from '#app/statistics/seeded-random.ts';
import { fromShown, showNumber } from '../display-unit.ts';
import type { Field } from '../inputs/graph-input.ts';
import { isWholeDatatype } from '../inputs/number-value.ts';
import { compareAnswers } from '../twins/compare-answers.ts';
import { answerWords, isOther, numberFields, type Probe, type ProbeRow } from './probe.ts';

/** Whether a model answers the same, and nearly the same, alike. */

const REPEATS = 5;
const NEIGHBOURS = 24;
/** How far neighbours are at most, as a share of the usual range of each number. */
const NEAR = 0.02;
const SEED = 4_219;

/** The same question asked again. */
export const repeated: Probe = {
  rows: ({ inputs }) => Array.from({ length: REPEATS }, () => inputs),
  judge: ({ version, answer }, _rows, told) => {
    const others = told.flatMap(({ answer: other }) =>
      other && compareAnswers(version.description, answer, other).differs ? [other] : [],
    );
    const [first] = others;
    if (!first) return null;
    return {
      kind: 'not-deterministic',
      sentence: `The same question got ${answerWords(answer)} and then ${answerWords(first)}.`,
      reason: `It was asked ${REPEATS} more times, and ${others.length} of them got another answer. Nothing else can be said of such a model for sure.`,
      inputs: null,
    };
  },
};

/** Cases so near that nobody would tell them from this one. */
export const neighbours: Probe = {
  rows: ({ version, inputs }) => {
    const fields = numberFields(version).filter(({ input }) => spreadOf(input) > 0);
    if (fields.length === 0) return [];
    const random = seededRandom(SEED);
    return Array.from({ length: NEIGHBOURS }, () => ({
      ...inputs,
      ...Object.fromEntries(fields.flatMap((field) => nearby(field, { inputs, at: 2 * random() - 1 }))),
    }));
  },
  judge: (probed, rows, told) => {
    const others = rows.flatMap((row, at) => (isOther(probed, told[at]) ? [{ row, told: told[at] }] : []));
    const [first] = others;
    // One in so many is a boundary nearby; several are a case on the edge.
    if (!first || others.length * 4 < rows.length) return null;
    return {
      kind: 'contradicting-neighbours',
      sentence: `Of ${rows.length} almost identical cases, ${others.length} get another answer.`,
      reason: `Each number was moved by at most ${NEAR * 100} in 100 of its usual range. The answer here hangs on very little.`,
      inputs: { ...first.row },
    };
  },
};

function spreadOf({ min, max, p05, p95 }: Field['input']): number {
  const [from, to] = [p05 ?? min, p95 ?? max];
  return from === undefined || to === undefined ? 0 : to - from;
}

/** A number moved a little, kept within its known range and whole where it must be. */
function nearby({ input, datatype }: Field, { inputs, at }: { inputs: ProbeRow; at: number }): [string, FieldValue][] {
  const value = inputs[input.key];
  if (typeof value !== 'number') return [];
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = input;
  const isWhole = input.kind === 'integer' || isWholeDatatype(datatype);
  const moved = value + at * NEAR * spreadOf(input);
  const kept = Math.min(Math.max(moved, Math.min(min, value)), Math.max(max, value));
  return [[input.key, isWhole ? Math.round(kept) : kept]];
}

/** Every number as the form shows it: what is typed from a print-out is this case, not the exact one. */
export const rounded: Probe = {
  rows: ({ version, inputs }) => {
    const shown = numberFields(version).flatMap(({ input }): [string, FieldValue][] => {
      const value = inputs[input.key];
      return typeof value === 'number' ? [[input.key, fromShown(showNumber(value, input), input)]] : [];
    });
    const row = { ...inputs, ...Object.fromEntries(shown) };
    return shown.some(([key, value]) => value !== inputs[key]) ? [row] : [];
  },
  judge: (probed, rows, told) => {
    const [row, answer] = [rows[0], told[0]?.answer];
    if (!row || !answer || !isOther(probed, told[0])) return null;
    return {
      kind: 'rounding',
      sentence: `With the numbers as they are shown, rounded, the answer is ${answerWords(answer)}.`,
      reason: 'Digits that nobody sees decide. Whoever types this case in again gets the other answer.',
      inputs: { ...row },
    };
  },
};

import type { VersionDetail } from '#app/catalog/contract.ts';
import type { FieldValue } from '#app/catalog/description-format.ts';
import type { AskingDeps, AskOptions } from '../asking.ts';
import { askRows, type RowAnswer } from '../asking-rows.ts';
import type { Answer, TwinField, TwinsView, TwinView } from '../contract.ts';
import { compareAnswers } from './compare-answers.ts';
import { combinedCases, MOST_TWINS, type TwinCase, type TwinGroup, twinGroups } from './twin-cases.ts';
import { absentSentence, fieldSentence, noteFor, twinSentence, twinsSentence } from './twin-sentences.ts';

export interface TwinsQuestion {
  version: VersionDetail;
  /** The case: every field's value, and what the model said to it. */
  inputs: Readonly<Record<string, FieldValue>>;
  answer: Answer;
  /** Also several fields changed at once, up to 64 twins in all. */
  withCombinations?: boolean;
  /** What is known to be sensitive and is no input of this version. */
  absent?: readonly { key: string; label: string }[];
}

/**
 * Asks the twins of a case in one batch and says what they were told. Stores nothing.
 * @throws FL_VERSION_RETIRED, FL_SERVING_*, FL_MODEL_CANNOT_LOAD; what the signal was aborted with
 */
export async function askTwins(deps: AskingDeps, given: TwinsQuestion, options?: AskOptions): Promise<TwinsView> {
  const { version, inputs, withCombinations = false, absent = [] } = given;
  const groups = twinGroups(version, inputs);
  const { groups: kept, leftOutCount } = withinLimit(groups);
  const room = MOST_TWINS - countOf(kept);
  const combinations = withCombinations ? combinedCases(kept, room) : { cases: [], leftOutCount: 0 };
  const cases = [...kept.flatMap((group) => group.cases), ...combinations.cases];
  const rows = await askRows(deps, { version, rows: cases.map((one) => one.inputs) }, options);
  const twins = cases.map((one, at) => twinView(given, one, rows[at]));
  const view = viewOf({ kept, twins, absent, leftOutCount: leftOutCount + combinations.leftOutCount });
  return { ...view, note: noteFor(version.report.deterministic, view.note) };
}

interface Told {
  kept: readonly TwinGroup[];
  /** In the order of the groups, then the combinations. */
  twins: readonly TwinView[];
  absent: readonly { key: string; label: string }[];
  leftOutCount: number;
}

function viewOf({ kept, twins, absent, leftOutCount }: Told): TwinsView {
  let next = 0;
  const fields = kept.map(({ key, label, cases, count }): TwinField => {
    const own = twins.slice(next, next + cases.length);
    next += cases.length;
    return { key, label, twins: own, sentence: fieldSentence({ label, twins: own, isUnknown: count === 0 }) };
  });
  const missing = absent.map(({ key, label }) => ({ key, label, sentence: absentSentence(label) }));
  return {
    ...twinsSentence(fields, missing),
    fields,
    combinations: twins.slice(next),
    leftOutCount,
    absent: missing,
  };
}

/** The first values of each field, as many as there is room for all of them. */
export function withinLimit(groups: readonly TwinGroup[]): { groups: TwinGroup[]; leftOutCount: number } {
  let room = MOST_TWINS;
  const kept = groups.map((group, at) => {
    // A category of ten thousand values must not leave the fields after it without any.
    const share = Math.ceil(room / (groups.length - at));
    const cases = group.cases.slice(0, share);
    room -= cases.length;
    return { ...group, cases };
  });
  return { groups: kept, leftOutCount: sumOf(groups, ({ count }) => count) - countOf(kept) };
}

function countOf(groups: readonly TwinGroup[]): number {
  return sumOf(groups, ({ cases }) => cases.length);
}

function sumOf(groups: readonly TwinGroup[], count: (group: TwinGroup) => number): number {
  return groups.reduce((sum, group) => sum + count(group), 0);
}

export function twinView(
  { version, answer: before }: Pick<TwinsQuestion, 'version' | 'answer'>,
  { changes }: TwinCase,
  told: RowAnswer | undefined,
): TwinView {
  const after = told?.answer;
  if (!after) {
    const nothing = { differs: false, direction: null, score: null, value: null };
    return { changes, answer: null, ...nothing, sentence: twinSentence(changes, null, nothing) };
  }
  const difference = compareAnswers(version.description, before, after);
  const { decision, confidence, closeCall, scores } = after;
  const sentence = twinSentence(changes, after, difference);
  return { changes, answer: { decision, confidence, closeCall, scores }, ...difference, sentence };
}

import type { ReferenceCases, VersionDetail } from '#app/catalog/contract.ts';
import type { AskingDeps } from '../../asking.ts';
import { askRows } from '../../asking-rows.ts';
import { valueWords } from '../other-values.ts';
import { sensitiveInputs, twinGroups } from '../twin-cases.ts';
import { twinView, withinLimit } from '../twins.ts';
import { addCase, newTally, type Tally } from './tally.ts';

type Case = ReferenceCases['cases'][number];

export interface ReviewedCases {
  /** One for each sensitive input, and for each kind of words that was found in a text. */
  tallies: Tally[];
  /** Cases the model answered. */
  answeredCount: number;
}

export interface ReviewQuestion {
  version: VersionDetail;
  cases: readonly Case[];
  favourable: string | null;
  signal: AbortSignal;
  /** Told now and then how many cases are done. */
  onProgress: (doneCount: number) => void;
}

/** Cases asked together, with all their twins. */
const CASES_A_TURN = 64;
/** When so many were not answered and none was, the rows are of another model. */
const HOPELESS_AFTER = 64;

/**
 * Asks cases and their twins, and counts what changes.
 * @throws FL_SERVING_*, FL_MODEL_CANNOT_LOAD; what the signal was aborted with
 */
export async function reviewCases(deps: AskingDeps, question: ReviewQuestion): Promise<ReviewedCases> {
  const { version, cases, signal, onProgress } = question;
  const tallies = new Map<string, Tally>();
  for (const { key, label } of sensitiveInputs(version)) tallies.set(label, newTally({ key, label }));
  let answeredCount = 0;
  for (let first = 0; first < cases.length; first += CASES_A_TURN) {
    signal.throwIfAborted();
    answeredCount += await reviewSome(deps, { ...question, cases: cases.slice(first, first + CASES_A_TURN) }, tallies);
    onProgress(Math.min(cases.length, first + CASES_A_TURN));
    if (answeredCount === 0 && first + CASES_A_TURN >= HOPELESS_AFTER) break;
  }
  return { tallies: [...tallies.values()], answeredCount };
}

async function reviewSome(
  deps: AskingDeps,
  { version, cases, favourable, signal }: ReviewQuestion,
  tallies: Map<string, Tally>,
): Promise<number> {
  const asked = await askRows(deps, { version, rows: cases.map(({ inputs }) => inputs) }, { signal });
  const answered = asked.flatMap((told) => (told.answer ? [told] : []));
  const withGroups = answered.map(({ inputs, answer }) => ({
    ...{ inputs, answer },
    groups: withinLimit(twinGroups(version, inputs)).groups,
  }));
  const rows = withGroups.flatMap(({ groups }) => groups.flatMap((group) => group.cases.map(({ inputs }) => inputs)));
  const told = await askRows(deps, { version, rows }, { signal });
  let next = 0;
  for (const { inputs, answer, groups } of withGroups) {
    for (const { key, label, cases: twins } of groups) {
      const views = twins.map((twin) => twinView({ version, answer }, twin, told[next++]));
      const tally = tallies.get(label) ?? newTally({ key, label });
      tallies.set(label, tally);
      const own = ownWords(version, { key, inputs, fromWords: views[0]?.changes[0]?.fromWords });
      addCase(tally, { inputs, answer, own, twins: views }, favourable);
    }
  }
  return answered.length;
}

/** What group a case is in: the words of its own value, of a number whether it is below the middle of the usual range. */
function ownWords(
  { description }: VersionDetail,
  { key, inputs, fromWords = '' }: { key: string; inputs: Case['inputs']; fromWords: string | undefined },
): string {
  const input = description.inputs.find((one) => one.key === key);
  const value = inputs[key];
  const isNumber = input?.kind === 'number' || input?.kind === 'integer';
  if (!input || typeof value !== 'number' || !isNumber || input.allowed?.length) return fromWords;
  const [from, to] = [input.p05 ?? input.min, input.p95 ?? input.max];
  if (from === undefined || to === undefined) return fromWords;
  const middle = Number(((from + to) / 2).toPrecision(3));
  const words = valueWords(input, middle);
  return value <= middle ? `${words} or less` : `more than ${words}`;
}

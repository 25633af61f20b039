import type { DescribedInput, FieldValue } from '#app/catalog/description-format.ts';
import { wilsonInterval } from '#app/statistics/intervals.ts';
import type { Answer, TwinReviewField, TwinView } from '../../contract.ts';

/** A case of a review: its own answer and those of the twins of one field. */
export interface ToldCase {
  inputs: Readonly<Record<string, FieldValue>>;
  answer: Answer;
  /** Words of the value the case has itself. */
  own: string;
  twins: readonly TwinView[];
}

/** How often what was seen, kept while the cases come in. */
export interface Tally {
  key: string;
  label: string;
  caseCount: number;
  failedCount: number;
  changedCount: number;
  worseCount: number;
  betterCount: number;
  groups: Map<string, Counts>;
  /** By value: cases that got the favourable answer with it, of how many. */
  values: Map<string, { favourable: number; cases: number }>;
  /** Of a field with two values: cases favoured only with this one. */
  onlyWith: Map<string, number>;
  /** Those that moved most, the most first. */
  worst: MovedCase[];
}

interface Counts {
  cases: number;
  changed: number;
  worse: number;
  better: number;
}

export interface MovedCase {
  inputs: Readonly<Record<string, FieldValue>>;
  answer: Answer;
  twin: TwinView;
  /** How far, in the unit of the score or the number. */
  distance: number;
}

const SHOWN_WORST = 5;
const ALPHA = 0.05;

export function newTally({ key, label }: { key: string; label: string }): Tally {
  const none = { caseCount: 0, failedCount: 0, changedCount: 0, worseCount: 0, betterCount: 0 };
  return { key, label, ...none, groups: new Map(), values: new Map(), onlyWith: new Map(), worst: [] };
}

/**
 * Counts a case. It changes when any of its twins gets another answer; the way follows from its own answer, so that a
 * case counts once. One of whose twins none was answered is counted as failed.
 */
export function addCase(tally: Tally, told: ToldCase, favourable: string | null): void {
  const answered = told.twins.filter(({ answer }) => answer !== null);
  if (answered.length === 0) {
    tally.failedCount += 1;
    return;
  }
  const different = answered.filter(({ differs }) => differs);
  const isWorse = different.some(({ direction }) => direction === 'worse');
  const isBetter = !isWorse && different.some(({ direction }) => direction === 'better');
  tally.caseCount += 1;
  tally.changedCount += Number(different.length > 0);
  tally.worseCount += Number(isWorse);
  tally.betterCount += Number(isBetter);
  const group = tally.groups.get(told.own) ?? { cases: 0, changed: 0, worse: 0, better: 0 };
  tally.groups.set(told.own, {
    cases: group.cases + 1,
    changed: group.changed + Number(different.length > 0),
    worse: group.worse + Number(isWorse),
    better: group.better + Number(isBetter),
  });
  if (favourable !== null) addValues(tally, told, favourable);
  keepWorst(tally, told, different);
}

function addValues({ values, onlyWith }: Tally, { own, answer, twins }: ToldCase, favourable: string): void {
  const answers = [
    { words: own, isFavoured: answer.decision === favourable },
    ...twins.flatMap(({ changes, answer: other }) =>
      other ? [{ words: changes[0]?.toWords ?? '', isFavoured: other.decision === favourable }] : [],
    ),
  ];
  for (const { words, isFavoured } of answers) {
    const before = values.get(words) ?? { favourable: 0, cases: 0 };
    values.set(words, { favourable: before.favourable + Number(isFavoured), cases: before.cases + 1 });
  }
  const [first, second, ...more] = answers;
  if (!first || !second || more.length > 0 || first.isFavoured === second.isFavoured) return;
  const favoured = first.isFavoured ? first.words : second.words;
  onlyWith.set(favoured, (onlyWith.get(favoured) ?? 0) + 1);
}

/** Only cases whose answer changed, and of each the twin that moved most. */
function keepWorst(tally: Tally, { inputs, answer }: ToldCase, different: readonly TwinView[]): void {
  const moved = different
    .map((twin) => ({ inputs, answer, twin, distance: distanceOf(twin) }))
    .sort((one, other) => other.distance - one.distance)[0];
  if (!moved) return;
  tally.worst = [...tally.worst, moved].sort((one, other) => other.distance - one.distance).slice(0, SHOWN_WORST);
}

function distanceOf({ score, value }: TwinView): number {
  const moved = score ?? value;
  return moved ? Math.abs(moved.after - moved.before) : 0;
}

/** The figures of a tally as they are stored: everything but words. */
export function figuresOf(
  tally: Tally,
  input: DescribedInput | undefined,
): Pick<TwinReviewField, 'groups' | 'values' | 'interval' | 'otherCount'> {
  const { caseCount, changedCount, worseCount, betterCount } = tally;
  const inOrder = orderOf(input);
  return {
    otherCount: changedCount - worseCount - betterCount,
    interval: caseCount > 0 ? wilsonInterval({ successes: changedCount, of: caseCount, alpha: ALPHA }) : null,
    groups: [...tally.groups].sort(inOrder).map(([label, { cases, changed, worse, better }]) => ({
      ...{ label, caseCount: cases, changedCount: changed, worseCount: worse, betterCount: better },
      interval: wilsonInterval({ successes: changed, of: cases, alpha: ALPHA }),
    })),
    values: [...tally.values].sort(inOrder).map(([label, { favourable, cases }]) => ({
      ...{ label, favourableCount: favourable, caseCount: cases },
      interval: wilsonInterval({ successes: favourable, of: cases, alpha: ALPHA }),
    })),
  };
}

/** In the order of the choices; anything else as numbers in words sort. */
function orderOf(input: DescribedInput | undefined): (one: [string, unknown], other: [string, unknown]) => number {
  const places = new Map(input?.allowed?.map(({ label }, place) => [label, place]));
  return ([one], [other]) => {
    const apart = (places.get(one) ?? places.size) - (places.get(other) ?? places.size);
    return apart || one.localeCompare(other, 'en', { numeric: true });
  };
}

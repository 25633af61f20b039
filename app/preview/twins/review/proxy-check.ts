import type { FieldValue } from '#app/catalog/description-format.ts';
import { areaInterval, areaUnderCurve } from '#app/statistics/auc.ts';
import { fitLogistic, logisticScore } from '#app/statistics/logistic.ts';
import { seededRandom, shuffledPlaces } from '#app/statistics/seeded-random.ts';
import type { ProxyView } from '../../contract.ts';

export interface ProxyQuestion {
  /** The group of each case, in words; null where it is not known. */
  groups: readonly (string | null)[];
  /** The other inputs of each case, column by column. */
  columns: readonly { isNumber: boolean; values: readonly FieldValue[] }[];
}

/** Fewer cases tell nothing (reference, bias monitoring 1.2). */
const LEAST_ROWS = 200;
/** In the half that is held out, of a group and of all others. */
const LEAST_OF_GROUP = 10;
const MOST_GROUPS = 8;
const MOST_ROWS = 5_000;
const MOST_CHOICES = 30;
const MOST_COLUMNS = 150;
const BINS = 5;
const RIDGE = 1;
/** Of the split and of the interval; the check comes to the same each time. */
const SEED = 20_071;

/**
 * How well the other inputs tell the groups apart: a logistic regression on half of the cases, each number in fifths of
 * its range so that it need not be a straight line, scored on the other half. Takes its time: for a thread.
 */
export function checkProxies({ groups, columns }: ProxyQuestion): ProxyView {
  const random = seededRandom(SEED);
  const known = groups.flatMap((group, place) => (group === null ? [] : [place]));
  const rowCount = Math.min(known.length, MOST_ROWS);
  if (rowCount < LEAST_ROWS) return { state: 'too-few', rowCount: known.length, neededCount: LEAST_ROWS };
  const order = shuffledPlaces(known.length, random)
    .slice(0, rowCount)
    .map((at) => known[at] as number);
  const half = Math.ceil(rowCount / 2);
  const [fitted, held] = [order.slice(0, half), order.slice(half)];
  const encoders = encodersOf(columns, fitted);
  if (encoders.length === 0) return { state: 'no-inputs' };
  const encode = (place: number): number[] => encoders.map((encoder) => encoder(place));
  const [fittedRows, heldRows] = [fitted.map(encode), held.map(encode)];
  const told = groupsToTell(groups, known).flatMap((group) => {
    const isIn = (place: number): boolean => groups[place] === group;
    const inCount = held.filter(isIn).length;
    if (Math.min(inCount, held.length - inCount) < LEAST_OF_GROUP || !fitted.some(isIn)) return [];
    const model = fitLogistic({ rows: fittedRows, labels: fitted.map(isIn) }, { ridge: RIDGE });
    const scores = heldRows.map((row) => logisticScore(model, row));
    const cases = {
      positives: scores.filter((_, at) => isIn(held[at] as number)),
      negatives: scores.filter((_, at) => !isIn(held[at] as number)),
    };
    return [{ group, area: areaUnderCurve(cases), interval: areaInterval(cases, { alpha: 0.05, seed: SEED }) }];
  });
  if (told.length === 0) return { state: 'too-few', rowCount: known.length, neededCount: LEAST_ROWS };
  return { state: 'known', rowCount, heldCount: held.length, groups: told };
}

/** The groups from the largest; of two the other one is the same question. */
function groupsToTell(groups: ProxyQuestion['groups'], known: readonly number[]): string[] {
  const counts = countsOf(known.map((place) => groups[place] as string));
  const names = [...counts.keys()].sort((one, other) => (counts.get(other) ?? 0) - (counts.get(one) ?? 0));
  return names.length === 2 ? names.slice(1) : names.slice(0, MOST_GROUPS);
}

type Encoder = (place: number) => number;

/** What the columns become, 0 or 1 each: seen on the fitted half only, so that the other half stays unseen. */
function encodersOf(columns: ProxyQuestion['columns'], fitted: readonly number[]): Encoder[] {
  return columns
    .flatMap(({ isNumber, values }) => {
      const seen = fitted.map((place) => values[place] ?? null);
      return isNumber ? binsOf(values, seen) : choicesOf(values, seen);
    })
    .slice(0, MOST_COLUMNS);
}

function binsOf(values: readonly FieldValue[], seen: readonly FieldValue[]): Encoder[] {
  const sorted = seen.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  if (sorted.length === 0) return [];
  const cuts = Array.from({ length: BINS - 1 }, (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / BINS)] ?? 0);
  const edges = [...new Set(cuts)].filter((cut) => cut > (sorted[0] ?? 0));
  return edges.map((edge) => (place) => Number(Number(values[place]) >= edge));
}

function choicesOf(values: readonly FieldValue[], seen: readonly FieldValue[]): Encoder[] {
  const counts = countsOf(seen.map(String));
  const names = [...counts.keys()].sort((one, other) => (counts.get(other) ?? 0) - (counts.get(one) ?? 0));
  return names.slice(0, MOST_CHOICES).map((name) => (place) => Number(String(values[place]) === name));
}

function countsOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

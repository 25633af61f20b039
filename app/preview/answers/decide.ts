import type { DescribedOutput } from '#app/catalog/description-format.ts';
import type { AnswerBands, Confidence } from '../contract.ts';
import type { Roles } from './roles.ts';

export interface Decision {
  decision: string | null;
  confidence: Confidence | null;
}

/** Leads in shares of one (design §5): 40 and 10 in 100. */
const CLEAR_LEAD = 0.4;
const CLOSE_LEAD = 0.1;
/** Scores carry the noise of 32 bits; 0.55 against 0.45 is a lead of exactly 0.1. */
const LEAD_DIGITS = 1e6;

/**
 * What the answer comes down to (design §5): the label looked up by its place; without a label output the favourable
 * class against its threshold, else the largest score; the publisher's bands over all of it. Numbers decide nothing
 * but where they have bands.
 */
export function decide(roles: Roles): Decision {
  const place = placeOfClass(roles);
  return {
    decision: bandOf(roles) ?? nameOfClass(roles, place),
    confidence: confidenceOf(roles.scores, place),
  };
}

/** The place of the decided class; -1 when none is decided or it is not among the known ones. */
function placeOfClass(roles: Roles): number {
  const { label, scores, classes } = roles;
  const [element] = label?.elements ?? [];
  if (element !== undefined) return classes.placeOf(element);
  const largest = placeOfLargest(scores);
  const { threshold } = roles.scored?.described ?? {};
  const favourable = placeOfFavourable(roles);
  if (threshold === undefined || favourable < 0 || scores.length < 2) return largest;
  if ((scores[favourable] as number) >= threshold) return favourable;
  // Below its threshold the favourable class is out, however large its score.
  return placeOfLargest(scores.map((score, place) => (place === favourable ? Number.NEGATIVE_INFINITY : score)));
}

function nameOfClass({ label, classes }: Roles, place: number): string | null {
  const [element] = label?.elements ?? [];
  // A label nobody knows is still what the model said.
  return classes.names[place] ?? (element === undefined ? null : String(element));
}

/** The class the threshold and the bands are about: the favourable one; of two without one, the second. */
function placeOfFavourable({ outputs, classes, scores }: Roles): number {
  const favourable = firstOf(outputs, 'favourable');
  if (favourable !== undefined) return classes.placeOf(favourable);
  return scores.length === 2 ? 1 : -1;
}

/** The bands of the description with what lies in them; null without any, or without a number to measure. */
export function bandsOf(roles: Roles): AnswerBands | null {
  const banded = roles.outputs.find(({ described }) => described?.bands?.length);
  const { described } = banded ?? {};
  if (!banded || !described?.bands) return null;
  const isShare = described.kind !== 'number';
  const place = bandedPlace(roles);
  const value = isShare ? roles.scores[place] : Number(banded.elements[0]);
  if (value === undefined || Number.isNaN(value)) return null;
  const zones = described.bands.toSorted((one, other) => one.from - other.from);
  const of = (isShare && roles.classes.names[place]) || described.label;
  return { of, value, unit: isShare ? null : (described.unit ?? null), isShare, zones };
}

function bandOf(roles: Roles): string | null {
  const bands = bandsOf(roles);
  return bands?.zones.findLast(({ from }) => from <= bands.value)?.label ?? null;
}

function bandedPlace(roles: Roles): number {
  const favourable = placeOfFavourable(roles);
  return roles.scores[favourable] === undefined ? placeOfLargest(roles.scores) : favourable;
}

/** How far the decided class is ahead of the best other one; behind it counts as only just. */
function confidenceOf(scores: readonly number[], place: number): Confidence | null {
  const decided = scores[place];
  if (decided === undefined || scores.length < 2) return null;
  const best = scores.reduce((top, score, at) => (at === place ? top : Math.max(top, score)), Number.NEGATIVE_INFINITY);
  const lead = Math.round((decided - best) * LEAD_DIGITS) / LEAD_DIGITS;
  if (lead >= CLEAR_LEAD) return 'clear';
  return lead <= CLOSE_LEAD ? 'only-just' : 'leaning';
}

function placeOfLargest(scores: readonly number[]): number {
  return scores.reduce((best, score, place) => (best < 0 || score > (scores[best] as number) ? place : best), -1);
}

function firstOf<K extends keyof DescribedOutput>(outputs: Roles['outputs'], key: K): DescribedOutput[K] | undefined {
  return outputs.find(({ described }) => described?.[key] !== undefined)?.described?.[key];
}

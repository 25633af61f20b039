import type { FieldValue } from '#app/catalog/description-format.ts';

/** What a model said to a question that was only tried, and is no run. */
export interface TriedAnswer {
  decision: string | null;
  /** The answer of a model that answers in numbers. */
  number: number | null;
  /** The score of what the question itself was decided as; null without scores. */
  share: number | null;
}

/** One field of a finding, in the model's own unit. */
export interface FlipChange {
  key: string;
  from: FieldValue;
  to: FieldValue;
  /** Of a number: the last value on the way whose answer is still the first one; the answer changes right behind it. */
  holdsTo: number | null;
  /** Of a choice: others that give the same answer as `to`. */
  alsoTo: FieldValue[];
}

/** What would change an answer: a question next to the one that was asked. Both were asked again before it was told. */
export interface FlipFinding {
  /** Of several findings with one id the last counts. */
  id: string;
  /** 'If total debt were 38% instead of 41%, the answer would be approved.' */
  sentence: string;
  changes: FlipChange[];
  answer: TriedAnswer;
  /** In spreads of each field (median absolute deviation), and one for each changed choice. */
  distance: number;
  /** The same measure from the changed question to the reference rows most like it; null without any. */
  strangeness: number | null;
}

/** What the model answers while one field moves and everything else stays. */
export interface ResponseCurve {
  key: string;
  /** Numbers from low to high; choices in the order of the description. */
  points: { value: FieldValue; answer: TriedAnswer | null }[];
  /** Of a number: between which two values, one step apart, the answer changes; asked again on both sides. */
  changes: { below: number; above: number }[];
  /** Of a number: what it is moved by, and what counts as a distance of one. */
  scale: { step: number; spread: number } | null;
  /** How many choices there are that were not tried. */
  untriedCount: number;
}

/** The answers over the values of the two fields that move the answer most. */
export interface PairGrid {
  columns: { key: string; values: FieldValue[] };
  rows: { key: string; values: FieldValue[] };
  /** One list for each value of `rows`. */
  answers: (TriedAnswer | null)[][];
}

/** A real question of the reference rows that got another answer, the one most like what was asked. */
export interface NearestCase {
  inputs: Record<string, FieldValue>;
  answer: TriedAnswer;
  /** Keys of the fields that differ. */
  differs: string[];
}

/**
 * How a search ended: `complete`; `rows` or `time`: the budget was used up before all was looked at; `cancelled`;
 * `failed`: the model could not be asked any more; `two-answers`: one question was given two; `no-answer`: the question
 * itself has none to go by; `nothing-to-change`: no field may be moved.
 */
export type FlipEnd =
  | 'complete'
  | 'rows'
  | 'time'
  | 'cancelled'
  | 'failed'
  | 'two-answers'
  | 'no-answer'
  | 'nothing-to-change';

/** What a search for changes came to. */
export interface FlipOutcome {
  ended: FlipEnd;
  /** What it came to, and what it could not look at. */
  sentences: string[];
  answer: TriedAnswer | null;
  /** Of numbers: a change is one by more than this, in the answer's unit. */
  tolerance: number | null;
  /** Ranked: fewer fields first, then the nearer, then the more usual. */
  findings: FlipFinding[];
  curves: ResponseCurve[];
  grid: PairGrid | null;
  nearestCase: NearestCase | null;
  rowsAsked: number;
  tookMs: number;
  /** When the first finding was told; null without any. */
  firstMs: number | null;
}

/** What a search tells, one after the other; `done` is the last. */
export type FlipEvent = { event: 'finding'; data: FlipFinding } | { event: 'done'; data: FlipOutcome };

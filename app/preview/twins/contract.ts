import type { FieldValue } from '#app/catalog/description-format.ts';

/** What twins, their review and probes tell; part of the contract of the slice. */

/** What was changed of a case to make its twin: one sensitive field, or the words of a text. */
export interface TwinChange {
  key: string;
  label: string;
  /** Values in the model's own unit. */
  from: FieldValue;
  to: FieldValue;
  /** The same as people read them. */
  fromWords: string;
  toWords: string;
  /** Of a text: every word that was replaced, in its order. Empty otherwise. */
  rewrites: { from: string; to: string }[];
}

/** The same case with one sensitive thing changed, and what the model says of it. */
export interface TwinView {
  changes: TwinChange[];
  /** Null when it could not be asked. */
  answer: {
    decision: string | null;
    confidence: 'clear' | 'leaning' | 'only-just' | null;
    closeCall: boolean;
    scores: { label: string; score: number }[];
  } | null;
  differs: boolean;
  /** Towards the favourable answer or away from it; null when it does not differ or nothing is called favourable. */
  direction: 'better' | 'worse' | null;
  /** The score of the favourable answer, else of the one that was given; null without scores. */
  score: { label: string; before: number; after: number } | null;
  /** Of a model that answers with one number. */
  value: { label: string; unit: string | null; before: number; after: number } | null;
  /** 'The same person with Race: White would be approved.' */
  sentence: string;
}

/** The twins of one sensitive field, or of one kind of words in a text. */
export interface TwinField {
  key: string;
  label: string;
  sentence: string;
  twins: TwinView[];
}

/** What twins of one case were told. */
export interface TwinsView {
  /** What came of it in one sentence. */
  sentence: string;
  /** What it does not show. */
  note: string | null;
  fields: TwinField[];
  /** Several fields changed at once; only where they were asked for. */
  combinations: TwinView[];
  /** Twins there are beside those that were asked. */
  leftOutCount: number;
  /** What is known to matter and is no input of this version, each with what would be needed. */
  absent: { key: string; label: string; sentence: string }[];
}

/** Where a share could be; it misses 5 times in 100. */
interface Bounds {
  lower: number;
  upper: number;
}

/** How well the other inputs tell the groups of an attribute apart. */
export type ProxyView =
  | { state: 'too-few'; rowCount: number; neededCount: number }
  /** There are no other inputs that can be looked at. */
  | { state: 'no-inputs' }
  | {
      state: 'known';
      rowCount: number;
      /** Cases that the prediction had not seen; it is judged by these alone. */
      heldCount: number;
      /** `area`: how often a case of the group is told from one of another; 0.5 is guessing. */
      groups: { group: string; area: number; interval: Bounds }[];
    };

/** A case of a twin review whose twin got another answer, to be looked at in the form. */
export interface TwinExample {
  /** A few of its values in words: 'Loan to property value 79%, …'. */
  title: string;
  sentence: string;
  before: string;
  after: string;
  direction: TwinView['direction'];
  /** How far the score or the number moved: '22 in 100 lower'. Null without either. */
  moved: string | null;
  /** The case and its twin as the query of the version's address. Null when they are too long for one. */
  query: string | null;
  twinQuery: string | null;
}

/** What changing one sensitive thing did over all cases. Counts of answers, in cases. */
export interface TwinReviewField {
  key: string;
  label: string;
  /** Cases whose twins were answered. */
  caseCount: number;
  /** Cases whose twins could not be asked. */
  failedCount: number;
  changedCount: number;
  /** Of those that changed: from the favourable answer to another, the other way, neither. */
  worseCount: number;
  betterCount: number;
  otherCount: number;
  /** Of the share that changed; null without cases. */
  interval: Bounds | null;
  sentence: string;
  /** McNemar's test in words; null when nothing changed or nothing is called favourable. */
  testSentence: string | null;
  /** Who they are: by the value the case has itself. */
  groups: {
    label: string;
    caseCount: number;
    changedCount: number;
    worseCount: number;
    betterCount: number;
    interval: Bounds;
  }[];
  /** How many would get the favourable answer if all of them had this value; empty when nothing is favourable. */
  values: { label: string; favourableCount: number; caseCount: number; interval: Bounds }[];
  worst: TwinExample[];
  /** Null where there is no other input to look at it with, as in a text. */
  proxy: ProxyView | null;
}

export interface TwinReviewResult {
  /** The favourable answer; null when none is called so. */
  favourable: string | null;
  /** Cases that were answered. */
  caseCount: number;
  /** Rows with a value missing, and rows the model did not answer. */
  skippedCount: number;
  sentence: string;
  note: string | null;
  fields: TwinReviewField[];
  /** What matters and is no input of this version. */
  absent: { label: string; sentence: string; proxy: ProxyView | null }[];
}

export type TwinReviewView =
  /** Nobody has started one; `problem` says why nobody can. */
  | { state: 'none'; problem: string | null }
  | { state: 'running'; doneCount: number; caseCount: number | null; startedAt: number }
  | { state: 'failed'; problem: string; startedAt: number }
  | { state: 'done'; finishedAt: number; result: TwinReviewResult };

type ProbeKind =
  | 'not-deterministic'
  | 'no-answer'
  | 'against-rule'
  | 'contradicting-neighbours'
  | 'rounding'
  | 'outside-range'
  | 'missing-value';

/** Something odd about how a model answers around a case, in one line. */
export interface ProbeFinding {
  kind: ProbeKind;
  sentence: string;
  /** Why it was looked at, and what it may mean. */
  reason: string;
  /** The case that shows it, by field key in the model's own unit; null when it is the case itself. */
  inputs: Record<string, FieldValue> | null;
}

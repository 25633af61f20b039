import type { FieldValue } from '#app/catalog/description-format.ts';
import type { Actor } from '#app/ledger/contract.ts';

/** How far ahead the answer is: clear (lead ≥ 40 in 100), leaning, only-just (≤ 10, a close call); design §5. */
export type Confidence = 'clear' | 'leaning' | 'only-just';

/** What the model said, in the words of the description. */
export interface Answer {
  /** Class name; null for numbers and series. */
  decision: string | null;
  /** Null without scores. */
  confidence: Confidence | null;
  closeCall: boolean;
  /** In the model's own order; empty without scores. */
  scores: { label: string; score: number }[];
  /** Every output. A number that is not finite is a string: 'NaN', 'Infinity', '-Infinity'. */
  values: { name: string; label: string; value: FieldValue; unit: string | null }[];
  /** What to know about the input: an unseen category, a value outside the known range. */
  notices: { code: string; message: string; key?: string }[];
}

/** One answered question, kept for ever. */
export interface RunView {
  id: string;
  modelId: string;
  modelName: string;
  modelTitle: string;
  projectId: string;
  versionId: string;
  versionNumber: number;
  descriptionId: string;
  /** Values by field key in the model's own unit; null when inputs were not to be stored. */
  inputs: Record<string, FieldValue> | null;
  answer: Answer;
  tookMs: number;
  source: 'page' | 'api' | 'example';
  actor: Actor;
  createdAt: number;
}

/** One field of the form, as a page without scripts renders it. Texts and range are in the display unit. */
export interface FormField {
  key: string;
  /** Name of the control: `in.<key>`. */
  name: string;
  label: string;
  help: string | null;
  /** Shown beside the control. */
  unit: string | null;
  /** `lines` is text of several lines; `json` is a text area for kinds that have no control yet. */
  control: 'number' | 'choice' | 'text' | 'lines' | 'date' | 'json';
  /** What the control shows at first. */
  value: string;
  /**
   * The exact value behind `value` as JSON, sent along in the hidden control `was.<key>`: as long as the text is the
   * one it stands for, the answer is for exactly this value. Null when there is nothing to keep exact.
   */
  was: string | null;
  /** For `choice`. */
  choices: { value: string; label: string }[];
  /** The known range in words: '0 to 300'. */
  range: string | null;
  /** Of a number whose range is known: what a slider needs, in the display unit. */
  scale: FieldScale | null;
  isSensitive: boolean;
  maxLength: number | null;
}

export interface FieldScale {
  min: number;
  max: number;
  /** Null: any. */
  step: number | null;
  /** Between which values nine of ten lie of what the model has seen; `text` is '18 to 44'. */
  typical: { from: number; to: number; text: string } | null;
}

/** An answer that is shown and not stored. */
export interface LiveAnswer {
  /** Under which it can be kept for ten minutes. */
  id: string;
  /** Every value by field key in the model's own unit. */
  inputs: Record<string, FieldValue>;
  answer: Answer;
  tookMs: number;
}

/** A run in the list of what someone ran before. */
export interface RecentRun {
  id: string;
  answer: Answer;
  source: RunView['source'];
  createdAt: number;
}

/** How well a version answers the reference rows whose true answer is known. Intervals miss 5 times in 100. */
export type AccuracyView =
  /** There are no true answers to compare with. */
  | { state: 'none' }
  | { state: 'pending' }
  /** Not one of so many true answers could be compared with what the model says. */
  | { state: 'incomparable'; skippedCount: number }
  | ({ state: 'known'; rowCount: number; skippedCount: number } & (
      | { kind: 'class'; rightCount: number; share: number; interval: { lower: number; upper: number } }
      /** Mean of how far off the answers are, in their unit; without an interval where there are too few. */
      | { kind: 'number'; meanError: number; interval: { lower: number; upper: number } | null }
    ));

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
  answer: Pick<Answer, 'decision' | 'confidence' | 'closeCall' | 'scores'> | null;
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

export type ProbeKind =
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

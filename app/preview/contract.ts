import type { FieldValue, OutputKind } from '#app/catalog/description-format.ts';
import type { Actor } from '#app/ledger/contract.ts';

/** How far ahead the answer is: clear (lead ≥ 40 in 100), leaning, only-just (≤ 10, a close call); design §5. */
export type Confidence = 'clear' | 'leaning' | 'only-just';

/** What the model said, in the words of the description. What is optional is absent in runs of earlier releases. */
export interface Answer {
  /** Class name; null for numbers and series. */
  decision: string | null;
  /** Null without scores. */
  confidence: Confidence | null;
  closeCall: boolean;
  /** In the model's own order; empty without scores. */
  scores: { label: string; score: number }[];
  /** Every output. A number that is not finite is a string: 'NaN', 'Infinity', '-Infinity'. */
  values: AnswerValue[];
  /** What to know about the input: an unseen category, a value outside the known range. */
  notices: { code: string; message: string; key?: string }[];
  /** The publisher's bands that made the decision, and where between them the answer lies. */
  bands?: AnswerBands | undefined;
  /** The series of the input that a series of the answer goes on from. */
  history?: { key: string; label: string } | undefined;
  /** Of the score of the decision: how often reference rows with such a score were answered right. */
  calibration?: Calibrated | undefined;
  /** Of a number: where the true value lies for so many of a hundred, from the errors on reference rows. */
  likely?: { from: number; to: number; inHundred: number; of: number } | undefined;
  /** Of a number: how many of a hundred answers to reference rows are lower. */
  standing?: { lowerInHundred: number; of: number; min: number; max: number } | undefined;
  /** Of an embedding: the known examples and rows most like it, the nearest first. */
  nearest?: NearAnswer[] | undefined;
  /** The model gave two answers to one question when it was checked. */
  isUnsteady?: true | undefined;
  /** How long each stage took, ms. */
  timings?: StageTimings | undefined;
}

export interface AnswerValue {
  name: string;
  label: string;
  value: FieldValue;
  unit: string | null;
  /** What the description calls it. */
  kind?: OutputKind | undefined;
  /** `lower` and `upper` of a band, `mask`, `embedding`, or what the publisher wrote. */
  role?: string | undefined;
  /** Of the tensor as it came. */
  datatype?: string | undefined;
  shape?: number[] | undefined;
  /** The element itself where `value` is the name of a class. */
  raw?: FieldValue | undefined;
}

export interface AnswerBands {
  /** What is measured: a class with its score, or an output. */
  of: string;
  value: number;
  unit: string | null;
  /** A score between 0 and 1. */
  isShare: boolean;
  /** From the lowest up; what lies below the first has no name. */
  zones: { from: number; label: string }[];
}

export interface Calibrated {
  /** What the model said on average, and how often it was right, shares of one. */
  said: number;
  right: number;
  /** Reference rows with a score like this one. */
  of: number;
  /** Too far apart for chance. */
  isOff: boolean;
}

export interface NearAnswer {
  name: string;
  /** Cosine, -1 to 1. */
  similarity: number;
  /** The true answer, where it is known. */
  truth: string | null;
}

/** From reading the inputs, over preparing tensors and the model's answer, to its words. */
export interface StageTimings {
  readMs: number;
  prepareMs: number;
  askMs: number;
  shapeMs: number;
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
  /**
   * `lines` is text of several lines. Of `picture`, `series`, `table`, `tensor` and `vector` the text is JSON: lists, one
   * value that stands for every place, or `{"file": …}`; numbers parted in any other way are taken too.
   */
  control: 'number' | 'choice' | 'text' | 'lines' | 'date' | ListControl;
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
  /** Has a default that is nearly always right: under 'More fields'. */
  isHidden: boolean;
  maxLength: number | null;
  picture: FieldPicture | null;
  series: FieldSeries | null;
  /** Of `vector`, `tensor` and `table`. */
  tensor: FieldTensor | null;
}

export type ListControl = 'picture' | 'series' | 'table' | 'tensor' | 'vector';

/** The picture a field takes, as its tensor holds it. */
export interface FieldPicture {
  /** In pixels; null where any goes. */
  width: number | null;
  height: number | null;
  channels: number;
  /** Whether the portal can prepare a file for it; else its pixels are given as they are. */
  takesFiles: boolean;
  /** Small, grey and of a fixed size: it can be drawn, and what is drawn is the tensor itself. */
  drawing: FieldDrawing | null;
}

export interface FieldDrawing {
  width: number;
  height: number;
  /** What a pixel nobody drew on, and one drawn on in full, are in the tensor. */
  paper: number;
  ink: number;
  /** How the lists of pixels are nested: with the one channel around the rows, inside them, or without it. */
  nesting: 'channel-first' | 'channel-last' | 'plain';
}

/** A curve: so many numbers, one a step. */
export interface FieldSeries {
  /** Null: any number of them. */
  length: number | null;
  /** Of a step: 'month'. */
  frequency: string | null;
  min: number | null;
  max: number | null;
}

/** Numbers (or texts) in a shape. */
export interface FieldTensor {
  datatype: string;
  /** Without the row; null where any size goes, and as a whole where the file does not tell. */
  shape: (number | null)[] | null;
  /** How many values one row has; null where any number goes. */
  count: number | null;
  /** Of the elements of a vector, where they are known. */
  names: string[] | null;
}

export interface FieldScale {
  min: number;
  max: number;
  /** Null: any. */
  step: number | null;
  /** Between which values nine of ten lie of what the model has seen; `text` is '18 to 44'. */
  typical: { from: number; to: number; text: string } | null;
}

/** Largest file of a picture that is taken. */
export const LARGEST_PICTURE_BYTES = 20 * 1024 * 1024;

/** What `POST <version address>/files?field=<key>` answers: the picture is kept and becomes the value `{file}`. */
export interface HandedOver {
  /** SHA-256, for the value `{"file": "…"}`. */
  file: string;
  mediaType: string;
  /** As it is shown, px: turned upright where the picture says so. */
  width: number;
  height: number;
  /** A PNG of what the model sees, before numbers are scaled, as a data address. */
  seen: string;
  /** What to know of it, in sentences: only the first picture of several was taken. */
  notices: string[];
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

/** One of several pasted rows: what the model says of it, or why it could not be asked. */
export interface AnsweredRow {
  /** The row as it was pasted, under its header: what fills the form with it. */
  text: string;
  answer: Answer | null;
  problem: string | null;
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

/** So many reference rows change from one decision to another; null: none is made. */
export interface DecisionMove {
  from: string | null;
  to: string | null;
  count: number;
}

/** What other bands would change in the decisions over the reference rows. */
export type DecisionCount =
  /** There are no rows that could be counted. */
  | { state: 'none' }
  /** The rows are still being asked. */
  | { state: 'pending' }
  | {
      state: 'known';
      rowCount: number;
      changedCount: number;
      /** The most frequent first. */
      moves: DecisionMove[];
      /** How often each is decided then, the most frequent first. */
      decisions: { label: string | null; count: number }[];
    };

/** A tensor as the model is sent it. */
export interface TensorDetails {
  name: string;
  datatype: string;
  shape: number[];
  count: number;
  /** In the protocol's JSON; null where that is too long, or JSON cannot carry it. */
  json: string | null;
}

/** A call written out for a shell, for Python and for JavaScript; `file` is the body they read from `question.json`. */
export interface CallSnippets {
  curl: string;
  python: string;
  javascript: string;
  file: string | null;
}

/** A question as the model is sent it, and how to send it from elsewhere. */
export interface QuestionDetails {
  tensors: TensorDetails[];
  /** By the portal's API, with the values of the form; null where it cannot be said there. */
  portal: CallSnippets | null;
  /** By the protocol, straight to the server of the models. */
  serving: CallSnippets | null;
}

/** What was learned of a version from its reference rows. */
export interface StudyView {
  rowCount: number;
  answeredCount: number;
  calibration: {
    ece: number;
    of: number;
    bins: { from: number; to: number; count: number; said: number; right: number }[];
  } | null;
  /** How far off 90 of a hundred answers were, at most. */
  margin: { value: number; of: number } | null;
  /** Whether odd combinations of values can be told. */
  knowsSurroundings: boolean;
}

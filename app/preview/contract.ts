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

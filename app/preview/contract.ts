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
  isSensitive: boolean;
  maxLength: number | null;
}

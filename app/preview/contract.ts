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

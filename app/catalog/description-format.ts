/**
 * The description of a version in the form of `preview.json` (`formatVersion` 1, design §6), completed: every input of
 * the graph is here with a key, a label, a kind and, where one could be found, a default. Unknown keys are kept.
 */

export const INPUT_KINDS = [
  'number',
  'integer',
  'yes-no',
  'category',
  'date',
  'text',
  'image',
  'audio',
  'table',
  'series',
  'tensor',
] as const;
export type InputKind = (typeof INPUT_KINDS)[number];

export const OUTPUT_KINDS = ['class', 'probabilities', 'number', 'series', 'image', 'tensor'] as const;
export type OutputKind = (typeof OUTPUT_KINDS)[number];

/** A value of one field in the model's own unit, as the API takes it and a run stores it. */
export type FieldValue = string | number | boolean | null | FieldValue[] | { base64: string };

export interface DescribedInput {
  /** Name of the graph input. */
  name: string;
  /** Column in a flat vector; absent when the field is the whole input. */
  index?: number;
  feature?: string;
  /** How the API and stored runs name the field: `feature`, else `name`. Unique in the description. */
  key: string;
  label: string;
  unit?: string | null;
  help?: string;
  kind: InputKind;
  min?: number;
  max?: number;
  p05?: number;
  p95?: number;
  step?: number;
  default?: FieldValue;
  allowed?: { value: string | number | boolean; label: string }[];
  sensitive?: boolean;
  direction?: 'any' | 'up-only' | 'fixed';
  hidden?: boolean;
  display?: { scale: number; unit: string; decimals: number };
  layout?: string;
  width?: number;
  height?: number;
  colour?: string;
  channels?: number;
  preprocess?: Record<string, unknown>;
  multiline?: boolean;
  maxLength?: number;
  length?: number;
  frequency?: string;
  /** Whether the guess is safe to believe, and why; absent when the publisher said it. */
  guess?: { sure: boolean; reason: string };
}

export interface DescribedOutput {
  name: string;
  label: string;
  kind: OutputKind;
  classes?: string[];
  favourable?: string;
  threshold?: number;
  bands?: { from: number; label: string }[];
  unit?: string | null;
  role?: string;
}

export interface DescribedExample {
  name: string;
  note?: string;
  values?: Record<string, FieldValue>;
  image?: string;
}

export interface Description {
  formatVersion: 1;
  title: string;
  summary?: string;
  task?: string;
  inputs: DescribedInput[];
  outputs: DescribedOutput[];
  examples: DescribedExample[];
  ask?: { by: string; sentence: string; good: string; decision: string };
}

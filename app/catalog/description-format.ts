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

/**
 * A value of one field in the model's own unit, as the API takes it and a run stores it. `base64` holds the bytes of a
 * tensor's elements or of a picture; `file` is the SHA-256 of a picture that was handed over before. A picture is stored
 * as its file.
 */
export type FieldValue = string | number | boolean | null | FieldValue[] | { base64: string } | FileValue;

/** A picture that the portal holds. */
export interface FileValue {
  file: string;
}

/** Whether a value, from wherever it comes, names a file of the portal. */
export function isFileValue(value: unknown): value is FileValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { file, ...others } = value as { file?: unknown };
  return typeof file === 'string' && /^[0-9a-f]{64}$/.test(file) && Object.keys(others).length === 0;
}

/** Whether a field takes a text that a tokenizer of the version turns into the numbers the graph takes. */
export function isTokenized({ kind, preprocess }: Pick<DescribedInput, 'kind' | 'preprocess'>): boolean {
  return kind === 'text' && typeof preprocess?.tokenizer === 'string';
}

/** A choice of a field: its value in the model's own unit, and what people read. */
export interface Choice {
  value: string | number | boolean;
  label: string;
}

export interface DescribedInput {
  /** Name of the graph input. */
  name: string;
  /**
   * Column in a flat vector; absent when the field is the whole input. A vector whose width the file leaves open is as
   * wide as it has fields.
   */
  index?: number;
  feature?: string;
  /**
   * How the API, forms and stored runs name the field: `feature`, else `name`, without white space and what would need
   * escaping in a query string. Unique in the description, and never a name that every JavaScript object has.
   */
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
  /**
   * Always fits the field. Of an image, audio, table, series or tensor it is a list, nested or flat, of the elements of
   * one row (`rowShape`), or a single value that stands for every element (`elementsOf`).
   */
  default?: FieldValue;
  allowed?: Choice[];
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
  /** Of a vector that is one field: what its elements are called, in their order. */
  names?: string[];
  length?: number;
  frequency?: string;
  /** Of a hidden input that the preparation of another fills: `attention_mask` or `token_type_ids` of a text. */
  role?: string;
  /**
   * Whether the guess is safe to believe, and why; absent when the publisher said it. `keys` names what is guessed beside
   * the kind and what belongs to it, as `hidden` and `sensitive`.
   */
  guess?: { sure: boolean; reason: string; keys?: string[] };
  /** What a person corrected after publishing, by the names of the keys here: it carries over to the next version. */
  corrected?: string[];
  /** The field of the version before that it may be under another name, until somebody says whether it is. */
  renamed?: { from: string; label: string; reason: string };
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
  corrected?: string[];
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
  corrected?: string[];
}

/**
 * Shape of one row of a graph input: the dimension of the rows is left out (an open first one, or a first one of 1
 * before others), and every other dimension that the file leaves open is 1. A single value is [] or [1].
 */
export function rowShape(shape: readonly (number | string | null)[] | null): number[] {
  if (shape === null) return [];
  const [first] = shape;
  const hasRows = typeof first !== 'number' || (first === 1 && shape.length > 1);
  return (hasRows ? shape.slice(1) : shape).map((size) => (typeof size === 'number' ? size : 1));
}

/** How many elements a tensor of this shape has. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * The elements of a list, nested or flat, in order; a single value stands for `count` of them.
 * @returns null when there are more or fewer than `count`
 */
export function elementsOf(value: FieldValue, count: number): FieldValue[] | null {
  if (!Array.isArray(value)) return new Array<FieldValue>(count).fill(value);
  const elements: FieldValue[] = [];
  // A stack of places, not recursion: nothing says how deep a value is.
  const open: { list: FieldValue[]; at: number }[] = [{ list: value, at: 0 }];
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const item = top.list[top.at++];
    if (item === undefined) open.pop();
    else if (Array.isArray(item)) open.push({ list: item, at: 0 });
    else if (elements.push(item) > count) return null;
  }
  return elements.length === count ? elements : null;
}

export interface NearestExample {
  example: { name: string; values: Record<string, FieldValue> } | null;
  changed: string[];
}

/**
 * The example a run most likely began with: the one that differs from it in the fewest fields, the first of several.
 * What an example leaves out has the default of the field.
 */
export function nearestExample(
  examples: readonly DescribedExample[],
  inputs: readonly DescribedInput[],
  values: Record<string, FieldValue> | null,
): NearestExample {
  let nearest: NearestExample = { example: null, changed: [] };
  if (values === null) return nearest;
  for (const { name, values: given } of examples) {
    if (!given) continue;
    const filled = Object.fromEntries(inputs.map(({ key, default: usual }) => [key, given[key] ?? usual ?? null]));
    const changed = inputs.map(({ key }) => key).filter((key) => !isSame(filled[key] ?? null, values[key] ?? null));
    const isNearer = nearest.example === null || changed.length < nearest.changed.length;
    if (isNearer) nearest = { example: { name, values: filled }, changed };
  }
  return nearest;
}

function isSame(one: FieldValue, other: FieldValue): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

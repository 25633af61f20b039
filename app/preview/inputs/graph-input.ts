import type { VersionDetail } from '#app/catalog/contract.ts';
import { type DescribedInput, type InputKind, isTokenized } from '#app/catalog/description-format.ts';
import { DATATYPE_SIZES, type Datatype } from '#app/oip/tensor.ts';

/** An input of the graph as a question fills it: one row, and what each dimension may be. */
export interface GraphInput {
  name: string;
  datatype: Datatype;
  /** A size, or null where any goes. The whole is null when the file does not tell even how many there are. */
  dimensions: (number | null)[] | null;
}

/** A field of the description and the place of the graph it fills. */
export interface Field {
  input: DescribedInput;
  datatype: Datatype;
  /** Dimensions of the whole graph input; for a column those of one value. */
  dimensions: (number | null)[] | null;
  /** One value; everything else is a list. */
  isSingle: boolean;
  /** What is made ready before it is fed: a picture that was handed over, a text that a tokenizer cuts. */
  preparation: 'picture' | 'text' | null;
}

const SINGLE_KINDS: ReadonlySet<InputKind> = new Set(['number', 'integer', 'yes-no', 'category', 'date', 'text']);

/** The inputs a question must carry, as the graph says. Inputs of types the protocol cannot carry are left out. */
export function graphInputs({ facts }: Pick<VersionDetail, 'facts'>): GraphInput[] {
  return facts.inputs.flatMap(({ name, datatype, shape }) => {
    if (!isDatatype(datatype)) return [];
    const dimensions = shape?.map((size) => (typeof size === 'number' && size >= 0 ? size : null)) ?? null;
    return [{ name, datatype, dimensions }];
  });
}

/** Every field of the description that has a place in the graph, in the description's order. */
export function fieldsOf(version: Pick<VersionDetail, 'facts' | 'description'>): Field[] {
  const inputs = new Map(graphInputs(version).map((input) => [input.name, input]));
  const hasTokens = version.description.inputs.some(isTokenized);
  return version.description.inputs.flatMap((input) => {
    const place = inputs.get(input.name);
    return place && !(hasTokens && isFilledByTokens(input)) ? [fieldAt(input, place)] : [];
  });
}

/** A field at its place. */
function fieldAt(input: DescribedInput, { datatype, dimensions }: GraphInput): Field {
  if (input.index !== undefined) return { input, datatype, dimensions: [1], isSingle: true, preparation: null };
  const isNumbers = datatype !== 'BYTES' && datatype !== 'BOOL';
  const preparation = !isNumbers ? null : input.kind === 'image' ? 'picture' : isTokenized(input) ? 'text' : null;
  const isSingle = preparation === 'text' || (SINGLE_KINDS.has(input.kind) && elementCount(dimensions) === 1);
  return { input, datatype, dimensions, isSingle, preparation };
}

/** What the tokenizer of another field fills is nothing that anyone gives. */
function isFilledByTokens({ role }: DescribedInput): boolean {
  return role === 'attention_mask' || role === 'token_type_ids';
}

/** The shape of one row: what is free is 1, and so is what the file does not tell. */
export function oneRowShape(dimensions: (number | null)[] | null): number[] {
  return dimensions?.map((size) => size ?? 1) ?? [1, 1];
}

/** How many values one row of an input has. */
export function elementCount(dimensions: (number | null)[] | null): number {
  return oneRowShape(dimensions).reduce((product, size) => product * size, 1);
}

function isDatatype(text: string): text is Datatype {
  return Object.hasOwn(DATATYPE_SIZES, text);
}

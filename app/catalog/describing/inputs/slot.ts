import type { ColumnFacts, ModelFacts } from '#app/oip/control.ts';
import type { PicturePreparation } from '../bundle/preparation.ts';
import type { TokenInput } from '../bundle/tokens.ts';
import type { ReferenceColumn } from '../reference/rows.ts';

type PictureFacts = NonNullable<ModelFacts['pictures']>[number];

/** A value that a question must hold: a whole graph input, or one column of a flat vector. */
export interface Slot {
  /** Name of the graph input. */
  name: string;
  datatype: string;
  /** Column of the vector; null when the value is the whole input (or 0, where a single value is called that). */
  index: number | null;
  /** Whether the value is one of several columns. */
  isColumn: boolean;
  /** Shape of the value; [] or [1] for a single one. */
  shape: number[];
  /** The same with null for every dimension that the file leaves open. */
  sizes: readonly (number | null)[];
  /** Whether the file leaves one open: a list of any length. */
  isOpen: boolean;
  /** Choices that an encoder in the graph knows. */
  choices: readonly (string | number)[] | null;
  /** What else the graph tells of the values: scalers, trees, tables. */
  known: ColumnFacts | null;
  /** How the graph begins to work on an input that may be a picture. */
  picture: PictureFacts | null;
  /** How a file beside the model says that pictures are prepared. */
  preparation: PicturePreparation | null;
  /** What a tokenizer beside the model fills it with. */
  tokens: TokenInput | null;
  /** Whether the graph is one for tables, so that a row of numbers is no curve. */
  isForTables: boolean;
  /** Whether no other input has columns, so that their places need no name. */
  isOnlyVector: boolean;
  /** Name of the column in the data, where something tells it. */
  feature: string | null;
  /** Where the name comes from, for the reason of a guess. */
  namedBy: 'preview' | 'reference' | 'version before' | 'metadata' | null;
  /** Reference rows of a single value. */
  column: ReferenceColumn | null;
  /** Reference rows of a value of many elements, in their order. */
  block: readonly ReferenceColumn[] | null;
}

/** Whether the value is one number, text or yes or no. */
export function isSingle(slot: Slot): boolean {
  return !slot.isOpen && slot.shape.every((size) => size === 1);
}

/** How a slot is looked up: graph input and column. */
export function slotId(name: string, index: number | null | undefined): string {
  return `${index ?? ''}:${name}`;
}

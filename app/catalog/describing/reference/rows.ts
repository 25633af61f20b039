/** Column-wise summary of the reference CSV, read once at publish (streamed, bounded). */
export interface ReferenceRows {
  columns: ReferenceColumn[];
  /** How many rows were kept: the first ones of the file. */
  rowCount: number;
  /** Rows left out because they have more or fewer values than the header; 0 when absent. */
  raggedRows?: number;
}

export interface ReferenceColumn {
  name: string;
  /** Every value that is not missing is a finite number. */
  numeric: boolean;
  /** One a row; '' where it is missing. */
  values: (string | number)[];
  /** Made while reading, where nobody waits for it; made on demand when absent. */
  summary?: ColumnSummary;
}

/** What the values of a column have in common. */
export interface ColumnSummary {
  /** Values that are not missing. */
  count: number;
  /** The different values, sorted; null when there are too many to choose from. */
  choices: (string | number)[] | null;
  /** The most frequent value; the first seen of several. Null when there are none, or very many. */
  mode: string | number | null;
  /** Whether texts are long or have several lines. */
  isProse: boolean;
  /** Only of a numeric column. */
  numbers: NumberSummary | null;
}

export interface NumberSummary {
  min: number;
  max: number;
  p05: number;
  p95: number;
  /** A value that occurs: the lower one of the two in the middle. */
  median: number;
  /** Whether all of them are whole. */
  isWhole: boolean;
}

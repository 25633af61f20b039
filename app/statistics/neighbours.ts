/** A column of rows of mixed kinds. */
export type MixedColumn =
  /** `scale`: what counts as one whole step, in the unit of the column. */
  { kind: 'number'; scale: number } | { kind: 'category' };

/** A row: a number by column; of a category the place among its values, -1 for one that is not among them. */
export type MixedRow = readonly number[];

/**
 * Gower's distance of two rows, 0 to 1: the mean over the columns of how far numbers are apart in steps of their
 * scale (one at most), and of whether categories differ. Gower, 'A general coefficient of similarity and some of its
 * properties', Biometrics 1971.
 */
export function gowerDistance(columns: readonly MixedColumn[], one: MixedRow, other: MixedRow): number {
  let sum = 0;
  for (let at = 0; at < columns.length; at += 1) {
    const column = columns[at] as MixedColumn;
    const a = one[at] as number;
    const b = other[at] as number;
    if (column.kind === 'category') sum += a === b && a >= 0 ? 0 : 1;
    else sum += Math.min(1, Math.abs(a - b) / column.scale);
  }
  return columns.length === 0 ? 0 : sum / columns.length;
}

interface Among {
  columns: readonly MixedColumn[];
  rows: readonly MixedRow[];
  /** Which neighbour: 1 is the nearest. */
  place: number;
}

/**
 * How far a row is from the so-many-nearest of others. As a measure of how odd a row is: Ramaswamy, Rastogi and Shim,
 * 'Efficient algorithms for mining outliers from large data sets', SIGMOD 2000.
 * @param except place of the row itself among the others; none when absent
 * @returns infinite when there are fewer others
 */
export function neighbourDistance({ columns, rows, place }: Among, row: MixedRow, except = -1): number {
  const nearest = new Array<number>(place).fill(Number.POSITIVE_INFINITY);
  for (let at = 0; at < rows.length; at += 1) {
    if (at === except) continue;
    const distance = gowerDistance(columns, row, rows[at] as MixedRow);
    if (distance >= (nearest[place - 1] as number)) continue;
    let to = place - 1;
    for (; to > 0 && (nearest[to - 1] as number) > distance; to -= 1) nearest[to] = nearest[to - 1] as number;
    nearest[to] = distance;
  }
  return nearest[place - 1] ?? Number.POSITIVE_INFINITY;
}

/** Cosine of the angle between two vectors of one length, -1 to 1; 0 where one of them is nothing. */
export function cosine(one: readonly number[], other: readonly number[]): number {
  let dot = 0;
  let ones = 0;
  let others = 0;
  for (let at = 0; at < one.length; at += 1) {
    const a = one[at] as number;
    const b = other[at] as number;
    dot += a * b;
    ones += a * a;
    others += b * b;
  }
  return ones === 0 || others === 0 ? 0 : dot / Math.sqrt(ones * others);
}

/** More dimensions than any real tensor has. */
const DEEPEST = 32;

/** The lengths of lists in lists, outermost first; null when they are not even, empty, or nested beyond reason. */
export function measure(raw: readonly unknown[]): number[] | null {
  const lengths: number[] = [];
  let level: readonly unknown[] = [raw];
  while (Array.isArray(level[0])) {
    if (lengths.length === DEEPEST) return null;
    const length = level[0].length;
    if (length === 0) return null;
    if (!level.every((list) => Array.isArray(list) && list.length === length)) return null;
    lengths.push(length);
    level = (level as unknown[][]).flat(1);
  }
  return level.some(Array.isArray) ? null : lengths;
}

/**
 * The shape to send lists of these lengths in, so that it fits the graph's dimensions (null: any size): as they are,
 * with the row before them, or flat. It is always one row: a free first dimension is 1, unless it is the only one.
 * Null when they do not fit.
 */
export function fitShape(lengths: readonly number[], dimensions: readonly (number | null)[] | null): number[] | null {
  if (dimensions === null) return [...lengths];
  const oneRow = dimensions.map((size, at) => (at === 0 && dimensions.length > 1 ? (size ?? 1) : size));
  const asGiven = [lengths, [1, ...lengths]].find((shape) => fits(shape, oneRow));
  if (asGiven) return [...asGiven];
  return lengths.length === 1 ? spread(lengths[0] as number, oneRow) : null;
}

function fits(shape: readonly number[], dimensions: readonly (number | null)[]): boolean {
  return (
    shape.length === dimensions.length &&
    dimensions.every((size, at) => size === null || size === (shape[at] as number))
  );
}

/** A flat list over all dimensions: the last free one takes what the others leave. */
function spread(count: number, dimensions: readonly (number | null)[]): number[] | null {
  const shape = dimensions.map((size) => size ?? 1);
  const product = shape.reduce((all, size) => all * size, 1);
  if (product === count) return shape;
  const free = dimensions.lastIndexOf(null);
  if (free < 0 || count % product !== 0) return null;
  shape[free] = count / product;
  return shape;
}

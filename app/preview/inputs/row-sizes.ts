import type { Field } from './graph-input.ts';

type Sized = Pick<Field, 'dimensions'>;

/** The sizes of one row of a list, without the row; null where any goes, and as a whole where the file does not tell. */
export function rowSizes({ dimensions }: Sized): (number | null)[] | null {
  if (dimensions === null) return null;
  return dimensions.length > 1 && (dimensions[0] ?? 1) === 1 ? dimensions.slice(1) : dimensions;
}

/** How many values one row has; null where any number goes. */
export function valueCount(field: Sized): number | null {
  const sizes = rowSizes(field);
  if (sizes === null) return null;
  return sizes.reduce<number | null>((product, size) => (product === null || size === null ? null : product * size), 1);
}

import type { FieldValue } from '#app/catalog/description-format.ts';

/** What a long list comes down to. */
export interface ListSummary {
  count: number;
  first: FieldValue[];
  /** Of the numbers in it; null without any. */
  numbers: { min: number; max: number; mean: number; deviation: number } | null;
}

const SHOWN = 12;

/** Goes through a nested list once, whatever its depth. Deviation by Welford's method, which does not lose digits. */
export function summariseList(value: FieldValue): ListSummary {
  const first: FieldValue[] = [];
  let count = 0;
  let numberCount = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let mean = 0;
  let squares = 0;
  const open: { list: FieldValue[]; at: number }[] = [{ list: Array.isArray(value) ? value : [value], at: 0 }];
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const item = top.list[top.at++];
    if (item === undefined) {
      open.pop();
      continue;
    }
    if (Array.isArray(item)) {
      open.push({ list: item, at: 0 });
      continue;
    }
    count += 1;
    if (first.length < SHOWN) first.push(item);
    if (typeof item !== 'number') continue;
    numberCount += 1;
    min = Math.min(min, item);
    max = Math.max(max, item);
    const before = mean;
    mean += (item - mean) / numberCount;
    squares += (item - before) * (item - mean);
  }
  if (numberCount === 0) return { count, first, numbers: null };
  return { count, first, numbers: { min, max, mean, deviation: Math.sqrt(squares / numberCount) } };
}

import type { DescribedExample, DescribedInput, FieldValue } from '#app/catalog/description-format.ts';

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

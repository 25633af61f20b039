import type { GraphValue, ModelFacts } from '#app/oip/control.ts';
import { guessOutputKind } from './kinds.ts';

/** Something said of an output. */
interface Named {
  name: string;
  kind?: string | null | undefined;
}

/** Finds what was said of each output: by name, and what is left by kind, in order. Gives back what fits none. */
export function matchOutputs<T extends Named>(
  said: readonly T[],
  facts: ModelFacts,
  labels: readonly string[] | null,
): { byOutput: Map<string, T>; absent: T[] } {
  const byOutput = new Map<string, T>();
  const names = new Set(facts.outputs.map(({ name }) => name));
  for (const entry of said) if (names.has(entry.name)) byOutput.set(entry.name, entry);
  const free: GraphValue[] = facts.outputs.filter(({ name }) => !byOutput.has(name));
  const absent: T[] = [];
  for (const entry of said) {
    if (names.has(entry.name)) continue;
    const place = free.findIndex((output) => guessOutputKind(output, facts, labels) === entry.kind);
    const [output] = place < 0 ? [] : free.splice(place, 1);
    if (output) byOutput.set(output.name, entry);
    else absent.push(entry);
  }
  return { byOutput, absent };
}

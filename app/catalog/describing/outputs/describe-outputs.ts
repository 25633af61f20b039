import type { ModelFacts } from '#app/oip/control.ts';
import type { DescribedOutput } from '../../description-format.ts';
import { keptOf, stillCorrected } from '../carry.ts';
import type { SaidOutput } from '../preview-file/schema.ts';
import { entryInWords, type Problem } from '../problems.ts';
import { outputWidth } from './kinds.ts';
import { matchOutputs } from './match.ts';
import { finishOutput } from './output.ts';

export interface OutputSources {
  facts: ModelFacts;
  /** What preview.json says; null when there is no such file. */
  said: readonly SaidOutput[] | null;
  /** Outputs of the version before. */
  carried: readonly DescribedOutput[];
  /** Class names from labels.txt. */
  labels: readonly string[] | null;
}

/** The outputs of a version, in the order of the graph. */
export function describeOutputs(
  { facts, said, carried, labels }: OutputSources,
  problems: Problem[],
): { outputs: DescribedOutput[]; absent: string[] } {
  const now = matchOutputs(said ?? [], facts, labels);
  const before = matchOutputs(carried, facts, labels);
  const places = new Map((said ?? []).map((entry, i) => [entry, i]));
  // Label and scores speak of the same classes: names given for one are those of the other.
  const named = [...now.byOutput.values()].find(({ classes }) => classes)?.classes ?? null;
  const outputs = facts.outputs.map((output) => {
    const entry = now.byOutput.get(output.name) ?? null;
    const known = before.byOutput.get(output.name);
    const kept = known ? keptOf(known, said === null) : {};
    const where = entryInWords('output', places.get(entry as SaidOutput) ?? 0, entry?.name ?? output.name);
    const described = finishOutput({ output, facts, said: entry, kept, labels: named ?? labels, where }, problems);
    const corrected = stillCorrected(known, entry);
    return corrected.length > 0 ? { ...described, corrected } : described;
  });
  return { outputs, absent: now.absent.map(({ name }) => name) };
}

/** Whether labels.txt has names for one of the outputs: so many classes there are. */
export function fitsAnyOutput(labels: readonly string[], { outputs, classes }: ModelFacts): boolean {
  return classes?.length === labels.length || outputs.some((output) => outputWidth(output) === labels.length);
}

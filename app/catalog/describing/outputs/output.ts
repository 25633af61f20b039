import type { GraphValue, ModelFacts } from '#app/oip/control.ts';
import type { DescribedOutput, OutputKind } from '../../description-format.ts';
import { listInMetadata } from '../inputs/column-names.ts';
import { humanise } from '../inputs/words.ts';
import type { SaidOutput } from '../preview-file/schema.ts';
import { spoken, without } from '../preview-file/spoken.ts';
import type { Problem } from '../problems.ts';
import { guessOutputKind, guessRole, outputKindProblem, outputWidth } from './kinds.ts';

export interface OutputParts {
  output: GraphValue;
  facts: ModelFacts;
  /** What the publisher says now. It wins, and must fit. */
  said: Partial<SaidOutput> | null;
  /** What was said before. It fills gaps, where it still fits. */
  kept: Partial<DescribedOutput>;
  /** Class names from labels.txt. */
  labels: readonly string[] | null;
  where: string;
}

/** Names that exporters give when nobody chose one. */
const NAMELESS =
  /^((output|out|dense|linear|softmax|logits?|probs?|fetch_name|variable|result|y|y_pred|y_hat)[_:.\d]*|(output_)?(label|probabilit(y|ies))|\d+)$/i;
const LABELS: Record<OutputKind, string> = {
  class: 'Decision',
  probabilities: 'Probability',
  number: 'Result',
  series: 'Result',
  image: 'Picture',
  tensor: 'Result',
};
const METADATA_KEYS = ['classes', 'class_names', 'labels', 'names', 'id2label', 'character'];

/** Puts an output together: what is said now, else was said before, else is guessed. */
export function finishOutput(parts: OutputParts, problems: Problem[]): DescribedOutput {
  const { output, facts, labels, where } = parts;
  const said = spoken(parts.said);
  const kept = keepFitting(parts, said.kind);
  const wanted = said.kind ?? kept.kind;
  const problem = wanted ? outputKindProblem(wanted, output) : null;
  if (problem) problems.push({ where: `${where}, kind`, what: problem });
  const kind = wanted && !problem ? wanted : guessOutputKind(output, facts, labels);
  const words = without(said, ['name', 'corrected']) as Partial<DescribedOutput>;
  const role = guessRole(output, facts, kind);
  // What a network has before its last step is no probability yet.
  const usual = role === 'logits' ? 'Scores' : LABELS[kind];
  const merged: DescribedOutput = {
    name: output.name,
    label: NAMELESS.test(output.name) ? usual : humanise(output.name, usual),
    kind,
    ...kept,
    ...words,
  };
  merged.kind = kind;
  if (role && merged.role === undefined) merged.role = role;
  const count = classCount(kind, output, facts);
  const classes = said.classes ?? merged.classes ?? guessClasses(parts, count);
  if (classes && (kind === 'class' || kind === 'probabilities')) merged.classes = classes;
  if (said.classes && count !== null && said.classes.length !== count) {
    problems.push({
      where: `${where}, classes`,
      what: `has ${said.classes.length} of the ${count} names the model needs`,
    });
  }
  const isStale = merged.favourable !== undefined && merged.classes && !merged.classes.includes(merged.favourable);
  if (isStale && said.favourable) problems.push({ where: `${where}, favourable`, what: 'must be one of the classes' });
  if (isStale) delete merged.favourable;
  return merged;
}

/** What was said before counts as far as the output still is what it was. */
function keepFitting({ kept, output, facts, labels }: OutputParts, saidKind: OutputKind | null | undefined) {
  const { name: _, corrected, ...words } = kept;
  // A list that came along this time is newer, unless a person put it right.
  if (labels && !corrected?.includes('classes')) delete words.classes;
  const isOther = saidKind && words.kind && saidKind !== words.kind;
  if (!isOther && (!words.kind || outputKindProblem(words.kind, output) === null)) {
    const count = classCount(words.kind ?? 'class', output, facts);
    if (!words.classes || count === null || words.classes.length === count) return words;
  }
  for (const key of ['kind', 'classes', 'favourable', 'threshold', 'bands'] as const) delete words[key];
  return words;
}

/** How many classes there must be; null where nothing tells. A single score stands for the second of two. */
function classCount(kind: OutputKind, output: GraphValue, facts: ModelFacts): number | null {
  if (kind === 'class') return output.name === facts.labelOutput ? (facts.classes?.length ?? null) : null;
  const width = kind === 'probabilities' ? outputWidth(output) : null;
  return width === 1 ? 2 : width;
}

/** Class names: labels.txt, else what the graph knows, else what the exporter left in the metadata. */
function guessClasses({ output, facts, labels }: OutputParts, count: number | null): string[] | undefined {
  const wanted = count ?? facts.classes?.length ?? null;
  if (labels && (wanted === null || labels.length === wanted)) return [...labels];
  // A single share is that of the second of two classes, which go by number where nothing names them.
  if (output.name === facts.scoresOutput && outputWidth(output) === 1 && !facts.classes)
    return namesOf(facts) ?? ['0', '1'];
  const isAnswer = output.name === facts.labelOutput || output.name === facts.scoresOutput;
  if (isAnswer && facts.classes && (count === null || facts.classes.length === count)) return facts.classes.map(String);
  return wanted === null ? undefined : (listInMetadata(facts.metadata, METADATA_KEYS, wanted) ?? undefined);
}

function namesOf({ metadata }: ModelFacts): string[] | null {
  return listInMetadata(metadata, METADATA_KEYS, 2);
}

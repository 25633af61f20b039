import type { ModelFacts, ModelReport, Notice } from '#app/oip/control.ts';
import type { Description } from '../description-format.ts';
import { type BundleTexts, readBundle } from './bundle/bundle.ts';
import { readCard } from './card.ts';
import { keptOf, stillCorrected } from './carry.ts';
import { type Examples, firstRowExample, keepExamples } from './examples.ts';
import { type DescribedInputs, describeInputs } from './inputs/describe-inputs.ts';
import { humanise } from './inputs/words.ts';
import { noticesOf } from './notices.ts';
import { readLabels } from './outputs/class-names.ts';
import { describeOutputs, fitsAnyOutput } from './outputs/describe-outputs.ts';
import { readSaid } from './preview-file/said.ts';
import type { Preview } from './preview-file/schema.ts';
import { descriptionInvalid, type Problem } from './problems.ts';
import { matchReference } from './reference/match.ts';
import type { ReferenceRows } from './reference/rows.ts';

/** What came along with a model. */
export interface SideFiles {
  /** preview.json, parsed. */
  preview?: unknown;
  /** The field `ask`, parsed: an ask, or a whole preview.json in place of the file. */
  ask?: unknown;
  labels?: string;
  card?: string;
  reference?: ReferenceRows | null;
  /** Files of a Hugging Face folder and Triton's config. */
  bundle?: BundleTexts;
  /** Paths of the pictures that lie beside preview.json, as examples name them. */
  pictures?: readonly string[];
}

export interface VersionSources {
  /** Name of the model. */
  model: string;
  facts: ModelFacts;
  files: SideFiles;
  report: ModelReport;
  /** Description of the version before. */
  carried?: Description | null;
}

/**
 * Completes a description from the graph's facts and the side files: preview.json wins where it speaks, then what a
 * person corrected on the version before, then reference rows, labels.txt and card.md, then the graph.
 * @throws FL_DESCRIPTION_INVALID with `fields`
 */
export function describeVersion(sources: VersionSources): { description: Description; notices: Notice[] } {
  const { facts, files, carried } = sources;
  const { preview, ask } = readSaid(files);
  const labels = readLabels(files.labels);
  const bundle = readBundle(files.bundle);
  const reference = files.reference ?? null;
  const problems: Problem[] = [];
  const inputs = describeInputs(
    {
      facts,
      said: preview ? (preview.inputs ?? []) : null,
      carried: carried?.inputs ?? [],
      reference: matchReference(reference, facts.inputs),
      bundle,
    },
    problems,
  );
  const outputs = describeOutputs(
    {
      facts,
      said: preview ? (preview.outputs ?? []) : null,
      carried: carried?.outputs ?? [],
      labels: labels ?? bundle.classes,
    },
    problems,
  );
  if (problems.length > 0) throw descriptionInvalid('preview.json', problems);
  const examples = chooseExamples(sources, preview, inputs);
  const description: Description = {
    ...wholeOf(sources, preview),
    inputs: inputs.fields.map(({ field }) => field),
    outputs: outputs.outputs,
    examples: examples.examples,
  };
  if (ask) description.ask = ask;
  const labelsFit = !labels || fitsAnyOutput(labels, facts);
  const misfits = { inputs, examples, absentOutputs: outputs.absent, labelsFit, reference, brokenFiles: bundle.broken };
  return { description, notices: noticesOf(misfits) };
}

/** Title, summary, task, ask and the keys nobody here knows. */
function wholeOf({ model, files, carried }: VersionSources, preview: Preview | null) {
  const card = files.card === undefined ? {} : readCard(files.card);
  const isSilent = preview === null;
  const kept: Partial<Description> = carried ? keptOf(carried, isSilent) : {};
  const corrected = stillCorrected(carried ?? undefined, preview);
  const isCorrected = (key: string): boolean => corrected.includes(key);
  const said = Object.fromEntries(Object.entries(preview ?? {}).filter(([, value]) => value !== null));
  const { inputs: _, outputs: __, examples: ___, corrected: ____, ask: _____, ...words } = said as Partial<Description>;
  const { inputs: a, outputs: b, examples: c, corrected: d, ...old } = kept;
  const title = isCorrected('title') ? kept.title : (card.title ?? kept.title);
  const summary = isCorrected('summary') ? kept.summary : (card.summary ?? kept.summary);
  return {
    ...old,
    ...(summary !== undefined && { summary }),
    ...words,
    formatVersion: 1 as const,
    title: words.title ?? title ?? humanise(model, model),
    ...(corrected.length > 0 && { corrected }),
  };
}

/** The publisher's examples, else those of the version before, else the first reference row. */
function chooseExamples(
  { files, carried }: VersionSources,
  preview: Preview | null,
  inputs: DescribedInputs,
): Examples {
  const pictures = new Set(files.pictures);
  const said = preview?.examples ? keepExamples(preview.examples, inputs.fields, pictures) : null;
  const mayKeep = !preview || carried?.corrected?.includes('examples');
  const kept = !said && mayKeep ? keepExamples(carried?.examples ?? [], inputs.fields, pictures) : null;
  // Nobody said anything about what no longer fits of the version before.
  const result = said ?? { examples: kept?.examples ?? [], absent: [], withoutPicture: [], misfits: [] };
  const first = result.examples.length === 0 ? firstRowExample(inputs.fields) : null;
  return first ? { ...result, examples: [first] } : result;
}

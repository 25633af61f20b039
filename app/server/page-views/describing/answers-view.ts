import type { VersionDetail } from '#app/catalog/contract.ts';
import type { DescribedOutput } from '#app/catalog/description-format.ts';
import { possibleOutputKinds } from '#app/catalog/index.ts';
import type { AnswersView, BandsView, OutputView } from '#app/components/describing/page-data.ts';
import type { DecisionCount } from '#app/preview/contract.ts';
import { showNumber } from '#app/preview/index.ts';

/** More classes than this are edited as lines of a text. */
const MOST_ROWS = 40;
/** Scores are shares of one; people read them in 100. */
export const IN_100 = { display: { scale: 100, unit: '', decimals: 4 } };

const KIND_WORDS = {
  class: 'A class',
  probabilities: 'A score for each class',
  number: 'A number',
  series: 'A series',
  image: 'A picture',
  tensor: 'A list of numbers',
} as const;

/** The answers of a version as their editor shows them. */
export function answersView({ description, facts }: VersionDetail, count: DecisionCount): AnswersView {
  const { outputs } = description;
  const named = outputs.find(({ classes }) => classes?.length);
  const classes = named?.classes ?? [];
  const labels = facts.classes?.length === classes.length ? facts.classes : null;
  const favourable = outputs.find((output) => output.favourable !== undefined)?.favourable;
  const place = favourable === undefined ? -1 : classes.indexOf(favourable);
  return {
    outputs: outputs.map((output) => outputView(output, possibleOutputKinds(facts, output.name))),
    classes: classes.map((name, at) => {
      const label = labels ? String(labels[at]) : String(at);
      return { name, inFile: label === name ? null : label };
    }),
    lines: classes.length > MOST_ROWS ? classes.join('\n') : null,
    favourable: place < 0 ? '' : String(place),
    threshold: thresholdOf(outputs),
    bands: bandsView(outputs, count),
  };
}

function outputView(
  { name, label, kind, unit, role }: DescribedOutput,
  kinds: (keyof typeof KIND_WORDS)[],
): OutputView {
  return {
    name,
    label,
    kind,
    kinds: kinds.map((value) => ({ value, label: KIND_WORDS[value] })),
    unit: kind === 'number' || kind === 'series' ? (unit ?? '') : null,
    role: role ?? '',
  };
}

/** The output a threshold is about; undefined where the model names the class itself, or gives no scores. */
export function thresholdOutput(outputs: readonly DescribedOutput[]): DescribedOutput | undefined {
  if (outputs.some(({ kind }) => kind === 'class')) return undefined;
  return outputs.find(({ kind }) => kind === 'probabilities');
}

function thresholdOf(outputs: readonly DescribedOutput[]): string | null {
  const output = thresholdOutput(outputs);
  if (!output) return null;
  return output.threshold === undefined ? '' : in100(output.threshold);
}

/** The output that bands are set over: the one that has them, else the scores, else the first number. */
export function bandsOutput(outputs: readonly DescribedOutput[]): DescribedOutput | undefined {
  return (
    outputs.find(({ bands }) => bands?.length) ??
    outputs.find(({ kind }) => kind === 'probabilities') ??
    outputs.find(({ kind }) => kind === 'number')
  );
}

function bandsView(outputs: readonly DescribedOutput[], count: DecisionCount): BandsView | null {
  const output = bandsOutput(outputs);
  if (!output) return null;
  const isScore = output.kind !== 'number';
  const favourable = outputs.find((each) => each.favourable !== undefined)?.favourable;
  const classes = outputs.find((each) => each.classes?.length)?.classes ?? [];
  const scored = favourable ?? (classes.length === 2 ? classes[1] : undefined);
  const rows = [...(output.bands ?? [])].sort((one, other) => other.from - one.from);
  return {
    isScore,
    over: isScore ? (scored ?? 'the likeliest class') : output.label,
    rows: rows.map(({ from, label }) => ({ from: isScore ? in100(from) : String(from), label })),
    count,
  };
}

/** 0.413 is 41.3. */
function in100(share: number): string {
  return String(Number(showNumber(share, IN_100)));
}

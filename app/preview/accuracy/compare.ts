import type { VersionDetail } from '#app/catalog/contract.ts';
import { classNames } from '../answers/class-names.ts';
import type { Answer } from '../contract.ts';

/** How an answer stands to the true one. */
export type Outcome =
  | { kind: 'class'; isRight: boolean }
  /** How far off it is, in the unit of the answer. */
  | { kind: 'number'; error: number }
  /** The two cannot be compared. */
  | null;

type Version = Pick<VersionDetail, 'facts' | 'description'>;

/**
 * Compares an answer with the true one, which is a class by its name or by the label the model has for it, or a number.
 * A true class that is none of the model's says nothing.
 */
export function compare(version: Version, answer: Answer, truth: string | number): Outcome {
  const predicted = classOf(version, answer);
  if (predicted !== null) return compareClass(version, predicted, truth);
  const numbers = answer.values.filter(({ value }) => typeof value === 'number');
  const value = numbers.length === 1 ? numbers[0]?.value : undefined;
  if (typeof value !== 'number' || typeof truth !== 'number') return null;
  return { kind: 'number', error: Math.abs(value - truth) };
}

/** The class the model itself names: bands that a team set over it have no true answers. */
export function classOf({ description }: Version, answer: Answer): string | null {
  const hasBands = description.outputs.some(({ bands }) => bands?.length);
  if (!hasBands) return answer.decision;
  const label = description.outputs.find(({ kind }) => kind === 'class');
  const said = answer.values.find(({ name }) => name === label?.name)?.value;
  if (said !== undefined) return String(said);
  const [first, ...others] = answer.scores;
  return first ? others.reduce((best, one) => (one.score > best.score ? one : best), first).label : null;
}

function compareClass({ facts, description }: Version, predicted: string, truth: string | number): Outcome {
  const described = description.outputs.find(({ classes }) => classes?.length)?.classes;
  const classes = classNames({ labels: facts.classes, described, count: described?.length ?? null });
  if (classes.names.length === 0) return { kind: 'class', isRight: predicted === String(truth) };
  const place = placeOf(classes, truth);
  return place < 0 ? null : { kind: 'class', isRight: classes.names[place] === predicted };
}

/** Names are known in any case; what spreadsheets make of a label (1.0) is the label. */
function placeOf({ names, placeOf: find }: ReturnType<typeof classNames>, truth: string | number): number {
  const text = String(truth).trim();
  const named = names.findIndex((name) => name.toLowerCase() === text.toLowerCase());
  if (named >= 0) return named;
  return find(text !== '' && Number.isFinite(Number(text)) ? Number(text) : text);
}

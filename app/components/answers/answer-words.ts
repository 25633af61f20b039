import type { Answer, Confidence } from '#app/preview/contract.ts';
import { bandSentence } from './band-words.ts';
import { formatHeadline, formatNumber, formatValue } from './format-value.ts';

const CONFIDENCE_WORDS: Record<Confidence, string> = {
  clear: 'Clear.',
  leaning: 'Leaning.',
  'only-just': 'Only just.',
};

/** The largest thing on the page: the decision, or the first number with its unit. */
export function headline(answer: Answer): string {
  const { text, unit } = headlineParts(answer);
  return withUnit(text, unit);
}

/** The same with the unit of a number by itself, so that it can be set smaller. */
export function headlineParts(answer: Answer): { text: string; unit: string | null } {
  if (answer.decision !== null) return { text: answer.decision, unit: null };
  const first = answer.values[0];
  if (!first) return { text: 'No answer', unit: null };
  if (Array.isArray(first.value)) return { text: first.label, unit: null };
  const { value, unit } = first;
  return { text: typeof value === 'number' ? formatHeadline(value) : formatValue(value), unit };
}

/**
 * How sure the model is, as a sentence; null when it gives no scores. Scores are no chances: how often answers with such
 * a score were right is said beside them where it was checked, and decides the first words.
 */
export function confidenceSentence(answer: Answer): string | null {
  const { confidence, calibration, bands } = answer;
  if (bands) return bandSentence(bands);
  if (confidence === null) return null;
  const word = CONFIDENCE_WORDS[confidence];
  const [first, second] = byScore(answer);
  if (!first) return word;
  if (calibration) return calibratedSentence(calibration, { word, first });
  const lead = `${word} The model scores ${named(first.label)} ${ofHundred(first.score)}`;
  // Where there is a runner-up worth naming, its figure is what 'only just' and 'leaning' mean.
  if (!second || confidence === 'clear') return `${lead}.`;
  return `${lead} and ${named(second.label)} ${inHundred(second.score)}.`;
}

type Calibrated = NonNullable<Answer['calibration']>;

function calibratedSentence(
  { said, right, isOff }: Calibrated,
  { word, first }: { word: string; first: Answer['scores'][number] },
): string {
  const says = `The model says ${inHundred(first.score)} in 100`;
  const were = `of such answers ${inHundred(right)} in 100 were right.`;
  if (!isOff) return `${word} ${says}, and ${were}`;
  return `${right < said ? 'Less sure than it says.' : 'Surer than it says.'} ${says}; ${were}`;
}

/** On what that rests. */
export function calibrationBasis({ of }: Calibrated): string {
  return `Checked on ${of} reference rows with a score like this one.`;
}

/** An answer in a sentence; one that is a number itself would run into its score. */
function named(label: string): string {
  return /\d$/.test(label) ? `“${label}”` : label;
}

/** The decision first when it is one of the scores, then the rest from the highest down. */
function byScore({ scores, decision }: Answer): Answer['scores'] {
  const ranked = scores.toSorted((a, b) => b.score - a.score);
  const decided = ranked.find(({ label }) => label === decision);
  return decided ? [decided, ...ranked.filter((score) => score !== decided)] : ranked;
}

/** What is read aloud once an answer has settled. */
export function announcement(answer: Answer): string {
  const word = answer.confidence === null ? '' : ` ${CONFIDENCE_WORDS[answer.confidence]}`;
  return `Answer: ${headline(answer)}.${word}${answer.closeCall ? ' A close call.' : ''}`;
}

/** A score as people say it: 48 of 100; never 0 or 100 for what is only close to it. */
export function ofHundred(score: number): string {
  return `${inHundred(score)} of 100`;
}

/** The same without its 'of 100'. */
export function inHundred(score: number): string {
  if (score > 0 && score < 0.005) return 'less than 1';
  if (score < 1 && score > 0.995) return 'more than 99';
  return formatNumber(Math.round(score * 100));
}

/** A value and its unit. */
export function withUnit(text: string, unit: string | null): string {
  return unit ? `${text} ${unit}` : text;
}

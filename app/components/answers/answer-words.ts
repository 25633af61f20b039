import type { Answer, Confidence } from '#app/preview/contract.ts';
import { formatNumber, formatValue } from './format-value.ts';

const CONFIDENCE_WORDS: Record<Confidence, string> = {
  clear: 'Clear.',
  leaning: 'Leaning.',
  'only-just': 'Only just.',
};

/** The largest thing on the page: the decision, or the first number with its unit. */
export function headline(answer: Answer): string {
  if (answer.decision !== null) return answer.decision;
  const first = answer.values[0];
  if (!first) return 'No answer';
  if (Array.isArray(first.value)) return first.label;
  return withUnit(formatValue(first.value), first.unit);
}

/** How sure the model is, as a sentence; null when it gives no scores. */
export function confidenceSentence(answer: Answer): string | null {
  if (answer.confidence === null) return null;
  const word = CONFIDENCE_WORDS[answer.confidence];
  const decided = answer.scores.find((score) => score.label === answer.decision);
  if (!decided) return word;
  return `${word} The model scores ${decided.label} ${ofHundred(decided.score)}.`;
}

/** A score as people say it: 48 of 100; never 0 or 100 for what is only close to it. */
export function ofHundred(score: number): string {
  if (score > 0 && score < 0.005) return 'less than 1 of 100';
  if (score < 1 && score > 0.995) return 'more than 99 of 100';
  return `${formatNumber(Math.round(score * 100))} of 100`;
}

/** A value and its unit. */
export function withUnit(text: string, unit: string | null): string {
  return unit ? `${text} ${unit}` : text;
}

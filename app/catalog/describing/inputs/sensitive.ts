import type { DescribedInput, InputKind } from '../../description-format.ts';
import { humanise } from './words.ts';

/** Words in the name of a field that speak of what people must not be treated differently for. */
const WORDS = new Set(
  'sex gender age race racial ethnicity ethnic religion religious faith nationality citizenship marital married pregnant pregnancy disability disabled birth birthday birthdate native veteran orientation'.split(
    ' ',
  ),
);
const KINDS: readonly InputKind[] = ['number', 'integer', 'category', 'yes-no', 'date'];

type FieldGuess = NonNullable<DescribedInput['guess']>;

/** A guess with the suggestion that the field is sensitive, where its name says so; null elsewhere. */
export function suggestSensitive(name: string, kind: InputKind, guess: FieldGuess): FieldGuess | null {
  if (!KINDS.includes(kind)) return null;
  const word = humanise(name, '')
    .toLowerCase()
    .split(' ')
    .find((each) => WORDS.has(each));
  if (!word) return null;
  const reason = `${guess.reason} Its name speaks of ${word}, so it is taken for sensitive: say whether it is.`;
  return { ...guess, sure: false, reason, keys: [...(guess.keys ?? []), 'sensitive'] };
}

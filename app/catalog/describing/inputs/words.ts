const LONGEST_LABEL = 80;

/**
 * A name from a file as people read it: 'loan_amount' and 'LoanAmount' become 'Loan amount', 'BMI' stays.
 * @param fallback what stands there when nothing of the name can be read
 */
export function humanise(name: string, fallback: string): string {
  const words = name
    .slice(0, 1_000)
    .replace(/^serving_default_/, '')
    // TensorFlow numbers the results of a node: 'dense:0'.
    .replace(/:\d+$/, '')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/[_\-./:\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .split(' ')
    .filter((word) => word !== '');
  const isShouted = words.length > 1 && words.every((word) => word === word.toUpperCase());
  const text = words.map((word, i) => spell(word, i, isShouted)).join(' ');
  if (text === '') return fallback;
  return text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 1).trimEnd()}…` : text;
}

/** A short word in capitals is an abbreviation; of a name all in capitals only the shortest are. */
function spell(word: string, place: number, isShouted: boolean): string {
  const isCapitals = word.length > 1 && word === word.toUpperCase() && word !== word.toLowerCase();
  const small = isCapitals && word.length <= (isShouted ? 3 : 5) ? word : word.toLowerCase();
  return place === 0 ? `${small.slice(0, 1).toUpperCase()}${small.slice(1)}` : small;
}

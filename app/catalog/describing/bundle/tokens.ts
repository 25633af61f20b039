import type { GraphValue } from '#app/oip/control.ts';
import type { Bundle } from './bundle.ts';

/** What an input of token numbers is for: `ids` is the text itself, the others follow from it. */
export interface TokenInput {
  role: 'ids' | 'attention_mask' | 'token_type_ids';
  /** How many tokens fit: what the graph fixes, else what the tokenizer says. */
  maxLength: number;
  /** The graph takes exactly so many. */
  isFixed: boolean;
}

/** Names as transformers and what came before it give them. */
const ROLES: readonly [TokenInput['role'], RegExp][] = [
  ['ids', /^(input_?ids|token_?ids|tokens|input_word_ids)(:0)?$/i],
  ['attention_mask', /^(attention_mask|input_mask)(:0)?$/i],
  ['token_type_ids', /^(token_type_ids|segment_ids|input_type_ids)(:0)?$/i],
];
/** What BERT and most after it take. */
const USUAL_LENGTH = 512;

/** The inputs that a tokenizer fills, by name; none without a tokenizer or without a place for the text itself. */
export function tokenInputs(inputs: readonly GraphValue[], { tokenizer }: Bundle): Map<string, TokenInput> {
  const found = new Map<string, TokenInput>();
  if (!tokenizer) return found;
  for (const { name, datatype, shape } of inputs) {
    const role = ROLES.find(([, pattern]) => pattern.test(name))?.[0];
    if (!role || shape?.length !== 2 || (datatype !== 'INT64' && datatype !== 'INT32')) continue;
    const [rows, size] = shape;
    const isFixed = typeof size === 'number';
    // One row of one token or none is no text.
    if ((typeof rows === 'number' && rows !== 1) || (isFixed && size < 2)) continue;
    found.set(name, { role, maxLength: isFixed ? size : (tokenizer.longest ?? USUAL_LENGTH), isFixed });
  }
  const texts = [...found.values()].filter(({ role }) => role === 'ids');
  return texts.length === 1 ? found : new Map();
}

import { readFile, stat } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import type { TextResult, TextSpec } from '#app/oip/control.ts';
import { refusal, refusalOf } from '../../refusal.ts';

type Encoding = TextResult['encodings'][number];

/** A tokenizer that was read. */
export interface OpenTokenizer {
  encode(text: string, spec: TextSpec): Encoding;
}

/** The largest vocabularies in use take half of it. */
const LARGEST_BYTES = 64 << 20;
const PADDING_TOKENS = ['[PAD]', '<pad>', '<|endoftext|>', '</s>'];

/** @throws FL_TOKENIZER_INVALID when the files are none of a tokenizer or one that is not known here */
export async function openTokenizer(paths: { tokenizer: string; config: string | null }): Promise<OpenTokenizer> {
  const said = await readJson(paths.tokenizer);
  const config = paths.config === null ? {} : await readJson(paths.config);
  if (!hasVocabulary(said)) throw refusalOf('FL_TOKENIZER_INVALID');
  let tokenizer: Tokenizer;
  try {
    tokenizer = new Tokenizer(said, config);
    // What a vocabulary lacks shows at the first text only.
    tokenizer.encode('a');
  } catch {
    throw refusalOf('FL_TOKENIZER_INVALID');
  }
  const padId = paddingOf(tokenizer, said, config);
  return {
    encode: (text, spec) => {
      const whole = encodeWhole(tokenizer, text);
      const { maxLength } = spec;
      const cut =
        maxLength !== null && whole.ids.length > maxLength ? shorten(tokenizer, { text, whole, maxLength }) : null;
      return pad({ ...(cut ?? whole), isCut: cut !== null }, padId, spec.padTo);
    },
  };
}

/** The library takes the letters of a text for a vocabulary, too. */
function hasVocabulary(said: object): boolean {
  const { model } = said as { model?: { vocab?: unknown } | null };
  return typeof model?.vocab === 'object' && model.vocab !== null;
}

type Tokens = Omit<Encoding, 'isCut'>;

function encodeWhole(tokenizer: Tokenizer, text: string): Tokens {
  const { ids, attention_mask: mask, token_type_ids: types } = tokenizer.encode(text, { return_token_type_ids: true });
  if (!ids.every((id) => Number.isSafeInteger(id) && id >= 0)) throw refusalOf('FL_TOKENIZER_INVALID');
  return { ids, mask, types: types?.length === ids.length ? types : ids.map(() => 0) };
}

/**
 * Cuts the text's own tokens on the right, so that those the tokenizer puts around it stay, as Hugging Face tokenizers
 * do. The library itself does not cut.
 */
function shorten(
  tokenizer: Tokenizer,
  { text, whole, maxLength }: { text: string; whole: Tokens; maxLength: number },
): Tokens {
  const own = tokenizer.encode(text, { add_special_tokens: false }).ids;
  const around = whole.ids.length - own.length;
  const before = placeOf(own, whole.ids, around);
  const keep = Math.max(0, maxLength - around);
  const cut = (list: number[]): number[] =>
    [...list.slice(0, before + keep), ...list.slice(before + own.length)].slice(0, maxLength);
  return { ids: cut(whole.ids), mask: cut(whole.mask), types: cut(whole.types) };
}

/** How many tokens stand before the text's own. */
function placeOf(own: readonly number[], whole: readonly number[], around: number): number {
  for (let before = 0; before <= around; before++) {
    if (own.every((id, at) => whole[before + at] === id)) return before;
  }
  return 0;
}

function pad(encoding: Encoding, padId: number, padTo: number | null): Encoding {
  const missing = Math.max(0, (padTo ?? 0) - encoding.ids.length);
  if (missing === 0) return encoding;
  const filled = (list: number[], value: number): number[] => [...list, ...new Array<number>(missing).fill(value)];
  const { ids, mask, types, isCut } = encoding;
  return { ids: filled(ids, padId), mask: filled(mask, 0), types: filled(types, 0), isCut };
}

function paddingOf(tokenizer: Tokenizer, said: object, config: object): number {
  const { padding } = said as { padding?: { pad_id?: unknown } | null };
  if (typeof padding?.pad_id === 'number' && Number.isSafeInteger(padding.pad_id)) return Math.max(0, padding.pad_id);
  const { pad_token: named } = config as { pad_token?: unknown };
  const content = typeof named === 'object' && named !== null && 'content' in named ? named.content : named;
  const names = [...(typeof content === 'string' ? [content] : []), ...PADDING_TOKENS];
  return names.map((name) => tokenizer.token_to_id(name)).find((id) => id !== undefined) ?? 0;
}

async function readJson(path: string): Promise<object> {
  const { size } = await stat(path);
  if (size > LARGEST_BYTES) {
    throw refusal('FL_TOKENIZER_INVALID', `The tokenizer.json is larger than ${LARGEST_BYTES >> 20} MB.`);
  }
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below, whatever was wrong with it.
  }
  throw refusalOf('FL_TOKENIZER_INVALID');
}

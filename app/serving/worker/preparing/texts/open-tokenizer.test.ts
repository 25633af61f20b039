import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openTokenizer } from './open-tokenizer.ts';

/** Two small tokenizers and what Hugging Face tokenizers 0.23.3 (Python) makes of texts with them. */
const { bert, gpt, golden } = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/tokenizers.json'), 'utf8'));

interface Golden {
  text: string;
  ids: number[];
  mask: number[];
  types: number[];
}

const folder = mkdtempSync(join(tmpdir(), 'firstlook-tokenizer-'));
afterAll(() => rmSync(folder, { recursive: true }));

function open(said: unknown, config: unknown = null) {
  const tokenizer = join(folder, 'tokenizer.json');
  writeFileSync(tokenizer, typeof said === 'string' ? said : JSON.stringify(said));
  if (config !== null) writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  return openTokenizer({ tokenizer, config: config === null ? null : join(folder, 'config.json') });
}

const WHOLE = { maxLength: null, padTo: null };

test.each([
  ['bert', bert, WHOLE],
  ['gpt', gpt, WHOLE],
  ['bertCut', bert, { maxLength: 6, padTo: null }],
  ['gptCut', gpt, { maxLength: 5, padTo: null }],
  ['bertPadded', bert, { maxLength: 12, padTo: 12 }],
])('%s: the tokens are those of Hugging Face tokenizers', async (name, said, spec) => {
  const { encode } = await open(said);
  for (const { text, ids, mask, types } of golden[name] as Golden[]) {
    expect(encode(text, spec), text).toMatchObject({ ids, mask, types });
  }
});

test('whether a text was cut is said, and what a tokenizer puts around it stays', async () => {
  const { encode } = await open(bert);
  expect(encode('The film was dull.', WHOLE).isCut).toBe(false);
  const cut = encode('The film was dull.', { maxLength: 4, padTo: null });
  expect(cut).toMatchObject({ isCut: true, mask: [1, 1, 1, 1] });
  expect([cut.ids[0], cut.ids[3]]).toEqual([2, 3]);
  expect(encode('The film was dull.', { maxLength: 1, padTo: null }).ids).toEqual([2]);
});

test('filled up with the token that stands for nothing, wherever the files say which', async () => {
  const last = async (said: unknown, config: unknown = null) =>
    (await open(said, config)).encode('a', { maxLength: null, padTo: 9 }).ids.at(-1);
  expect(await last(bert)).toBe(0);
  expect(await last({ ...bert, padding: { pad_id: 7 } })).toBe(7);
  expect(await last(bert, { pad_token: '[UNK]' })).toBe(1);
  expect(await last(bert, { pad_token: { content: '[SEP]' } })).toBe(3);
  expect(await last(gpt)).toBe(0);
});

test.each([
  ['no JSON', '{"model":'],
  ['a list', '[]'],
  ['no model', '{}'],
  ['a model nobody knows', { model: { type: 'Magic', vocab: {} } }],
  ['a vocabulary that is none', { ...bert, model: { ...bert.model, vocab: 'abc' } }],
  ['ids that are none', { ...bert, model: { ...bert.model, vocab: { '[UNK]': 'x', a: -1.5, '[CLS]': null } } }],
  [
    'a pattern that is none',
    { ...bert, pre_tokenizer: { type: 'Split', pattern: { Regex: '(((' }, behavior: 'Removed', invert: false } },
  ],
])('%s is refused in a sentence', async (_what, said) => {
  const opened = open(said).then(({ encode }) => encode('a film', WHOLE));
  await expect(opened).rejects.toMatchObject({ code: 'FL_TOKENIZER_INVALID' });
});

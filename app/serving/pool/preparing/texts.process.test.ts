import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { TextRequest } from '#app/oip/control.ts';
import { createControlClient } from '#app/oip/control-client.ts';
import { eventually, makeTestFolder, putBlob, startTestServing, type TestServing, TOKEN } from '../../testing.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const FIXTURES = resolve(import.meta.dirname, '../../worker/preparing/texts/fixtures/tokenizers.json');
const { bert, golden } = JSON.parse(readFileSync(FIXTURES, 'utf8'));

const folder = makeTestFolder();
const staging = join(folder.cache, 'preparing-texts');
let serving: TestServing;
let control: ReturnType<typeof createControlClient>;

beforeAll(async () => {
  const textLimits = { openMs: 1500, timeMs: 1500, idleMs: 1000, refusedMs: 60_000 };
  serving = await startTestServing(folder, { workerCount: 1, sandbox: 'auto', textLimits });
  control = createControlClient({ url: serving.url, token: TOKEN });
});
afterAll(async () => {
  await serving.stop(0);
  expect(readdirSync(staging)).toEqual([]);
  folder.remove();
});

const put = (said: unknown) => putBlob(folder, Buffer.from(JSON.stringify(said)));
const ask = (tokenizer: string, texts: string[], given: Partial<TextRequest> = {}) =>
  control.tokenize({ tokenizer, config: null, texts, spec: { maxLength: null, padTo: null }, ...given });

/** Doubles its work with each letter. */
const BOMB = {
  ...bert,
  pre_tokenizer: { type: 'Split', pattern: { Regex: '(a+)+$' }, behavior: 'Isolated', invert: false },
};

test('I4 texts become tokens in a child that is kept for the next, and ends when nobody asks', async () => {
  const tokenizer = put(bert);
  const [{ text, ids }] = golden.bert;
  expect((await ask(tokenizer, [text])).encodings[0]).toMatchObject({ ids, isCut: false });
  const [child] = readdirSync(staging);
  const again = await Promise.all([ask(tokenizer, [text, 'a']), ask(tokenizer, ['a'])]);
  expect(again[0]?.encodings).toHaveLength(2);
  expect(readdirSync(staging)).toEqual([child]);
  await eventually(() => readdirSync(staging).length === 0, 'the child ends');
  expect((await ask(tokenizer, [text])).encodings[0]).toMatchObject({ ids });
});

test('I4 several tokenizers at once take turns without ending one that is being asked', async () => {
  const tokenizers = [1, 2, 3, 4, 5].map((at) => put({ ...bert, version: `1.${at}` }));
  const [{ text, ids }] = golden.bert;
  const answers = await Promise.all(tokenizers.map((tokenizer) => ask(tokenizer, [text])));
  for (const { encodings } of answers) expect(encodings[0]).toMatchObject({ ids });
});

test('I4 a pattern without an end is ended, and the next text gets a new child', async () => {
  const tokenizer = put(BOMB);
  expect((await ask(tokenizer, ['ab'])).encodings).toHaveLength(1);
  const bomb = ask(tokenizer, [`${'a'.repeat(60)}b`]);
  await expect(bomb).rejects.toMatchObject({ code: 'FL_TOKENIZER_TIMEOUT', status: 422 });
  expect((await ask(tokenizer, ['ab'])).encodings).toHaveLength(1);
});

test('I5 a tokenizer that cannot be used is refused in a sentence, and not tried again at once', async () => {
  const tokenizer = put({ ...bert, model: { type: 'Magic', vocab: {} } });
  const refusal = { code: 'FL_TOKENIZER_INVALID', message: expect.stringContaining('tokenizer.json') };
  await expect(ask(tokenizer, ['a'])).rejects.toMatchObject(refusal);
  await eventually(() => readdirSync(staging).length === 0, 'its child is gone');
  await expect(ask(tokenizer, ['a'])).rejects.toMatchObject(refusal);
  expect(readdirSync(staging)).toEqual([]);
});

test('I4 one that is not there, and one that is too large', async () => {
  await expect(ask('0'.repeat(64), ['a'])).rejects.toMatchObject({ code: 'FL_REQUEST_INVALID' });
  const huge = putBlob(folder, Buffer.alloc(65 << 20, ' '));
  const message = 'The tokenizer.json is larger than 64 MB.';
  await expect(ask(huge, ['a'])).rejects.toMatchObject({ code: 'FL_TOKENIZER_INVALID', message });
});

test('I4 a long text stays within its time', async () => {
  const tokenizer = put(bert);
  const text = 'The film was dull. '.repeat(5000);
  const { encodings } = await ask(tokenizer, [text], { spec: { maxLength: 512, padTo: null } });
  expect(encodings[0]).toMatchObject({ isCut: true });
  expect(encodings[0]?.ids).toHaveLength(512);
});

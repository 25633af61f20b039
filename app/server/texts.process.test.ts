import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildModel } from '#app/onnx/testing.ts';
import { goodTarGz } from '#app/serving/pool/preparing/testing-archives.ts';
import { startTestPortal, type TestPortal } from './testing.ts';

/** A model that takes tokens, asked in words: its tokenizer comes along in the archive. */

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const FIXTURES = join(import.meta.dirname, '../serving/worker/preparing/texts/fixtures/tokenizers.json');
const { bert, golden } = JSON.parse(readFileSync(FIXTURES, 'utf8'));

let portal: TestPortal;
beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.remove());

/** Answers tokens × mask + types, so that what was sent can be read from the answer. */
function tokenModel(length: number | string): Uint8Array {
  const input = (name: string) => ({ name, type: 'INT64' as const, shape: ['batch', length] });
  return buildModel({
    inputs: ['input_ids', 'attention_mask', 'token_type_ids'].map(input),
    outputs: [{ name: 'y', type: 'INT64', shape: ['batch', length] }],
    nodes: [
      { op: 'Mul', inputs: ['input_ids', 'attention_mask'], outputs: ['m'] },
      { op: 'Add', inputs: ['m', 'token_type_ids'], outputs: ['y'] },
    ],
  });
}

const description = (preprocess: object) => ({
  formatVersion: 1,
  inputs: [
    { name: 'input_ids', key: 'review', label: 'Review', kind: 'text', multiline: true, preprocess },
    { name: 'attention_mask', role: 'attention_mask', hidden: true },
    { name: 'token_type_ids', role: 'token_type_ids', hidden: true },
  ],
});

async function publish(name: string, given: { length?: number | string; preprocess?: object; tokenizer?: unknown }) {
  const { length = 'seq', preprocess = {}, tokenizer = bert } = given;
  const said = description({ tokenizer: 'tokenizer.json', ...preprocess });
  const files = {
    'model.onnx': tokenModel(length),
    'preview.json': JSON.stringify(said),
    ...(tokenizer !== null && { 'tokenizer.json': JSON.stringify(tokenizer) }),
  };
  const form = new FormData();
  form.append('bundle', new Blob([new Uint8Array(await goodTarGz(files))]), 'bundle.tar.gz');
  const { status, body } = await portal.call('POST', `/models/${name}/versions`, { body: form });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}

const ask = (name: string, review?: unknown) =>
  portal.call('POST', `/models/${name}/versions/1/runs`, { body: { inputs: review === undefined ? {} : { review } } });

const tokensIn = ({ body }: Awaited<ReturnType<typeof ask>>) => body.answer?.values[0].value.flat().map(Number);

test('a text becomes tokens, mask and types; what is stored is the text', async () => {
  const { inputs } = await publish('tokens', { preprocess: { max_length: 12 } });
  expect(inputs).toMatchObject([{ key: 'review', kind: 'text', default: '' }, {}, {}]);
  for (const { text, ids } of golden.bert.slice(0, 7)) {
    const asked = await ask('tokens', text);
    expect(asked, JSON.stringify(asked.body)).toMatchObject({ status: 201, body: { inputs: { review: text } } });
    expect(Object.keys(asked.body.inputs)).toEqual(['review']);
    if (ids.length <= 12) expect(tokensIn(asked)).toEqual(ids);
  }
  expect(tokensIn(await ask('tokens'))).toEqual([2, 3]);
  const long = await ask('tokens', 'The film was dull. '.repeat(100));
  expect(tokensIn(long)).toHaveLength(12);
  expect(long.body.answer.notices).toEqual([
    { code: 'prepared', key: 'review', message: 'Review: the model reads only the first 12 tokens of it' },
  ]);
});

test('a graph of fixed length gets exactly so many; a longer text is refused where the description says so', async () => {
  await publish('fixed', { length: 8, preprocess: { truncation: false } });
  expect(tokensIn(await ask('fixed', 'a'))).toHaveLength(8);
  const problem = 'This text is too long: the model reads 8 tokens at most.';
  const refused = { status: 422, body: { error: { code: 'FL_INPUT_INVALID', fields: { review: problem } } } };
  expect(await ask('fixed', 'The film was a joy from the first minute')).toMatchObject(refused);
});

test('what cannot be is said at the field', async () => {
  const at = (words: string) => ({
    status: 422,
    body: { error: { fields: { review: expect.stringContaining(words) } } },
  });
  expect(await ask('tokens', 'a'.repeat(1_000_000))).toMatchObject(at('1,000,000 characters'));
  expect(await ask('tokens', 'a\0b')).toMatchObject(at('zero character'));
  expect(await ask('tokens', 7)).toMatchObject({ status: 201 });
  expect(await ask('tokens', [1, 2])).toMatchObject(at('Give a text.'));
  await publish('without', { tokenizer: null });
  expect(await ask('without', 'a')).toMatchObject(at('without its tokenizer.json'));
  await publish('magic', { tokenizer: { model: { type: 'Magic', vocab: {} } } });
  expect(await ask('magic', 'a')).toMatchObject(at('tokenizer.json'));
});

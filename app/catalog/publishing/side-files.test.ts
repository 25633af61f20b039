import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { givenSides, readBundleTexts } from './side-files.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'firstlook-sides-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const LONG = 'x'.repeat(1_000_000);

function givenOf(contents: Record<string, string | Uint8Array>) {
  const files = Object.entries(contents).map(([path, content], i) => {
    writeFileSync(join(dir, String(i)), content);
    return { path, sha256: String(i), sizeBytes: content.length };
  });
  return givenSides(files, (sha256) => join(dir, sha256));
}

test('what a folder tells is found among its own files and those beside it', async () => {
  const given = givenOf({
    'model.onnx': LONG,
    'labels.txt': 'a\nb',
    'config.json': '{"id2label": {}}',
    'tokenizer.json': `{"truncation": null, "model": "${LONG}`,
    'examples/0.png': 'picture',
    'deep/config.json': 'not this one',
  });
  expect(Object.keys(given.locations)).toEqual(['labels']);
  expect(given.pictures).toEqual(['examples/0.png']);
  // The vocabulary of a tokenizer is not read.
  expect(given.sizeBytes).toBeLessThan(20_000);
  const texts = await readBundleTexts(given.bundle);
  expect(Object.keys(texts)).toEqual(['config.json', 'tokenizer.json']);
  expect(texts['config.json']).toBe('{"id2label": {}}');
  expect(texts['tokenizer.json']?.length).toBe(16_384);
});

test('what is no text is read all the same, and empty files are empty', async () => {
  const given = givenOf({ 'config.json': Uint8Array.of(0xff, 0xfe, 0x00), 'config.pbtxt': '' });
  const texts = await readBundleTexts(given.bundle);
  expect(texts['config.pbtxt']).toBe('');
  expect(typeof texts['config.json']).toBe('string');
});

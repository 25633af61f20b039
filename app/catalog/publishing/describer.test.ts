import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PASSED } from '../testing.ts';
import { createDescriber } from './describer.ts';
import { SIDE_PATHS, type SideLocations, type SidePart } from './side-files.ts';

const KNOWN = { model: 'm', facts: PASSED.facts, report: PASSED.report, carried: null };
const HERE = 0;
const IN_A_THREAD = 1e9;

const describer = createDescriber();

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'firstlook-sides-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function put(files: Partial<Record<SidePart, string | Uint8Array>>): SideLocations {
  const entries = Object.entries(files) as [SidePart, string | Uint8Array][];
  for (const [part, content] of entries) writeFileSync(join(dir, SIDE_PATHS[part]), content);
  return Object.fromEntries(entries.map(([part]) => [part, join(dir, SIDE_PATHS[part])]));
}
const preview = (said: object) => JSON.stringify({ formatVersion: 1, ...said });
const describeAt = (sizeBytes: number, locations: SideLocations, ask?: unknown) =>
  describer.start({ locations, ask }, sizeBytes).complete(KNOWN);

test('a thread comes to the same as this one', async () => {
  const locations = put({
    preview: preview({ title: 'Said', ask: { sentence: 'Decide.' } }),
    labels: 'a\nb',
    card: '# Card\n\nWhat it does.',
    reference: 'f0,f1,label\n1,2,a\n3,4,b\n',
  });
  const here = await describeAt(HERE, locations);
  expect(here).toMatchObject({ description: { title: 'Said' }, says: { title: true, ask: true } });
  expect(await describeAt(IN_A_THREAD, locations)).toEqual(here);
});

test.each([HERE, IN_A_THREAD])('a refusal keeps its sentence and its fields (size %d)', async (sizeBytes) => {
  const wrong = describeAt(sizeBytes, put({ preview: preview({ inputs: [{ name: 'x', min: 5, max: 1 }] }) }));
  await expect(wrong).rejects.toMatchObject({
    code: 'FL_DESCRIPTION_INVALID',
    message: expect.stringMatching(/preview\.json/),
    fields: expect.any(Object),
  });
});

test.each([
  ['preview', '{"formatVersion":1', 'preview.json is not valid JSON.'],
  ['preview', '', 'preview.json is not valid JSON.'],
  ['preview', '{"formatVersion":1,"inputs":[{"min":NaN}]}', 'preview.json holds NaN or Infinity, which JSON has not.'],
  ['preview', Buffer.from('{"title":"\xff"}', 'latin1'), 'preview.json is not UTF-8 text.'],
  ['labels', Buffer.from('caf\xe9', 'latin1'), 'labels.txt is not UTF-8 text.'],
  ['labels', 'x'.repeat(4_000_001), 'labels.txt is larger than 4 MB.'],
  ['card', 'x'.repeat(4_000_001), 'card.md is larger than 4 MB.'],
] as const)('%s with what cannot be read is refused: %#', async (part, content, message) => {
  const refused = describeAt(HERE, put({ [part]: content }));
  await expect(refused).rejects.toMatchObject({ code: 'FL_DESCRIPTION_INVALID', message });
});

test('a byte order mark is not part of the text, and a card with a strange letter is taken', async () => {
  const locations = put({
    preview: `\ufeff${preview({ title: 'Said' })}`,
    card: Buffer.from('caf\xe9', 'latin1'),
  });
  expect((await describeAt(HERE, locations)).description.title).toBe('Said');
});

test('nesting that would overflow a stack is a refusal', async () => {
  const deep = `{"formatVersion":1,"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  for (const sizeBytes of [HERE, IN_A_THREAD]) {
    await expect(describeAt(sizeBytes, put({ preview: deep }))).rejects.toMatchObject({
      code: 'FL_DESCRIPTION_INVALID',
    });
  }
});

test.each([
  ['nothing', undefined, { title: false, ask: false }],
  ['an ask', { sentence: 'Decide.' }, { title: false, ask: true }],
  ['a preview.json with an ask', { formatVersion: 1, ask: { sentence: 'Decide.' } }, { title: false, ask: true }],
  ['a preview.json with a title', { formatVersion: 1, title: 'T' }, { title: true, ask: false }],
])('what the field ask says: %s', async (_what, ask, says) => {
  expect((await describeAt(HERE, {}, ask)).says).toEqual(says);
});

test('many at once, one after another, and one that is stopped: each gets its own', async () => {
  const described = async (title: string) => {
    const path = join(dir, `${title}.json`);
    writeFileSync(path, preview({ title }));
    const { description } = await describer.start({ locations: { preview: path } }, IN_A_THREAD).complete(KNOWN);
    expect(description.title).toBe(title);
  };
  const stopped = describer.start({ locations: put({ labels: 'a' }) }, IN_A_THREAD);
  await Promise.all([described('one'), described('two'), described('three')]);
  stopped.stop();
  stopped.stop();
  await described('four');
  const wrong = describeAt(IN_A_THREAD, put({ preview: '{' }));
  await expect(wrong).rejects.toMatchObject({ code: 'FL_DESCRIPTION_INVALID' });
  await described('five');
});

test('what one left out is not taken from the one before', async () => {
  const first = put({ preview: preview({ title: 'First' }) });
  await describeAt(IN_A_THREAD, first);
  expect((await describeAt(IN_A_THREAD, {})).description.title).not.toBe('First');
});

test('a file that is gone is an error of ours, and the next is described', async () => {
  const gone = describeAt(IN_A_THREAD, { labels: join(dir, 'nothing.txt') });
  await expect(gone).rejects.toThrow('could not be made');
  expect(await describeAt(IN_A_THREAD, {})).toMatchObject({ notices: expect.any(Array) });
});

import { expect, test } from 'vitest';
import { readListFile } from './read-list-file.ts';

const file = (content: string | Uint8Array<ArrayBuffer>) => new File([content], 'x');

test('what a file is, its content says', async () => {
  expect(await readListFile(file('[[1,2],[3,4]]\n'), 4)).toEqual({ text: '[[1,2],[3,4]]', words: 'JSON' });
  expect(await readListFile(file('[1. 2.]'), 2)).toEqual({ columns: [{ name: 'the file', numbers: [1, 2] }] });
  expect(await readListFile(file('a,b\n1,2\n3,4'), 2)).toMatchObject({ columns: [{ name: 'a' }, { name: 'b' }] });
});

test.each<[string | Uint8Array<ArrayBuffer>, RegExp]>([
  ['', /empty/],
  ['<svg onload=alert(1)>', /no number/],
  [Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), /not a \.npy/],
  [Uint8Array.of(0x93, 0x4e, 0x55), /not a \.npy/],
  [new Uint8Array(12 * 1024 * 1024 + 1), /At most 12 MB/],
])('what it cannot be is said in words', async (content, words) => {
  expect((await readListFile(file(content), 3)).problem).toMatch(words);
});

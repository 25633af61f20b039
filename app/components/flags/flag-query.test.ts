import { expect, test } from 'vitest';
import { filterCount, readAddress, writeAddress } from './flag-query.ts';

const read = (query: string) => readAddress(new URLSearchParams(query));

test.each([
  '',
  '?model=mortgage',
  '?state=unresolved',
  '?model=a%26b&state=looks-fixed&kind=bias&severity=stops-release&reporter=me&waits=you&cursor=abc',
])('%j survives being read and written', (query) => {
  const address = read(query);
  expect(writeAddress(address, { cursor: address.cursor })).toBe(query);
});

test('what is no filter does not count', () => {
  for (const query of ['?state=closed', '?kind=<b>', '?severity=', '?waits=me', '?model=%20', '?x=y']) {
    expect(writeAddress(read(query)), query).toBe('');
  }
});

test('another filter begins at the first page, and keeps the rest', () => {
  expect(writeAddress(read('?model=m&state=open&cursor=abc'), { state: null })).toBe('?model=m');
  expect(writeAddress(read('?model=m&cursor=abc'), { waits: true })).toBe('?model=m&waits=you');
});

test('the panel counts what it holds, not what a chip says', () => {
  expect(filterCount(read('?state=unresolved&waits=you'))).toBe(0);
  expect(filterCount(read('?state=accepted&model=m&kind=bias'))).toBe(3);
});

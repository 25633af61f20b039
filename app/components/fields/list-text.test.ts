import { describe, expect, test } from 'vitest';
import { listElements, listText, typedNumber } from './list-text.ts';

describe('the text of a list', () => {
  test.each<[string, number | null, string[] | null]>([
    ['[1,2.50,-3e2]', 3, ['1', '2.50', '-3e2']],
    ['[9007199254740993, 1]', 2, ['9007199254740993', '1']],
    ['0', 3, ['0', '0', '0']],
    ['0', null, ['0']],
    ['[[1],[2]]', 2, ['1', '2']],
    ['1,5\n2,5', 2, ['1.5', '2.5']],
    ['[1,"abc",3]', 3, ['1', 'abc', '3']],
    ['[1,null]', 2, null],
    ['[]', 2, null],
    ['[1,', 2, null],
    ['', 2, null],
    ['much', 2, null],
    ['{"base64":"AAAA"}', 2, null],
    ['{"file":"1234"}', 2, null],
    ['[[9007199254740993]]', 1, null],
  ])('%j of %j is %j', (text, count, elements) => expect(listElements(text, count)).toEqual(elements));

  test('is written without losing digits, and keeps what is no number', () => {
    expect(listText(['9007199254740993', '2.50', ',5', '+7', '5.', 'a"b', ''])).toBe(
      '[9007199254740993,2.50,0.5,7,5,"a\\"b",""]',
    );
    expect(listElements(listText(['1', 'x,y', ']']), 3)).toEqual(['1', 'x,y', ']']);
  });

  test.each<[string, number | null]>([
    ['1,5', 1.5],
    [' 7. ', 7],
    ['\u22123', -3],
    ['1e999', null],
    ['', null],
    ['1,5,5', null],
    ['0x1', null],
  ])('%j as a number', (text, number) => expect(typedNumber(text)).toBe(number));
});

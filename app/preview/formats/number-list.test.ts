import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readNumberList } from './number-list.ts';

describe('numbers as they are pasted', () => {
  test.each<[string, number | null, number[]]>([
    ['1\n2\n3', null, [1, 2, 3]],
    ['1\r\n2\r\n3\r\n', null, [1, 2, 3]],
    ['1\t2\t3', null, [1, 2, 3]],
    ['1; 2; 3', null, [1, 2, 3]],
    ['1, 2, 3,', null, [1, 2, 3]],
    ['1,2,3', null, [1, 2, 3]],
    ['365.34, 366.2', 2, [365.34, 366.2]],
    ['[1. 2.5 -3e2]', null, [1, 2.5, -300]],
    ['array([1., 2.])'.slice(5), null, [1, 2]],
    ['\uFEFF1 2', null, [1, 2]],
    ['\u22121.5 2', null, [-1.5, 2]],
    ['1,5; 2,25', null, [1.5, 2.25]],
    ['1,5\t2,25', null, [1.5, 2.25]],
    ['1,5\n2,25', 2, [1.5, 2.25]],
    ['1,5\n2,25', 4, [1, 5, 2, 25]],
    ['365,34 366,20 367,38', 3, [365.34, 366.2, 367.38]],
    ['1.234,5; 2', null, [1234.5, 2]],
    ['1,234.5; 2', null, [1234.5, 2]],
    ['100,200,300', null, [100, 200, 300]],
    ['1,5', 1, [1.5]],
    ['1,5', 2, [1, 5]],
  ])('%j of %j', (text, length, numbers) => expect(readNumberList(text, length)).toEqual({ numbers }));

  test.each<[string, number | null]>([
    ['1,5\n2,25', null],
    ['1,5', null],
    ['1,5 2', null],
    ['365,34 366,20', 7],
  ])('%j could be two things, and is neither', (text, length) =>
    expect(readNumberList(text, length).problem).toMatch(/comma here can part/),
  );

  test.each<[string, RegExp]>([
    ['', /no number here/],
    ['  \n ', /no number here/],
    ['1\n2\nx7\n4', /^Value 3 \(line 3\) is "x7", which is no number/],
    ['1, 2, NaN, 4', /^Value 3 is missing: it says "NaN"/],
    ['1, 2,, 4', /^Value 3 is empty/],
    ['1\n\n3', /^Value 2 \(line 2\) is empty/],
    ['1;;3', /^Value 2 is empty/],
    ['1,5;;2,5', /^Value 2 is empty/],
    ['1 1e999', /^Value 2 is "1e999"/],
    ['1 0x10', /^Value 2 is "0x10"/],
    ['<img src=x onerror=alert(1)>', /no number/],
    [`1 ${'9'.repeat(9)}z${'9'.repeat(99)}`, /…/],
    ['1,234; 2', /"1,234" can be 1.234 or 1234/],
    ['1,234\n2,345;', /can be/],
    ['1 \ud800', /no number/],
  ])('%j names the place', (text, words) => expect(readNumberList(text).problem).toMatch(words));

  test('a gap among decimal commas is counted as its list is meant', () => {
    expect(readNumberList('1,5\n2\n\n4', 4).problem).toMatch(/^Value 3 \(line 3\) is empty/);
    expect(readNumberList('1,5; x; 2,5', 3).problem).toMatch(/^Value 2 is "x"/);
  });

  test('an overlong text is refused without being looked at', () => {
    expect(readNumberList('1'.repeat(1_000_001)).problem).toMatch(/too long/);
    expect(readNumberList('1 '.repeat(5_001), 3).problem).toMatch(/too long/);
  });
});

test('what JSON writes is read as it was, however it is parted', () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value));
  fc.assert(
    fc.property(fc.array(finite, { minLength: 1 }), fc.constantFrom('\n', '\t', '; ', ', ', ' '), (numbers, mark) => {
      expect(readNumberList(numbers.join(mark))).toEqual({ numbers });
      expect(readNumberList(JSON.stringify(numbers), numbers.length)).toEqual({ numbers });
    }),
  );
});

test('decimal commas are read back when it is known how many numbers there are', () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
  fc.assert(
    fc.property(fc.array(finite, { minLength: 1 }), (numbers) => {
      // One that cannot be thousands says what the others are.
      numbers.push(0.5);
      const text = numbers.map((number) => String(number).replace('.', ',')).join('\n');
      const read = readNumberList(text, numbers.length).numbers;
      expect(read?.map((number) => number + 0)).toEqual(numbers.map((number) => number + 0));
    }),
  );
});

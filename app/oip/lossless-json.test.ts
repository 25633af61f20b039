import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findOverflow, parseLossless } from './lossless-json.ts';

describe('JSON with long numbers', () => {
  it('is what JSON.parse makes of it, for any JSON without them', () => {
    fc.assert(
      fc.property(
        fc.json().filter((text) => !/(?<![\d.])\d{16}/.test(text)),
        (text) => {
          expect(parseLossless(text)).toEqual(JSON.parse(text));
          // The same on the path that looks for long numbers.
          const wrapped = `["INT64",1234567890123456789,${text}]`;
          expect(parseLossless(wrapped)).toEqual(['INT64', 1234567890123456789n, JSON.parse(text)]);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('keeps every whole number beyond 2^53 as bigint, of either sign, at any depth', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), (value) => {
        const read = parseLossless(`{"INT64":[[${value}],{"a":${value}}]}`);
        const kept = Number.isSafeInteger(Number(value)) ? Number(value) : value;
        expect(read).toEqual({ INT64: [[kept], { a: kept }] });
      }),
    );
  });

  it('leaves digits inside texts, after a point and before an exponent alone', () => {
    const text = '["INT64","a \\" 1234567890123456789, \\\\",0.1234567890123456789,1234567890123456789e2,-0]';
    expect(parseLossless(text)).toEqual(JSON.parse(text));
  });

  it.each([
    '',
    '[',
    '["INT64",01234567890123456789]',
    '["INT64",-]',
    '["INT64 1234567890123456789',
    '{"INT64":1234567890123456789',
  ])('refuses what is no JSON: %s', (text) => expect(() => parseLossless(text)).toThrow(SyntaxError));

  it('P23 refuses a text that is nested without end, large or small, before parsing it', () => {
    expect(() => parseLossless('['.repeat(1 << 20))).toThrow('nested too deep');
    expect(() => parseLossless(`["INT64",1234567890123456789,${'[{"a":'.repeat(51)}`)).toThrow('nested too deep');
    expect(() => parseLossless('['.repeat(101) + ']'.repeat(101))).toThrow('nested too deep');
    expect(() => parseLossless('['.repeat(100) + ']'.repeat(100))).not.toThrow();
    const flat = JSON.stringify(['[['.repeat(1 << 19), [[1]]]);
    expect(parseLossless(flat)).toEqual(JSON.parse(flat));
  });

  it('cannot be tricked by an own key named __proto__', () => {
    const read = parseLossless('{"INT64":1,"__proto__":1234567890123456789,"a":{"__proto__":{"b":1}}}') as object;
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect('b' in read).toBe(false);
  });

  it('finds the number that no double holds, as it is written', () => {
    expect(findOverflow('{"a":[1,"1e999",-1e400,2e500]}')).toBe('-1e400');
    expect(findOverflow('{"a":[1,1e308]}')).toBeUndefined();
  });
});

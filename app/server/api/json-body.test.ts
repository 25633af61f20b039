import { expect, test } from 'vitest';
import { parseJsonObject } from './json-body.ts';

const codeOf = (text: string | Uint8Array): string => {
  try {
    parseJsonObject(Buffer.from(text as string));
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'accepted';
};

test('an object comes through as it is', () => {
  expect(parseJsonObject(Buffer.from('{"inputs":{"a":1.5,"b":"π","c":[true,null]}}'))).toEqual({
    inputs: { a: 1.5, b: 'π', c: [true, null] },
  });
});

test.each(['[]', '"text"', '3', 'null', 'true', '', '  '])('%j is not an object', (text) => {
  expect(codeOf(text)).toBe('FL_REQUEST_NOT_OBJECT');
});

test.each(['{', '{"a":}', '{"a":NaN}', '{"a":[1,-Infinity]}', "{'a':1}", '{"a":1}x'])('%s is not JSON', (text) => {
  expect(codeOf(text)).toBe('FL_REQUEST_BAD_JSON');
});

test('NaN gets its own sentence', () => {
  expect(() => parseJsonObject(Buffer.from('{"a": NaN}'))).toThrow(/no NaN/);
  expect(() => parseJsonObject(Buffer.from('{"a": x}'))).not.toThrow(/no NaN/);
});

test('bytes that are not UTF-8 are refused', () => {
  expect(codeOf(Uint8Array.from([0x7b, 0xff, 0x7d]))).toBe('FL_REQUEST_BAD_JSON');
});

test('a number beyond what a number can hold is refused, at its key', () => {
  expect(codeOf('{"a":1e400}')).toBe('FL_REQUEST_INVALID');
  expect(codeOf('{"a":-1E+999}')).toBe('FL_REQUEST_INVALID');
  expect(codeOf(`{"a":${'9'.repeat(400)}}`)).toBe('FL_REQUEST_INVALID');
  try {
    parseJsonObject(Buffer.from('{"inputs":{"income":1e400}}'));
  } catch (error) {
    expect((error as { fields: object }).fields).toEqual({ income: expect.stringContaining('1e400') });
  }
});

test('a whole number that would lose digits is refused, one that would not is taken', () => {
  expect(codeOf('{"a":9007199254740993}')).toBe('FL_REQUEST_INVALID');
  expect(parseJsonObject(Buffer.from('{"a":9007199254740992}'))).toEqual({ a: 2 ** 53 });
  expect(parseJsonObject(Buffer.from('{"a":100000000000000000000}'))).toEqual({ a: 1e20 });
  expect(codeOf('{"a":0.1234567890123456789}')).toBe('accepted');
  expect(parseJsonObject(Buffer.from('{"a":"9007199254740993"}'))).toEqual({ a: '9007199254740993' });
});

test('what is nested inside a text does not count, however long the text and whatever is escaped in it', () => {
  const deep = '['.repeat(100);
  for (let before = 0; before < 200; before += 1) {
    for (const escaped of ['', '\\', '"', '\\"', '\\\\']) {
      const text = `${'a'.repeat(before)}${escaped}${deep}`;
      expect(codeOf(JSON.stringify({ [text]: text, b: [[1]] }))).toBe('accepted');
      expect(codeOf(`{${JSON.stringify(text)}:${deep}${']'.repeat(100)}}`)).toBe('FL_REQUEST_BAD_JSON');
    }
  }
});

test('a body nested too deep is refused before anyone walks it', () => {
  const nested = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  expect(codeOf(nested(60))).toBe('accepted');
  expect(codeOf(nested(64))).toBe('FL_REQUEST_BAD_JSON');
  expect(codeOf(nested(1_000_000))).toBe('FL_REQUEST_BAD_JSON');
  // Brackets inside a text are not nesting.
  expect(codeOf(`{"a":"${'['.repeat(100)}\\"${'{'.repeat(100)}"}`)).toBe('accepted');
});

test('a key named __proto__ stays a key', () => {
  const body = parseJsonObject(Buffer.from('{"__proto__":{"isAdmin":true}}'));
  expect((body as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  expect(Object.hasOwn(body, '__proto__')).toBe(true);
});

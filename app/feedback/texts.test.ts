import { expect, test } from 'vitest';
import { keptText } from './texts.ts';

const refused = (given: unknown) => {
  try {
    return keptText(given, 'note');
  } catch (error) {
    return error;
  }
};

test.each([
  ['', ''],
  ['  \n a \t b \n ', 'a \t b'],
  ['one\r\ntwo\rthree', 'one\ntwo\nthree'],
  ['a\u0000b\u001b[31mc\u0085d\u007f', 'ab[31mcd'],
  ['Größe 日本 👩‍👩‍👧 שלום\u202b', 'Größe 日本 👩‍👩‍👧 שלום\u202b'],
  ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ['half \ud83d pair', 'half \ufffd pair'],
])('%j is kept as %j', (given, kept) => {
  expect(keptText(given, 'note')).toBe(kept);
});

test('10,000 characters fit, whatever they are, and one more does not', () => {
  expect(keptText('😀'.repeat(10_000), 'note')).toHaveLength(20_000);
  expect(keptText(` ${'x'.repeat(10_000)} `, 'note')).toHaveLength(10_000);
  for (const given of ['x'.repeat(10_001), '😀'.repeat(10_001), 'x'.repeat(2_000_000)]) {
    expect(refused(given)).toMatchObject({
      code: 'FL_REQUEST_INVALID',
      fields: { note: expect.stringContaining('10,000') },
    });
  }
});

test.each([undefined, null, 7, {}, ['a']])('%s is no text', (given) => {
  expect(refused(given)).toMatchObject({ code: 'FL_REQUEST_INVALID', fields: { note: expect.any(String) } });
});

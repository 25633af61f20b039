import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKeys, safeKey } from './keys.ts';

test.each([
  ['pirat', 'pirat'],
  ['dense_input:0', 'dense_input:0'],
  ['Loan amount', 'Loan_amount'],
  ['Größe', 'Größe'],
  ['a&b=c#d?e+f%g', 'a_b_c_d_e_f_g'],
  ['<script>"\'`', '_script_'],
  ['line\r\nbreak\ttab', 'line_break_tab'],
  ['\u202Eevil\0', '_evil_'],
  ['__proto__', '__proto___'],
  ['constructor', 'constructor_'],
  ['toString', 'toString_'],
  ['', '_'],
])('%j is called %j', (name, key) => {
  expect(safeKey(name)).toBe(key);
});

test('every key can be a form control, a query parameter and a name in an object', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 130 }), { maxLength: 6 }), (names) => {
      const key = createKeys();
      const keys = names.map((name) => key(name));
      expect(new Set(keys).size).toBe(keys.length);
      for (const each of keys) {
        expect(each).not.toMatch(/\s/);
        expect(each in {}).toBe(false);
        expect([...new URLSearchParams(`in.${each}=1`).keys()]).toEqual([`in.${each}`]);
        expect(each.length).toBeLessThanOrEqual(210);
      }
    }),
    { numRuns: 50 },
  );
});

test('the same name again gets a number, also where that is taken', () => {
  const key = createKeys();
  expect(['age', 'age_2', 'age', 'age', 'age_2'].map((name) => key(name))).toEqual([
    'age',
    'age_2',
    'age_3',
    'age_4',
    'age_2_2',
  ]);
});

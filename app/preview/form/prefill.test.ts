import { expect, test } from 'vitest';
import { testVersion } from '../testing.ts';
import { formFields } from './form-fields.ts';
import { parseForm } from './parse-form.ts';
import { readQuery } from './prefill.ts';

const version = testVersion({
  inputs: [
    { name: 'debt', display: { scale: 100, unit: '%', decimals: 0 } },
    { name: 'kind', kind: 'category', datatype: 'BYTES', allowed: [{ value: 'a', label: 'First' }] },
    { name: 'list', kind: 'tensor', shape: [1, 3] },
    { name: 'secret', hidden: true },
  ],
});
const read = (query: string) => readQuery(version, new URLSearchParams(query));

test('an address fills in the model its own unit, and stays exact until it is edited', () => {
  const { values, refused } = read('debt=0.41234&kind=a&list=[1,2,3]&other=1');
  expect(values).toEqual({ debt: 0.41234, kind: 'a', list: [1, 2, 3] });
  expect(refused).toEqual({});
  const fields = formFields(version, values);
  expect(fields[0]).toMatchObject({ value: '41', was: '0.41234' });
  const posted = new URLSearchParams([
    ['in.debt', '41'],
    ['was.debt', '0.41234'],
  ]);
  expect(parseForm(version, posted)).toEqual({ debt: 0.41234 });
});

test('what does not fit is said at its field, and hidden fields are not reached', () => {
  const { values, refused } = read('debt=much&list=[1,2]&secret=1&__proto__=1&constructor=2');
  expect(values).toEqual({});
  expect(refused).toEqual({
    debt: { text: 'much', problem: 'Give a number, like 1234.5, without separators.' },
    list: { text: '[1,2]', problem: expect.any(String) },
  });
});

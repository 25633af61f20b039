import { expect, test } from 'vitest';
import { humanise } from './words.ts';

test.each([
  ['loan_amount', 'Loan amount'],
  ['LoanAmount', 'Loan amount'],
  ['loanAmount2', 'Loan amount2'],
  ['CREDIT_SCORE', 'Credit score'],
  ['bmi', 'Bmi'],
  ['BMI', 'BMI'],
  ['customer_ID', 'Customer ID'],
  ['HTMLText', 'HTML text'],
  ['serving_default_input_1:0', 'Input 1'],
  ['group/age.years', 'Group age years'],
  ['s1', 'S1'],
  ['  spaced   out ', 'Spaced out'],
  ['größe_der_wohnung', 'Größe der wohnung'],
  ['<b>bold</b>', '<b>bold< b>'],
  ['___', 'Input'],
  ['', 'Input'],
])('%j reads %j', (name, words) => {
  expect(humanise(name, 'Input')).toBe(words);
});

test('a long name is cut, and a huge one costs nothing', () => {
  expect(humanise('word_'.repeat(100), 'Input')).toMatch(/^Word word .{60,}…$/);
  expect(humanise('a'.repeat(5_000_000), 'Input')).toHaveLength(80);
});

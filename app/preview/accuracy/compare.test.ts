import { expect, test } from 'vitest';
import type { Answer } from '../contract.ts';
import { testVersion } from '../testing.ts';
import { compare } from './compare.ts';

const answer = (said: Partial<Answer>): Answer => ({
  decision: null,
  confidence: null,
  closeCall: false,
  scores: [],
  values: [],
  notices: [],
  ...said,
});
const LABEL = { name: 'label', label: 'Decision', kind: 'class' as const, classes: ['denied', 'approved'] };
const loans = testVersion({ outputs: [LABEL], facts: { classes: [0, 1] } });

test.each([
  ['approved', true],
  ['Approved ', true],
  [1, true],
  ['1', true],
  ['denied', false],
  [0, false],
])('of the true answer %j, "approved" is right: %s', (truth, isRight) => {
  expect(compare(loans, answer({ decision: 'approved' }), truth)).toEqual({ kind: 'class', isRight });
});

test.each([2, 'maybe', '', -1])('%j is none of the classes and says nothing', (truth) => {
  expect(compare(loans, answer({ decision: 'approved' }), truth)).toBeNull();
});

test('labels that are numbers are known by the number, not by their place', () => {
  const classes = ['0', '90', '180'];
  const turned = testVersion({ outputs: [{ ...LABEL, classes }], facts: { classes: [0, 90, 180] } });
  expect(compare(turned, answer({ decision: '90' }), 90)).toEqual({ kind: 'class', isRight: true });
  expect(compare(turned, answer({ decision: '90' }), 0)).toEqual({ kind: 'class', isRight: false });
});

test('a model without a list of classes is compared by what it said', () => {
  const plain = testVersion({ outputs: [{ name: 'label', kind: 'class' }] });
  expect(compare(plain, answer({ decision: 'spam' }), 'spam')).toEqual({ kind: 'class', isRight: true });
  expect(compare(plain, answer({ decision: 'ham' }), 'spam')).toEqual({ kind: 'class', isRight: false });
});

test('bands over a classifier are left out: its own class counts', () => {
  const bands = [{ from: 0, label: 'Refer' }];
  const values = [{ name: 'label', label: 'Decision', value: 'denied', unit: null }];
  const banded = testVersion({ outputs: [{ ...LABEL, bands }] });
  expect(compare(banded, answer({ decision: 'Refer', values }), 'denied')).toEqual({ kind: 'class', isRight: true });
  const scored = testVersion({ outputs: [{ ...LABEL, name: 'p', kind: 'probabilities', bands }] });
  const scores = [
    { label: 'denied', score: 0.3 },
    { label: 'approved', score: 0.7 },
  ];
  expect(compare(scored, answer({ decision: 'Refer', scores }), 'approved')).toEqual({ kind: 'class', isRight: true });
});

test('a number is as far off as it is; texts and curves say nothing', () => {
  const price = testVersion({ outputs: [{ name: 'y', kind: 'number' }] });
  const said = (value: number | number[]) => answer({ values: [{ name: 'y', label: 'Y', value, unit: '$' }] });
  expect(compare(price, said(10), 12.5)).toEqual({ kind: 'number', error: 2.5 });
  expect(compare(price, said(10), 'cheap')).toBeNull();
  expect(compare(price, said([1, 2]), 1)).toBeNull();
});

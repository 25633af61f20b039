import { expect, test } from 'vitest';
import type { Answer } from '#app/preview/contract.ts';
import { twiceWords } from './asked-twice.tsx';

const said = (value: number, score = 0.5): Answer => ({
  ...{ decision: null, confidence: null, closeCall: false, notices: [] },
  scores: [{ label: 'a', score }],
  values: [{ name: 'y', label: 'Y', value, unit: 'kg' }],
});

test('a second answer is the same, the same with other figures, or another one; how long it took says nothing', () => {
  expect(twiceWords(said(3), { ...said(3), timings: { readMs: 1, prepareMs: 0, askMs: 1, shapeMs: 0 } })).toBe(
    'Asked again, it said the same.',
  );
  expect(twiceWords(said(3), said(3, 0.6))).toBe('Asked again, it said the same with other figures.');
  expect(twiceWords(said(3), said(4))).toBe('Asked again, the model said 4 kg.');
});

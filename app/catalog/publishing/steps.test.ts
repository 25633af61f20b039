import { expect, test } from 'vitest';
import { PASSED } from '../testing.ts';
import type { CheckedCandidate } from './candidate.ts';
import { bytesInWords, checkSteps, describedStep, receivedStep } from './steps.ts';

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [41_234, '41 kB'],
  [9_940, '9.9 kB'],
  [9_960, '10 kB'],
  [999_600, '1 MB'],
  [5_200_000, '5.2 MB'],
  [3_000_000_000, '3 GB'],
  [5e15, '5000000 GB'],
])('%d bytes are %s', (bytes, words) => {
  expect(bytesInWords(bytes)).toBe(words);
});

test('the steps say what they found in a few words', () => {
  expect(receivedStep(20.04, { count: 1, sizeBytes: 41_000 })).toEqual({
    name: 'received',
    ms: 20,
    detail: '41 kB, one file',
  });
  expect(receivedStep(1, { count: 3, sizeBytes: 10 }).detail).toBe('10 bytes, 3 files');
  const unsure = { guess: { sure: false, reason: 'a reason' } };
  const inputs = [{}, unsure, { ...unsure, hidden: true }] as unknown as Parameters<typeof describedStep>[1];
  expect(describedStep(1, inputs).detail).toBe('3 inputs, 1 unsure');
  expect(describedStep(1, inputs.slice(0, 1)).detail).toBe('One input');
});

test('a check is two steps, three with a repair whose time is part of it', () => {
  const stepsOf = (check: object, tookMs = 0) =>
    checkSteps({ check: { ...PASSED, ...check } } as CheckedCandidate, tookMs);
  expect(stepsOf({})).toEqual([
    { name: 'checked', ms: 3, detail: 'Sound, nothing hidden in it' },
    { name: 'measured', ms: 4, detail: '1 ms an answer, 1 bytes' },
  ]);
  const repair = { code: 'repair.zipmap', message: 'A sentence.' };
  const repaired = { sha256: '', sizeBytes: 1 };
  expect(stepsOf({ repaired, notices: [repair] })[1]).toEqual({
    name: 'repaired',
    ms: null,
    detail: 'One thing put right',
  });
  expect(stepsOf({ repaired, notices: [repair, repair, { code: 'file.large', message: '' }] })[1]?.detail).toBe(
    '2 things put right',
  );
  const report = { ...PASSED.report, answers: [], memoryBytes: 6_000_000 };
  expect(stepsOf({ report })[1]?.detail).toBe('Not asked, 6 MB of memory');
  expect(stepsOf({}, 100)[0]?.ms).toBe(96);
});

import { describe, expect, test } from 'vitest';
import type { Answer } from '#app/preview/contract.ts';
import { asDraft, hasWords, isAbout, moveDraft, noteOf, problemsOf, startDraft } from './flag-draft.ts';

const answer: Answer = { decision: 'Yes', confidence: null, closeCall: false, scores: [], values: [], notices: [] };
const judged = { live: 'lve_1', runId: null, inputs: { a: 1 }, answer, tookMs: 1 };
const draft = startDraft(judged, 'key-1');

describe('what is written', () => {
  test('is sent as one note: why, then what should have been said', () => {
    expect(noteOf({ note: ' Same income. ', expected: ' No ' })).toBe('Same income.\n\nIt should have said: No');
    expect(noteOf({ note: '', expected: 'No' })).toBe('It should have said: No');
    expect(noteOf({ note: 'x', expected: ' ' })).toBe('x');
  });

  test('is worth keeping once there is something in it', () => {
    expect(hasWords(draft)).toBe(false);
    expect(hasWords({ ...draft, kind: 'bias' })).toBe(true);
    expect(hasWords({ ...draft, expected: 'No' })).toBe(true);
  });

  test('needs a kind, and fits in 10,000 characters as people count them', () => {
    expect(Object.keys(problemsOf(draft))).toEqual(['kind']);
    const full = { ...draft, kind: 'wrong' as const, note: '👍'.repeat(10_000) };
    expect(problemsOf(full)).toEqual({});
    expect(problemsOf({ ...full, expected: 'No' }).note).toMatch(/^This is 25 characters too long/);
  });
});

describe('a kept draft', () => {
  test('comes back; anything else that was in its place does not', () => {
    expect(asDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
    for (const kept of [
      ...[null, '', 'x', 1, {}, []],
      { ...draft, kind: 'other' },
      { ...draft, judged: null },
      { ...draft, status: 'sent' },
    ]) {
      expect(asDraft(kept)).toBeNull();
    }
  });

  test('about the same answer keeps its key, so that sending it again is the same flag', () => {
    const again = { ...judged, live: 'lve_2' };
    expect(isAbout(draft, again)).toBe(true);
    expect(moveDraft(draft, again, 'key-2')).toMatchObject({ idempotencyKey: 'key-1', judged: { live: 'lve_2' } });
  });

  test('moved to another answer is another flag', () => {
    const other = { ...judged, live: 'lve_2', inputs: { a: 2 } };
    expect(isAbout(draft, other)).toBe(false);
    expect(moveDraft({ ...draft, note: 'x' }, other, 'key-2')).toMatchObject({
      ...{ note: 'x', idempotencyKey: 'key-2', judged: { inputs: { a: 2 } } },
    });
  });
});

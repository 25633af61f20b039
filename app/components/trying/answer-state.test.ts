import { describe, expect, test } from 'vitest';
import type { Answer } from '#app/preview/contract.ts';
import {
  type AnswerAction,
  answerReducer,
  isPassing,
  type ShownAnswer,
  saysTheSame,
  startAnswers,
} from './answer-state.ts';

const say = (decision: string): Answer => ({
  ...{ decision, confidence: 'clear', closeCall: false, values: [], notices: [] },
  scores: [{ label: decision, score: 0.9 }],
});
const shown = (form: string, answer = say(form)): ShownAnswer => ({
  ...{ form, live: `lve_${form}`, run: null, inputs: {}, answer, tookMs: 1, verdict: null, flag: null },
});
const first = shown('first');
const start = startAnswers(first, null);
const having = (...actions: AnswerAction[]) => actions.reduce(answerReducer, start);
const failure = { code: 'FL_INPUT_INVALID', message: 'No.', fields: { a: 'No.' } };

describe('answers', () => {
  test('the old one stays until the next is here', () => {
    const asked = having({ type: 'asked', number: 1 });
    expect([asked.shown, asked.isPending]).toEqual([first, true]);
    const answered = answerReducer(asked, { type: 'answered', number: 1, shown: shown('next') });
    expect([answered.shown?.form, answered.isPending]).toEqual(['next', false]);
  });

  test('one that was overtaken does not count, whatever order they come in', () => {
    const late = having(
      { type: 'asked', number: 1 },
      { type: 'asked', number: 2 },
      { type: 'answered', number: 2, shown: shown('second') },
      { type: 'answered', number: 1, shown: shown('late') },
      { type: 'failed', number: 1, failure },
    );
    expect([late.shown?.form, late.failure]).toEqual(['second', null]);
  });

  test('a failure leaves the old answer, and the next answer ends it', () => {
    const failed = having({ type: 'asked', number: 1 }, { type: 'failed', number: 1, failure });
    expect([failed.shown, failed.failure, failed.isPending]).toEqual([first, failure, false]);
    const better = [
      { type: 'asked', number: 2 },
      { type: 'answered', number: 2, shown: shown('b') },
    ] as const;
    expect(better.reduce(answerReducer, failed).failure).toBeNull();
  });

  test('back at what the answer is about, nothing is waited for', () => {
    const settled = having(
      { type: 'asked', number: 1 },
      { type: 'settled' },
      {
        type: 'answered',
        number: 1,
        shown: shown('late'),
      },
    );
    expect(settled).toEqual(start);
    expect(answerReducer(start, { type: 'settled' })).toBe(start);
  });

  test('an example takes the place of whatever was asked', () => {
    const replaced = having(
      { type: 'asked', number: 1 },
      { type: 'replaced', shown: shown('example') },
      {
        type: 'answered',
        number: 1,
        shown: shown('late'),
      },
    );
    expect(replaced.shown?.form).toBe('example');
  });

  test('what was kept is told to the answer it is about, and to no other', () => {
    const run = { id: 'run_1', url: '/r/run_1' };
    const kept: AnswerAction = { type: 'kept', answer: first.answer, change: { run, verdict: 'looks-right' } };
    expect(having(kept).shown).toMatchObject({ run, verdict: 'looks-right', live: 'lve_first' });
    const moved = having({ type: 'replaced', shown: shown('other') });
    expect(answerReducer(moved, kept)).toBe(moved);
  });
});

test('two answers say the same when what is shown of them is', () => {
  expect(saysTheSame(say('a'), { ...say('a'), notices: [{ code: 'x', message: 'y' }] })).toBe(true);
  expect(saysTheSame(say('a'), { ...say('a'), scores: [{ label: 'a', score: 0.89 }] })).toBe(false);
});

test('only failures that pass by themselves are asked again', () => {
  expect(
    ['offline', 'FL_SERVING_BUSY', 'FL_INPUT_INVALID', 'FL_AUTH_REQUIRED'].map((code) =>
      isPassing({ ...failure, code }),
    ),
  ).toEqual([true, true, false, false]);
});

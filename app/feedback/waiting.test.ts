import { expect, test } from 'vitest';
import { FLAG_STATES, FLAG_WAITS, type FlagState } from './contract.ts';
import { MOVES } from './states.ts';
import { TURN, waitAfterMove, waitAfterReply } from './waiting.ts';

test.each(FLAG_STATES)('in state %s it is the turn of someone who can move on, or of no one', (state) => {
  const turn = TURN[waitAfterMove(state)];
  const movers = Object.values(MOVES[state]).flat();
  if (turn) expect(movers).toContain(turn);
  const isOver: FlagState[] = ['confirmed', 'unconfirmed', 'wont-fix', 'duplicate', 'withdrawn'];
  expect(turn === null).toBe(isOver.includes(state));
});

test.each(FLAG_STATES)(
  'in state %s a reply by someone else asks triage, one by triage gives the turn back',
  (state) => {
    for (const by of [[], ['reporter'] as const]) expect(TURN[waitAfterReply(state, by)]).toBe('triage');
    expect(waitAfterReply(state, ['triage'])).toBe(waitAfterMove(state));
  },
);

test('a reporter who triages too answers what they were asked, and says nothing new elsewhere', () => {
  expect(waitAfterReply('needs-info', ['triage', 'reporter'])).toBe('reply');
  expect(waitAfterReply('looks-fixed', ['triage', 'reporter'])).toBe('yes');
  expect(waitAfterReply('open', ['triage', 'reporter'])).toBe('answer');
});

test('every wait has a turn', () => {
  expect(Object.keys(TURN).toSorted()).toEqual([...FLAG_WAITS].toSorted());
});

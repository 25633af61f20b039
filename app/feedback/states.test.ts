import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FLAG_STATES, type FlagState } from './contract.ts';
import { MOVES, type Mover, statesFrom } from './states.ts';

/** One row per present state, one letter per next state in the order below: t triage, r reporter, b both, - no one. */
const TO: FlagState[] = [
  'open',
  'needs-info',
  'accepted',
  'looks-fixed',
  'confirmed',
  'unconfirmed',
  'broke-again',
  'wont-fix',
  'duplicate',
  'withdrawn',
];
const TABLE: Record<FlagState, string> = {
  //               oiafcubwdx
  open: '-ttt---ttr',
  'needs-info': 'b-tt---ttr',
  accepted: 'tt-t---ttr',
  'looks-fixed': 'b---r-t---',
  confirmed: 'r-----t---',
  unconfirmed: 'b---r-t---',
  'broke-again': '-ttt---ttr',
  'wont-fix': 'b---------',
  duplicate: 'b---------',
  withdrawn: 'r---------',
};

const movers: Record<string, Mover[]> = { t: ['triage'], r: ['reporter'], b: ['triage', 'reporter'], '-': [] };

test.each(FLAG_STATES)('from %s', (from) => {
  const allowed = TO.map((to) => MOVES[from][to] ?? []);
  expect(allowed).toEqual([...TABLE[from]].map((letter) => movers[letter]));
});

test('no state leads to itself, and from every state someone can go on', () => {
  for (const from of FLAG_STATES) {
    expect(MOVES[from][from]).toBeUndefined();
    expect(statesFrom(from, ['triage', 'reporter'])).not.toEqual([]);
  }
});

test('roles add up, and without one there is no move', () => {
  expect(statesFrom('looks-fixed', [])).toEqual([]);
  expect(statesFrom('looks-fixed', ['triage'])).toEqual(['open', 'broke-again']);
  expect(statesFrom('looks-fixed', ['reporter'])).toEqual(['open', 'confirmed']);
  expect(statesFrom('looks-fixed', ['triage', 'reporter'])).toEqual(['open', 'confirmed', 'broke-again']);
});

test('docs/api.md has the same table', () => {
  const page = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
  const [table = ''] = page.slice(page.indexOf('| from |')).split('\n\n');
  const words = (cell: string) => [...cell.matchAll(/`([a-z-]+)`/g)].map(([, word]) => word).toSorted();
  const documented = table
    .split('\n')
    .slice(2)
    .map((row) => row.split('|').slice(1, -1).map(words));
  const moves = FLAG_STATES.map((from) => [
    [from],
    statesFrom(from, ['triage']).toSorted(),
    statesFrom(from, ['reporter']).toSorted(),
  ]);
  expect(documented.toSorted()).toEqual(moves.toSorted());
});

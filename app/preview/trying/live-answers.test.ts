import { expect, test } from 'vitest';
import { createFakeClock } from '#app/core/clock.ts';
import { createSeededIds } from '#app/core/ids.ts';
import type { Actor } from '#app/ledger/contract.ts';
import type { Answer } from '../contract.ts';
import { createLiveAnswers } from './live-answers.ts';

const ada: Actor = { kind: 'human', id: 'usr_ada' };
const bob: Actor = { kind: 'human', id: 'usr_bob' };
const said: Answer = { decision: 'yes', confidence: null, closeCall: false, scores: [], values: [], notices: [] };
const answered = (a: number, versionId = 'ver_1') => ({
  inputs: { a },
  answer: said,
  tookMs: 1,
  versionId,
  descriptionId: 'dsc_1',
});

function bench(limits = { heldMs: 1_000, mostPerVersion: 2, mostBytes: 1_000_000 }) {
  const clock = createFakeClock();
  return { clock, live: createLiveAnswers({ clock, ids: createSeededIds() }, limits) };
}

test('an answer is held for whoever was shown it, and for nobody else', () => {
  const { live } = bench();
  const id = live.hold(ada, answered(1));
  expect(id).toMatch(/^lve_/);
  expect(live.find(ada, id)).toMatchObject({ inputs: { a: 1 }, versionId: 'ver_1', runId: null });
  expect(live.find(bob, id)).toBeUndefined();
  expect(live.find({ kind: 'token', id: 'usr_ada' }, id)).toBeUndefined();
  expect(live.find(ada, 'lve_made_up')).toBeUndefined();
});

test('it is gone after its time', () => {
  const { clock, live } = bench();
  const id = live.hold(ada, answered(1));
  clock.advance(999);
  expect(live.find(ada, id)).toBeDefined();
  clock.advance(1);
  expect(live.find(ada, id)).toBeUndefined();
});

test('of one person and version the newest stay; others are left alone', () => {
  const { live } = bench();
  const other = live.hold(ada, answered(0, 'ver_2'));
  const [first, second, third] = [1, 2, 3].map((a) => live.hold(ada, answered(a)));
  const his = live.hold(bob, answered(9));
  expect(live.find(ada, first!)).toBeUndefined();
  expect(live.find(ada, second!)?.inputs).toEqual({ a: 2 });
  expect(live.find(ada, third!)?.inputs).toEqual({ a: 3 });
  expect(live.find(ada, other)).toBeDefined();
  expect(live.find(bob, his)).toBeDefined();
});

test('however many people come, memory has an end: the oldest go', () => {
  const { live } = bench({ heldMs: 1_000_000, mostPerVersion: 2, mostBytes: 3_000 });
  const ids = Array.from({ length: 100 }, (_, at) => ({ kind: 'human' as const, id: `usr_${at}` })).map((actor) => ({
    actor,
    id: live.hold(actor, answered(1)),
  }));
  const held = ids.filter(({ actor, id }) => live.find(actor, id));
  expect(held.length).toBeGreaterThan(2);
  expect(held.length).toBeLessThan(20);
  expect(held).toEqual(ids.slice(-held.length));
});

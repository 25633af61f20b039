import { beforeEach, expect, test } from 'vitest';
import type { Viewer } from '#app/accounts/contract.ts';
import { addMember, openFlag, person, THERE } from '#app/feedback/testing.ts';
import { ask, type Bench, createBench, publish, type Seeded } from '../testing.ts';

const HOUR = 60 * 60_000;
const rita = person('usr_rita', ['reviewer']);
const pia = person('usr_pia', ['publisher']);
const tom = person('usr_tom', ['reviewer']);
let bench: Bench;
let mortgage: Seeded;
beforeEach(() => {
  bench = createBench();
  mortgage = publish(bench, { publisher: pia.actor });
  for (const viewer of [rita, pia]) addMember(bench, viewer);
});
/** Each entry as who, what, how often. */
const told = (viewer: Viewer = rita) =>
  bench.insight.home(viewer).activity.map(({ actor, what, count, version }) => {
    const { type, ...more } = what;
    const detail = 'value' in more ? more.value : 'to' in more ? more.to : 'flag' in more ? more.flag.title : '';
    return `${actor.id} ${type} ${detail} v${version} ×${count}`.replace(/ +/g, ' ');
  });
const looksRight = (viewer: Viewer, of = mortgage) =>
  bench.feedback.giveVerdict(viewer, { runId: ask(bench, of, viewer), value: 'looks-right' });

test('publishing is told once, to those who saw it before and to those who did not', () => {
  for (const viewer of [rita, pia]) expect(told(viewer)).toEqual(['usr_pia published v1 ×1']);
  const hidden = publish(bench, { number: 2, state: 'ready', publisher: pia.actor });
  expect(told(pia)).toEqual(['usr_pia published v2 ×1', 'usr_pia published v1 ×1']);
  expect(told(rita)).toEqual(['usr_pia published v1 ×1']);
  openFlag(bench, pia, { runId: ask(bench, hidden, pia), note: 'secret' });
  expect(JSON.stringify(bench.insight.home(rita))).not.toContain('secret');
});

test('the same again is told together: six times right, and that it was tried goes without saying', () => {
  for (let time = 0; time < 6; time += 1) looksRight(rita);
  expect(told()).toEqual(['usr_rita judged looks-right v1 ×6', 'usr_pia published v1 ×1']);
  ask(bench, mortgage, tom);
  ask(bench, mortgage, tom);
  expect(told()[0]).toBe('usr_tom tried v1 ×2');
});

test('not together what is far apart, by someone else, of another version, or something else', () => {
  looksRight(rita);
  bench.clock.advance(7 * HOUR);
  looksRight(rita);
  bench.clock.advance(5 * HOUR);
  looksRight(rita);
  looksRight(tom);
  const second = publish(bench, { number: 2, publisher: pia.actor });
  looksRight(rita, second);
  bench.feedback.giveVerdict(rita, { runId: ask(bench, second, rita), value: 'not-sure' });
  expect(told()).toEqual([
    'usr_rita judged not-sure v2 ×1',
    'usr_rita judged looks-right v2 ×1',
    'usr_pia published v2 ×1',
    'usr_tom judged looks-right v1 ×1',
    'usr_rita judged looks-right v1 ×2',
    'usr_rita judged looks-right v1 ×1',
    'usr_pia published v1 ×1',
  ]);
});

test('a flag is told once, not as a verdict too; then what became of it', () => {
  const { id } = openFlag(bench, rita, { runId: ask(bench, mortgage, rita), note: 'Too strict\nat 43%' }).flag;
  bench.feedback.reply(tom, id, { body: 'Same here.' });
  bench.feedback.reply(tom, id, { body: 'Really.' });
  bench.feedback.changeState(pia, id, { state: 'looks-fixed', version: 1 });
  expect(told()).toEqual([
    'usr_pia changed looks-fixed v1 ×1',
    'usr_tom replied Too strict v1 ×2',
    'usr_rita flagged Too strict v1 ×1',
    'usr_pia published v1 ×1',
  ]);
  expect(bench.insight.home(rita).activity[0]?.what).toEqual({
    type: 'changed',
    to: 'looks-fixed',
    stateVersion: 1,
    flag: { id, number: 1, title: 'Too strict' },
  });
  bench.feedback.giveVerdict(tom, { runId: ask(bench, mortgage, tom), value: 'not-right' });
  expect(told()[0]).toBe('usr_tom judged not-right v1 ×1');
});

test('what programs ask and what Firstlook does itself is no news, and a burst of runs hides nothing', () => {
  looksRight(tom);
  for (let time = 0; time < 200; time += 1) ask(bench, mortgage, { actor: { kind: 'token', id: 'tok_1' } });
  for (let time = 0; time < 100; time += 1) ask(bench, mortgage, rita);
  publish(bench, { name: 'sample', publisher: { kind: 'system', id: 'samples' } });
  expect(told()).toEqual(['usr_rita tried v1 ×60', 'usr_tom judged looks-right v1 ×1', 'usr_pia published v1 ×1']);
});

test('eight at most, from the viewer’s projects only', () => {
  const there = publish(bench, { name: 'there', projectId: THERE });
  looksRight(person('usr_out', ['reviewer'], THERE), there);
  expect(told()).toEqual(['usr_pia published v1 ×1']);
  for (let place = 0; place < 12; place += 1) looksRight(person(`usr_${place}`, ['reviewer']));
  expect(told()).toHaveLength(8);
  expect(told(person('usr_none', []))).toEqual([]);
  expect(told({ ...person('usr_ada', []), isAdmin: true })).toHaveLength(8);
});

test('the ledger is read by its index, from the end', () => {
  const statements: string[] = [];
  const prepare = bench.db.$client.prepare.bind(bench.db.$client);
  bench.db.$client.prepare = (source: string) => {
    statements.push(source);
    return prepare(source);
  };
  told();
  const asked = statements.find((source) => source.includes('order by "event"."seq" desc')) ?? '';
  const steps = prepare(`EXPLAIN QUERY PLAN ${asked}`).all('prj_here', 'run.stored', 60) as { detail: string }[];
  expect(steps[0]?.detail).toBe('SEARCH event USING INDEX event_by_project (project_id=? AND kind=?)');
  expect(steps.map(({ detail }) => detail).join()).not.toContain('TEMP B-TREE');
});

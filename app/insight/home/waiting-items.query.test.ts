import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import type { Viewer } from '#app/accounts/contract.ts';
import { addMember, HERE, openFlag, person, THERE } from '#app/feedback/testing.ts';
import { project, token } from '#db/schema/index.ts';
import { ask, type Bench, createBench, publish, type Seeded } from '../testing.ts';

const MINUTE = 60_000;
const rita = person('usr_rita', ['reviewer']);
const pia = person('usr_pia', ['publisher']);
const tom = person('usr_tom', ['approver']);
const ada: Viewer = { ...person('usr_ada', []), isAdmin: true };
let bench: Bench;
let mortgage: Seeded;
beforeEach(() => {
  bench = createBench();
  mortgage = publish(bench, { publisher: pia.actor });
  for (const viewer of [rita, pia, tom, ada]) addMember(bench, viewer);
});
const waiting = (viewer: Viewer) => bench.insight.home(viewer).waiting;
/** Each item in a few words. */
const told = (viewer: Viewer) =>
  waiting(viewer).items.map((item) =>
    item.type === 'flag'
      ? `flag ${item.flag.number} ${item.flag.waitsFor}`
      : `${item.type} ${item.model.name} v${item.version}`,
  );
const open = (given: Partial<Parameters<typeof openFlag>[2]> = {}, viewer = rita) =>
  openFlag(bench, viewer, { runId: ask(bench, mortgage, viewer), ...given }).flag;

test('an announced version that nobody tried waits on reviewers and approvers, until somebody does', () => {
  for (const viewer of [rita, tom]) expect(told(viewer)).toEqual(['try mortgage v1']);
  for (const viewer of [pia, ada]) expect(told(viewer)).toEqual([]);
  expect(waiting(rita).items).toMatchObject([{ publisher: 'usr_pia', since: bench.clock.now() }]);
  // Its publisher and programs do not count.
  ask(bench, mortgage, pia);
  ask(bench, mortgage, { actor: { kind: 'token', id: 'tok_1' } });
  expect(told(rita)).toEqual(['try mortgage v1']);
  ask(bench, mortgage, tom);
  expect(told(rita)).toEqual([]);
  publish(bench, { number: 2, publisher: pia.actor });
  expect(told(rita)).toEqual(['try mortgage v2']);
});

test('a version handed over by a token is its issuer’s: that one trying it is no stakeholder', () => {
  const made = { id: 'tok_1', secretHash: 'x', name: 'CI', projectId: HERE, roles: [], createdAt: 0 };
  bench.db
    .insert(token)
    .values({ ...made, madeBy: pia.actor.id })
    .run();
  const second = publish(bench, { name: 'churn', publisher: { kind: 'token', id: 'tok_1' } });
  ask(bench, mortgage, tom);
  ask(bench, second, pia);
  expect(told(rita)).toEqual(['try churn v1']);
  ask(bench, second, tom);
  expect(told(rita)).toEqual([]);
});

test('a newer version that is ready waits on those who publish, to be announced', () => {
  publish(bench, { number: 2, state: 'ready', publisher: pia.actor });
  expect(told(pia)).toEqual(['announce mortgage v2']);
  expect(waiting(pia).items[0]?.since).toBe(bench.clock.now());
  expect(told(rita)).toEqual(['try mortgage v1']);
  publish(bench, { number: 3, state: 'ready', publisher: pia.actor });
  expect(told(pia)).toEqual(['announce mortgage v3']);
  publish(bench, { number: 4, publisher: pia.actor });
  expect(told(pia)).toEqual([]);
});

test('a retired version waits on no one', () => {
  publish(bench, { number: 2, state: 'retired', publisher: pia.actor });
  publish(bench, { name: 'old', state: 'retired', publisher: pia.actor });
  expect(told(rita)).toEqual(['try mortgage v1']);
  expect(told(pia)).toEqual([]);
});

test('a flag waits on triage, on the reporter, on triage again, and on nobody once it is over', () => {
  const { id } = open();
  expect([told(pia), told(rita)]).toEqual([['flag 1 answer'], []]);
  bench.clock.advance(MINUTE);
  bench.feedback.changeState(pia, id, { state: 'needs-info' });
  expect([told(pia), told(rita)]).toEqual([[], ['flag 1 info']]);
  expect(waiting(rita).items[0]?.since).toBe(bench.clock.now());
  bench.feedback.reply(rita, id, { body: 'This one.' });
  expect([told(pia), told(rita)]).toEqual([['flag 1 reply'], []]);
  bench.feedback.changeState(pia, id, { state: 'accepted' });
  expect([told(pia), told(rita)]).toEqual([[], []]);
  bench.feedback.reply(tom, id, { body: 'When?' });
  expect(told(pia)).toEqual(['flag 1 reply']);
  bench.feedback.reply(pia, id, { body: 'Soon.' });
  bench.feedback.changeState(pia, id, { state: 'looks-fixed', version: 1 });
  expect([told(pia), told(rita), told(tom)]).toEqual([[], ['flag 1 yes'], []]);
  bench.feedback.changeState(rita, id, { state: 'confirmed' });
  expect([told(pia), told(rita)]).toEqual([[], []]);
});

test('what stops the release comes first, then the oldest; at most eight, and how many there are', () => {
  for (let number = 1; number <= 9; number += 1) {
    bench.clock.advance(MINUTE);
    open();
  }
  bench.clock.advance(MINUTE);
  open({ severity: 'stops-release' });
  publish(bench, { number: 2, state: 'ready', publisher: pia.actor });
  expect(told(pia)).toEqual(['flag 10 answer', ...[1, 2, 3, 4, 5, 6, 7].map((number) => `flag ${number} answer`)]);
  expect(waiting(pia).total).toBe(11);
});

test('only what is in the viewer’s projects, and nothing of the samples but flags', () => {
  const there = publish(bench, { name: 'there', projectId: THERE, publisher: pia.actor });
  const outsider = person('usr_out', ['reviewer', 'publisher'], THERE);
  openFlag(bench, outsider, { runId: ask(bench, there, outsider) });
  expect(told(pia)).toEqual([]);
  expect(told(outsider)).toEqual([]);
  addMember(bench, outsider);
  expect(told(outsider)).toEqual(['flag 1 answer']);
  bench.db.update(project).set({ isSample: true }).where(eq(project.id, HERE)).run();
  publish(bench, { number: 2, state: 'ready', publisher: pia.actor });
  expect([told(rita), told(pia)]).toEqual([[], []]);
  open();
  expect(told(pia)).toEqual(['flag 1 answer']);
});

test('an admin answers only where no one publishes', () => {
  open();
  expect(told(ada)).toEqual([]);
  const there = publish(bench, { name: 'there', projectId: THERE, publisher: ada.actor });
  const outsider = person('usr_out', ['reviewer'], THERE);
  openFlag(bench, outsider, { runId: ask(bench, there, outsider) });
  publish(bench, { name: 'there', projectId: THERE, number: 2, state: 'ready', publisher: ada.actor });
  expect(told(ada)).toEqual(['flag 1 answer', 'announce there v2']);
});

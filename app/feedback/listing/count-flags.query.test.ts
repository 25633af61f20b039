import { beforeEach, expect, test } from 'vitest';
import type { Viewer } from '#app/accounts/contract.ts';
import type { FlagFilter } from '../contract.ts';
import { addMember, type Bench, createBench, openFlag, person, seedRun, THERE } from '../testing.ts';

const rita = person('usr_rita', ['reviewer']);
const pia = person('usr_pia', ['publisher']);
let bench: Bench;
let seeded: ReturnType<typeof seedRun>;
beforeEach(() => {
  bench = createBench();
  seeded = seedRun(bench);
  for (const viewer of [rita, pia]) addMember(bench, viewer);
});
const open = (given: Partial<Parameters<typeof openFlag>[2]> = {}, viewer = rita) =>
  openFlag(bench, viewer, { runId: seeded.runId, ...given }).flag;
/** Only the states that have any. */
const counts = (filter: FlagFilter = {}, viewer: Viewer = rita) => {
  const { byState, ...rest } = bench.feedback.countFlags(viewer, filter);
  return { ...Object.fromEntries(Object.entries(byState).filter(([, number]) => number > 0)), ...rest };
};

test('counts follow every change of state and turn', () => {
  expect(counts()).toEqual({ all: 0, waitingOnYou: 0 });
  const { id } = open();
  open();
  expect(counts()).toEqual({ open: 2, all: 2, waitingOnYou: 0 });
  expect(counts({}, pia)).toEqual({ open: 2, all: 2, waitingOnYou: 2 });
  bench.feedback.changeState(pia, id, { state: 'needs-info' });
  expect(counts()).toEqual({ open: 1, 'needs-info': 1, all: 2, waitingOnYou: 1 });
  bench.feedback.reply(rita, id, { body: 'This one.' });
  expect(counts()).toEqual({ open: 1, 'needs-info': 1, all: 2, waitingOnYou: 0 });
  expect(counts({}, pia)).toMatchObject({ waitingOnYou: 2 });
});

test('the state and the turn of the filter do not matter, the rest does', () => {
  const other = seedRun(bench, { name: 'other' });
  open({ kind: 'bias', severity: 'serious' });
  const { id } = open({ kind: 'bias' });
  open({ runId: other.runId, kind: 'bias' }, pia);
  bench.feedback.changeState(pia, id, { state: 'accepted' });
  const bias = { open: 2, accepted: 1, all: 3 };
  expect(counts({ kind: 'bias', state: 'withdrawn', waits: 'you' })).toEqual({ ...bias, waitingOnYou: 0 });
  expect(counts({ kind: 'idea' })).toEqual({ all: 0, waitingOnYou: 0 });
  expect(counts({ severity: 'serious' }, pia)).toEqual({ open: 1, all: 1, waitingOnYou: 1 });
  expect(counts({ model: 'other' }, pia)).toEqual({ open: 1, all: 1, waitingOnYou: 1 });
  expect(counts({ model: 'none' }, pia)).toEqual({ all: 0, waitingOnYou: 0 });
  expect(counts({ reporter: rita.actor }, pia)).toEqual({ open: 1, accepted: 1, all: 2, waitingOnYou: 2 });
  expect(counts({ reporter: pia.actor, kind: 'bias' })).toEqual({ open: 1, all: 1, waitingOnYou: 0 });
  expect(counts({ runId: other.runId }, pia)).toEqual({ open: 1, all: 1, waitingOnYou: 1 });
});

test('only what the viewer may see is counted', () => {
  const hidden = seedRun(bench, { number: 2, state: 'ready' });
  const there = seedRun(bench, { name: 'there', projectId: THERE });
  const outsider = person('usr_out', ['publisher'], THERE);
  open({ runId: hidden.runId }, pia);
  open({ runId: there.runId }, outsider);
  expect(counts()).toEqual({ all: 0, waitingOnYou: 0 });
  expect(counts({}, pia)).toEqual({ open: 1, all: 1, waitingOnYou: 1 });
  expect(counts({ model: 'there' })).toEqual({ all: 0, waitingOnYou: 0 });
  expect(counts({ reporter: outsider.actor }, pia)).toEqual({ all: 0, waitingOnYou: 0 });
  expect(counts({}, person('usr_none', []))).toEqual({ all: 0, waitingOnYou: 0 });
  expect(counts({}, { ...person('usr_ada', []), isAdmin: true })).toMatchObject({ open: 2, all: 2 });
});

test('the tally is what counting would give, also after a flag was taken out by hand', () => {
  const ids = [open(), open({ kind: 'idea' }), open({ severity: 'serious' })].map(({ id }) => id);
  bench.feedback.changeState(pia, ids[0] ?? '', { state: 'accepted' });
  bench.db.$client.prepare('DELETE FROM flag_run WHERE flag_id = ?').run(ids[1]);
  bench.db.$client.prepare('DELETE FROM flag WHERE id = ?').run(ids[1]);
  const columns = 'version_id, state, waits_for, kind, severity';
  const counted = `SELECT ${columns}, count(*) AS count FROM flag GROUP BY ${columns} ORDER BY ${columns}`;
  const kept = `SELECT ${columns}, count FROM flag_tally WHERE count > 0 ORDER BY ${columns}`;
  const all = (source: string) => bench.db.$client.prepare(source).all();
  expect(all(kept)).toEqual(all(counted));
  expect(all(kept)).toHaveLength(2);
});

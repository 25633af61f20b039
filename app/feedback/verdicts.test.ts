import { beforeEach, expect, test } from 'vitest';
import { verdict } from '#db/schema/index.ts';
import { type Bench, createBench, openFlag, person, seedRun, THERE } from './testing.ts';

const rita = person('usr_rita', ['reviewer']);
let bench: Bench;
let seeded: ReturnType<typeof seedRun>;
beforeEach(() => {
  bench = createBench();
  seeded = seedRun(bench);
});
const give = (value: string, viewer = rita, runId = seeded.runId) =>
  bench.feedback.giveVerdict(viewer, { runId, value: value as 'not-sure' });
const rows = () => bench.db.select().from(verdict).all();
const events = () => bench.ledger.read({});

test('a verdict is kept and in the ledger, with the run and the word', () => {
  give('looks-right');
  expect(rows()).toMatchObject([
    { runId: seeded.runId, value: 'looks-right', actorKind: 'human', actorId: 'usr_rita' },
  ]);
  expect(events()).toMatchObject([
    {
      kind: 'verdict.given',
      actor: rita.actor,
      subject: { type: 'verdict', id: rows()[0]?.id },
      projectId: seeded.projectId,
      modelId: seeded.modelId,
      versionId: seeded.versionId,
      payload: { runId: seeded.runId, value: 'looks-right' },
    },
  ]);
});

test('saying the same again is one judgement; changing one’s mind is another, and the newest counts', () => {
  for (const value of ['looks-right', 'looks-right', 'not-sure', 'looks-right', 'looks-right']) give(value);
  expect(rows().map(({ value }) => value)).toEqual(['looks-right', 'not-sure', 'looks-right']);
  expect(events()).toHaveLength(3);
});

test('each person judges for themselves, a token with the same id too', () => {
  give('looks-right');
  give('looks-right', person('usr_other', ['publisher']));
  give('looks-right', { ...rita, actor: { kind: 'token', id: 'usr_rita' } });
  expect(rows()).toHaveLength(3);
});

test('nothing is kept of a word that is no verdict, of an unknown run, or from outside the project', () => {
  const outsider = person('usr_out', ['publisher', 'approver'], THERE);
  expect(() => give('great')).toThrow(expect.objectContaining({ code: 'FL_REQUEST_INVALID' }));
  expect(() => give('not-sure', rita, 'run_0000000000000000')).toThrow(
    expect.objectContaining({ code: 'FL_RUN_NOT_FOUND' }),
  );
  expect(() => give('not-sure', outsider)).toThrow(expect.objectContaining({ code: 'FL_RUN_NOT_FOUND' }));
  expect([rows(), events()]).toEqual([[], []]);
});

test('a flag says not right, once; an idea says nothing about the answer', () => {
  openFlag(bench, rita, { runId: seeded.runId, kind: 'idea' });
  expect(rows()).toEqual([]);
  openFlag(bench, rita, { runId: seeded.runId, kind: 'unclear' });
  openFlag(bench, rita, { runId: seeded.runId, kind: 'bias' });
  expect(rows()).toMatchObject([{ value: 'not-right', actorId: 'usr_rita' }]);
  expect(events().map(({ kind }) => kind)).toEqual(['flag.opened', 'flag.opened', 'verdict.given', 'flag.opened']);
});

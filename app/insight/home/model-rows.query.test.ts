import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { addMember, HERE, openFlag, person, THERE } from '#app/feedback/testing.ts';
import { project, run, version } from '#db/schema/index.ts';
import { ask, type Bench, createBench, publish, type Seeded } from '../testing.ts';
import { peopleWhoTried } from './people-who-tried.query.ts';

const rita = person('usr_rita', ['reviewer']);
const pia = person('usr_pia', ['publisher']);
let bench: Bench;
let mortgage: Seeded;
beforeEach(() => {
  bench = createBench();
  mortgage = publish(bench, { publisher: pia.actor });
  for (const viewer of [rita, pia]) addMember(bench, viewer);
});
const rows = (viewer = rita) => bench.insight.models(viewer);

test('a model, its newest version, who tried it, its flags and its times', () => {
  bench.db
    .update(version)
    .set({
      report: {
        answers: [
          { rows: 8, ms: 9 },
          { rows: 1, ms: 0.5 },
        ],
      },
    })
    .run();
  ask(bench, mortgage, pia);
  const runId = ask(bench, mortgage, rita);
  ask(bench, mortgage, rita);
  bench.clock.advance(60);
  openFlag(bench, rita, { runId, severity: 'stops-release' });
  openFlag(bench, rita, { runId });
  const withdrawn = openFlag(bench, rita, { runId }).flag;
  bench.feedback.changeState(rita, withdrawn.id, { state: 'withdrawn' });
  expect(rows()).toEqual([
    {
      id: mortgage.modelId,
      name: 'mortgage',
      title: 'mortgage',
      isSample: false,
      newest: {
        number: 1,
        state: 'announced',
        receivedAt: bench.clock.now() - 100,
        publisher: { kind: 'human', id: 'usr_pia', name: 'usr_pia' },
        answersInMs: 0.5,
        triedBy: { count: 1, names: ['usr_rita'] },
        timeToPreviewMs: 40,
        timeToFeedbackMs: 100,
      },
      openFlags: 2,
      stopsRelease: 1,
    },
  ]);
});

test('nobody tried it, nobody judged it, nothing was measured', () => {
  const [row] = rows();
  expect(row).toMatchObject({ openFlags: 0, stopsRelease: 0 });
  expect(row?.newest).toMatchObject({
    answersInMs: null,
    triedBy: { count: 0, names: [] },
    timeToPreviewMs: 40,
    timeToFeedbackMs: null,
  });
});

test('a version that is not announced changes nothing for those who cannot see it', () => {
  publish(bench, { number: 2, state: 'ready', publisher: pia.actor });
  const hidden = publish(bench, { number: 3, state: 'ready', publisher: pia.actor });
  openFlag(bench, pia, { runId: ask(bench, hidden, pia) });
  publish(bench, { name: 'secret', state: 'ready', publisher: pia.actor });
  expect(rows()).toMatchObject([{ name: 'mortgage', newest: { number: 1 }, openFlags: 0 }]);
  // The preview of a publisher opens on the announced one too.
  expect(rows(pia)).toMatchObject([
    { name: 'mortgage', newest: { number: 1 }, openFlags: 1 },
    { name: 'secret', newest: { number: 1, state: 'ready' } },
  ]);
});

test('models by title, the samples last, those of other projects not at all', () => {
  publish(bench, { name: 'zebra' });
  publish(bench, { name: 'apple', projectId: THERE });
  expect(rows().map(({ name }) => name)).toEqual(['mortgage', 'zebra']);
  bench.db.update(project).set({ isSample: true }).where(eq(project.id, THERE)).run();
  const both = { ...rita, roles: { ...rita.roles, [THERE]: ['reviewer' as const] } };
  expect(rows(both).map(({ name, isSample }) => [name, isSample])).toEqual([
    ['mortgage', false],
    ['zebra', false],
    ['apple', true],
  ]);
  expect(rows({ ...person('usr_ada', []), isAdmin: true })).toHaveLength(3);
  expect(rows(person('usr_none', []))).toEqual([]);
  expect(rows({ ...rita, roles: { [HERE]: [] } })).toEqual([]);
});

test('many people, guests among them, each once; the names of five', () => {
  for (let place = 0; place < 7; place += 1) {
    const actor = { kind: place % 2 === 0 ? ('human' as const) : ('guest' as const), id: `p${place}` };
    for (let time = 0; time < 3; time += 1) ask(bench, mortgage, { actor });
  }
  const { triedBy } = rows()[0]?.newest ?? {};
  expect(triedBy?.count).toBe(7);
  expect(triedBy?.names).toHaveLength(5);
});

test('counting people reads an index from person to person, not run by run', () => {
  bench.db.$client.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
    INSERT INTO run SELECT 'run_' || i, '${mortgage.modelId}', '${mortgage.versionId}', '${mortgage.descriptionId}',
      '{}', '{}', 1, '', 'page', 'human', 'usr_' || (i % 3), i FROM n`);
  const statements: string[] = [];
  const prepare = bench.db.$client.prepare.bind(bench.db.$client);
  bench.db.$client.prepare = (source: string) => {
    statements.push(source);
    return prepare(source);
  };
  const publishedBy = { kind: 'human', id: 'usr_1' } as const;
  const tried = peopleWhoTried(bench.db, [
    { id: mortgage.versionId, publishedBy },
    { id: 'ver_none', publishedBy },
  ]);
  expect(tried.get(mortgage.versionId)?.map(({ id }) => id)).toEqual(['usr_0', 'usr_2']);
  expect(tried.get('ver_none')).toEqual([]);
  const asked = statements.find((source) => source.includes('RECURSIVE tried')) ?? '';
  const steps = prepare(`EXPLAIN QUERY PLAN ${asked}`).all('[]') as { detail: string }[];
  const onRuns = steps.map(({ detail }) => detail).filter((detail) => /\brun\b/.test(detail));
  expect(onRuns).toHaveLength(2);
  for (const step of onRuns) expect(step).toMatch(/^SEARCH run USING COVERING INDEX run_by_person /);
  expect(bench.db.select().from(run).all()).toHaveLength(5000);
});

import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import type { Viewer } from '#app/accounts/contract.ts';
import { addMember, HERE, openFlag, person, THERE } from '#app/feedback/testing.ts';
import { ask as askTable, model, person as personTable } from '#db/schema/index.ts';
import { ask, type Bench, createBench, publish, type Seeded } from '../testing.ts';

const rita = { ...person('usr_rita', ['reviewer']), name: 'Rita Öberg' };
const pia = { ...person('usr_pia', ['publisher']), name: 'Pia Marín' };
const out = { ...person('usr_out', ['publisher'], THERE), name: 'Otto Marin' };
const ada: Viewer = { ...person('usr_ada', []), name: 'Ada', isAdmin: true };
let bench: Bench;
let mortgage: Seeded;
beforeEach(() => {
  bench = createBench();
  mortgage = publish(bench, { name: 'mortgage-approval', publisher: pia.actor });
  for (const viewer of [rita, pia, out, ada]) addMember(bench, viewer);
});
const search = (typed: string, viewer: Viewer = rita) => bench.insight.search(viewer, typed);
const models = (typed: string, viewer: Viewer = rita) => search(typed, viewer).models.map(({ name }) => name);
const flags = (typed: string, viewer: Viewer = rita) => search(typed, viewer).flags.map(({ number }) => number);
const people = (typed: string, viewer: Viewer = rita) => search(typed, viewer).people.map(({ name }) => name);
const open = (note: string, of = mortgage, viewer: Viewer = rita) =>
  openFlag(bench, viewer, { runId: ask(bench, of, viewer), note }).flag;

test('models by name, title and what was asked; whole words, beginnings, any order, any case, no accents needed', () => {
  bench.db.update(model).set({ title: 'Crédit immobilier' }).run();
  const asked = { by: 'Lena', sentence: 'Say who pays back in time.', good: '', decision: '', updatedAt: 0 };
  bench.db
    .insert(askTable)
    .values({ modelId: mortgage.modelId, ...asked })
    .run();
  for (const typed of [
    'mortgage',
    'MORT',
    'approval mort',
    'mortgage-approval',
    'credit',
    'CRÉD immo',
    'pays back',
    'lena',
  ])
    expect(models(typed), typed).toEqual(['mortgage-approval']);
  for (const typed of ['ortgage', 'mortgage churn', 'xyz', 'mortgages']) expect(models(typed), typed).toEqual([]);
  expect(search('mortgage').models).toEqual([{ name: 'mortgage-approval', title: 'Crédit immobilier', version: 1 }]);
  bench.db.update(askTable).set({ sentence: 'Something else.' }).run();
  expect(models('pays back')).toEqual([]);
  bench.db.update(model).set({ title: 'Mortgage' }).run();
  expect(models('credit')).toEqual([]);
});

test('flags by number, note and model, the newest first; the number that was meant before the others', () => {
  open('Declines at 43% debt');
  open('About flag 1 again: debt');
  const ids = Array.from({ length: 9 }, () => open('Debts of one person'));
  expect(ids).toHaveLength(9);
  expect(flags('debt')).toEqual([2, 1, 11, 10, 9, 8, 7, 6]);
  expect(flags('flag 1')).toEqual([1, 2, 11, 10]);
  expect(flags('1 mortgage')[0]).toBe(1);
  expect(flags('declines 43')).toEqual([1]);
  expect(search('declines').flags).toEqual([
    {
      id: expect.stringMatching(/^flg_/),
      number: 1,
      title: 'Declines at 43% debt',
      state: 'open',
      stateVersion: null,
      model: { name: 'mortgage-approval', title: 'mortgage-approval' },
    },
  ]);
});

test('people of shared projects only; an admin finds everyone', () => {
  expect(people('rita')).toEqual(['Rita Öberg']);
  expect(people('oberg')).toEqual(['Rita Öberg']);
  expect(people('marin')).toEqual(['Pia Marín']);
  expect(people('marin', out)).toEqual(['Otto Marin']);
  expect(people('marin', ada)).toEqual(['Pia Marín', 'Otto Marin']);
  expect(people('marin', person('usr_none', []))).toEqual([]);
  bench.db.update(personTable).set({ deactivatedAt: 1 }).where(eq(personTable.id, 'usr_pia')).run();
  expect(people('marin')).toEqual([]);
  bench.db
    .update(personTable)
    .set({ deactivatedAt: null, name: 'Pia Ortiz' })
    .where(eq(personTable.id, 'usr_pia'))
    .run();
  expect(people('marin')).toEqual([]);
  expect(people('ortiz')).toEqual(['Pia Ortiz']);
});

test('rights: nothing of other projects, nothing of what is not announced, unless one publishes there', () => {
  const hidden = publish(bench, { name: 'mortgage-secret', state: 'ready', publisher: pia.actor });
  const there = publish(bench, { name: 'mortgage-there', projectId: THERE, publisher: out.actor });
  open('visible words');
  open('secret words', hidden, pia);
  open('foreign words', there, out);
  expect(models('mortgage')).toEqual(['mortgage-approval']);
  expect(models('mortgage', pia)).toEqual(['mortgage-secret', 'mortgage-approval']);
  expect(models('mortgage', out)).toEqual(['mortgage-there']);
  expect(models('mortgage', ada)).toHaveLength(3);
  const titles = (viewer: Viewer) => search('words', viewer).flags.map(({ title }) => title);
  expect(titles(rita)).toEqual(['visible words']);
  expect(titles(pia)).toEqual(['secret words', 'visible words']);
  expect(titles(out)).toEqual(['foreign words']);
  expect(titles(ada)).toHaveLength(3);
  for (const nobody of [person('usr_none', []), { ...rita, roles: { [HERE]: [] } }])
    expect(search('words', nobody)).toEqual({ models: [], flags: [], people: [] });
});

test('the scope is no text: an id or the word for it finds nothing', () => {
  open('visible');
  for (const typed of ['prjhere', 'prj_here', 'person', 'scope']) {
    expect(search(typed, ada), typed).toEqual({ models: [], flags: [], people: [] });
  }
  expect(flags('model')).toEqual([]);
});

test('eight of each at most', () => {
  for (let place = 0; place < 12; place += 1) {
    publish(bench, { name: `loan-${place}`, publisher: pia.actor });
    addMember(bench, { ...person(`usr_${place}`, []), name: `Loan ${place}`, roles: {} });
    open('loan');
  }
  const found = search('loan', ada);
  expect([found.models.length, found.flags.length, found.people.length]).toEqual([8, 8, 8]);
});

test.each([
  'AND',
  'OR',
  'NOT',
  'NEAR',
  'NEAR(',
  'a AND',
  'NOT debt',
  'debt NOT',
  '"',
  '""',
  '"debt',
  'debt"*',
  "'",
  '(debt',
  'debt)',
  '*',
  'de*bt',
  '^debt',
  'title:debt',
  '{title}:debt',
  'scope : x',
  '-debt',
  'debt -debt',
  '+',
  'a + b',
  '--',
  ';',
  '\\',
  '\u0000',
  'debt\u0000debt',
  '%',
  '_',
  '🦉',
  '\ud800',
  'é'.repeat(300),
  'x '.repeat(500),
  '中文',
  'ﬁ',
  '1e309',
  ' ',
  '',
])('%j is text like any other', (typed) => {
  open('debt');
  const found = search(typed, ada);
  expect(Object.keys(found)).toEqual(['models', 'flags', 'people']);
});

test('words that are operators elsewhere are found as words', () => {
  open('This AND that: NOT "NEAR" (title:x*)');
  for (const typed of ['and', 'not near', '"near"', '(title:x*)', 'near(title'])
    expect(flags(typed), typed).toEqual([1]);
  expect(flags('this OR nothing')).toEqual([]);
  expect(flags('-this')).toEqual([1]);
});

test('many flags: the newest are read from the end, nothing is sorted', () => {
  const columns = `(id, project_id, model_id, version_id, number, kind, severity, note, state, reporter_kind, reporter_id,
    created_at, updated_at)`;
  bench.db.$client.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
    INSERT INTO flag ${columns} SELECT 'flg_' || i, '${HERE}', '${mortgage.modelId}', '${mortgage.versionId}', i, 'wrong',
      'minor', 'loan number ' || i, 'open', 'human', 'usr_x', i, i FROM n`);
  expect(flags('loan')).toEqual([3000, 2999, 2998, 2997, 2996, 2995, 2994, 2993]);
  expect(flags('loan 17')[0]).toBe(17);
  const statements: string[] = [];
  const prepare = bench.db.$client.prepare.bind(bench.db.$client);
  bench.db.$client.prepare = (source: string) => {
    statements.push(source);
    return prepare(source);
  };
  search('loan');
  const asked = statements.find((source) => source.includes('ORDER BY search_text.rowid DESC')) ?? '';
  const steps = prepare(`EXPLAIN QUERY PLAN ${asked}`).all('loan', '[]', 8) as { detail: string }[];
  expect(steps[0]?.detail).toMatch(/^SCAN search_text VIRTUAL TABLE/);
  expect(steps.map(({ detail }) => detail).join()).not.toContain('TEMP B-TREE');
});

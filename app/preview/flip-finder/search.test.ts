import { describe, expect, test } from 'vitest';
import { seededRandom } from '#app/statistics/seeded-random.ts';
import type { Finding } from './findings.ts';
import type { MovableField, Row } from './movable-fields.ts';
import type { Asked } from './probe.ts';
import { findFlips } from './search.ts';
import { decided, numbered, numberOf, searchFor, type TestModel, testNumber, testReference } from './testing-models.ts';

const fields: MovableField[] = [
  testNumber('debt'),
  testNumber('income', { high: 200 }),
  { kind: 'choice', key: 'job', values: ['nurse', 'cook', 'smith'] },
];
const row: Row = { debt: 41, income: 60, job: 'nurse', note: 'stays' };
const above43: TestModel = (asked) => decided(numberOf(asked, 'debt') > 43 ? 'denied' : 'approved');

describe('one field', () => {
  test('the answer changes at the first value of the grid behind the threshold', async () => {
    const { findings, ended, told } = await searchFor(above43, { row, fields });
    expect(ended).toBe('complete');
    expect(findings).toMatchObject([
      { id: 'debt:up', changes: [{ key: 'debt', from: 41, to: 44, holdsTo: 43 }], distance: 0.6 },
    ]);
    expect(told).toHaveLength(1);
  });

  test('a value between two of the grid is as near as it is', async () => {
    const model: TestModel = (asked) => decided(numberOf(asked, 'debt') >= 42 ? 'denied' : 'approved');
    const { findings } = await searchFor(model, { row: { ...row, debt: 41.27 }, fields });
    expect(findings[0]?.changes).toMatchObject([{ from: 41.27, to: 42, holdsTo: 41.27 }]);
  });

  test('both ways, each once', async () => {
    const model: TestModel = (asked) => decided(Math.abs(numberOf(asked, 'debt') - 41) < 20 ? 'approved' : 'denied');
    const { findings } = await searchFor(model, { row, fields });
    expect(findings.map(({ id, changes }) => [id, changes[0]?.to])).toEqual([
      ['debt:down', 21],
      ['debt:up', 61],
    ]);
  });

  test('of several changes the nearest, even where the sweep steps over it', async () => {
    const island: TestModel = (asked) =>
      decided(numberOf(asked, 'debt') === 53 || numberOf(asked, 'debt') > 80 ? 'b' : 'a');
    const { findings, changes } = await searchFor(island, { row, fields });
    expect(findings[0]?.changes).toMatchObject([{ to: 53, holdsTo: 52 }]);
    const sides = changes.map(({ near, far }) => [near, far]).sort(([a = 0], [b = 0]) => a - b);
    expect(sides).toEqual([
      [52, 53],
      [53, 54],
      [80, 81],
    ]);
  });

  test('a change within less than the sweep steps over is looked for where nothing nearer is known', async () => {
    const island: TestModel = (asked) => {
      const isFar = numberOf(asked, 'debt') > 80 || numberOf(asked, 'income') > 150 || numberOf(asked, 'income') < 10;
      return decided(isFar || numberOf(asked, 'debt') === 52 ? 'b' : 'a');
    };
    const { findings } = await searchFor(island, { row, fields });
    expect(findings[0]?.changes).toMatchObject([{ key: 'debt', to: 52, holdsTo: 51 }]);
  });

  test('choices: one finding for each other answer, with the choices that give it too', async () => {
    const model: TestModel = (asked) => decided(asked.job === 'nurse' ? 'a' : 'b');
    const { findings } = await searchFor(model, { row, fields });
    expect(findings).toMatchObject([{ id: 'job:b', changes: [{ from: 'nurse', to: 'cook', alsoTo: ['smith'] }] }]);
  });

  test('what may only go up is not lowered, and what is fixed stays', async () => {
    const model: TestModel = (asked) => decided(numberOf(asked, 'debt') < 30 || asked.note !== 'stays' ? 'b' : 'a');
    const upOnly = [testNumber('debt', { low: 41 }), ...fields.slice(1)];
    const reference = testReference([...fields, { kind: 'choice', key: 'note', values: ['x'] }], 50);
    const { findings, nearestCase } = await searchFor(model, { row, fields: upOnly, reference });
    expect(findings).toEqual([]);
    expect(nearestCase).toMatchObject({ reply: { decision: 'b' } });
  });

  test('numbers: a change is one beyond the tolerance, given or one deviation of the reference answers', async () => {
    const model: TestModel = (asked) => numbered(numberOf(asked, 'debt') * 2);
    const given = await searchFor(model, { row, fields, tolerance: 20 });
    expect(given.findings.map(({ changes, reply }) => [changes[0]?.to, reply.number])).toEqual([
      [30, 60],
      [52, 104],
    ]);
    const reference = testReference(fields, 200);
    const { tolerance, findings } = await searchFor(model, { row, fields, reference });
    const answers = reference.rows.map((one) => numberOf(one, 'debt') * 2);
    const mean = answers.reduce((sum, one) => sum + one, 0) / answers.length;
    const deviation = Math.sqrt(answers.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (answers.length - 1));
    expect(tolerance).toBeCloseTo(deviation, 9);
    expect(findings.some(({ changes }) => changes.length === 1)).toBe(true);
    for (const { reply } of findings) expect(Math.abs((reply.number ?? 0) - 82)).toBeGreaterThan(deviation);
  });
});

test('without enough answers to know how far they lie apart, any change counts that is more than rounding', async () => {
  const job = fields.filter(({ key }) => key === 'job');
  const noise: TestModel = (asked) =>
    numbered(100 + (asked.job === 'cook' ? 1e-5 : 0) + (asked.job === 'smith' ? 1 : 0));
  const { findings, tolerance } = await searchFor(noise, { row, fields: job });
  expect(tolerance).toBeNull();
  expect(findings).toMatchObject([{ id: 'job:higher', changes: [{ to: 'smith', alsoTo: [] }] }]);
});

describe('two fields', () => {
  const both: TestModel = (asked) =>
    decided(numberOf(asked, 'debt') > 50 && numberOf(asked, 'income') < 50 ? 'b' : 'a');

  test('each is needed, and each to its step', async () => {
    const { findings } = await searchFor(both, { row, fields, reference: testReference(fields, 100) });
    expect(findings).toMatchObject([
      {
        changes: [
          { key: 'debt', to: 51, holdsTo: 50 },
          { key: 'income', to: 49, holdsTo: 50 },
        ],
        distance: 4.2,
      },
    ]);
  });

  test('where less of it has no answer, nothing is claimed', async () => {
    const model: TestModel = (asked) => {
      const isBelow = numberOf(asked, 'income') < 50;
      if (isBelow && numberOf(asked, 'debt') > 48 && numberOf(asked, 'debt') <= 50) return null;
      return both(asked);
    };
    const { findings } = await searchFor(model, { row, fields, reference: testReference(fields, 100) });
    expect(findings).toEqual([]);
  });

  test('the same without any reference rows', async () => {
    const { findings } = await searchFor(both, { row, fields });
    expect(findings[0]?.changes.map(({ key }) => key)).toEqual(['debt', 'income']);
  });

  test('the nearest real case comes along as it is', async () => {
    const reference = testReference(fields, 100);
    const { nearestCase } = await searchFor(both, { row, fields, reference });
    expect(reference.rows).toContain(nearestCase?.row);
    expect(both(nearestCase?.row ?? row)?.decision).toBe('b');
  });

  test('answers to the reference rows are asked for once', async () => {
    const reference = testReference(fields, 100);
    const first = await searchFor(both, { row, fields, reference });
    const second = await searchFor(both, { row, fields, reference });
    expect(first.rowsAsked - second.rowsAsked).toBeGreaterThanOrEqual(100);
    expect(second.findings).toEqual(first.findings);
  });
});

test('the same seed finds the same, in the same number of questions', async () => {
  const model: TestModel = (asked) => decided(numberOf(asked, 'debt') + numberOf(asked, 'income') > 190 ? 'b' : 'a');
  const one = await searchFor(model, { row, fields, seed: 5 });
  const other = await searchFor(model, { row, fields, seed: 5 });
  expect({ ...other, tookMs: 0 }).toEqual({ ...one, tookMs: 0 });
});

test('fewer fields come first, then the nearer', async () => {
  const model: TestModel = (asked) => {
    const isFar = numberOf(asked, 'debt') > 90 || numberOf(asked, 'income') > 150;
    return decided(isFar || (asked.job === 'cook' && numberOf(asked, 'debt') > 43) ? 'b' : 'a');
  };
  const { findings } = await searchFor(model, { row, fields });
  const order = findings.map(({ changes, distance }) => [changes.length, distance]);
  expect(order.length).toBeGreaterThan(2);
  expect(order).toEqual(order.toSorted(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d));
});

describe('a clear end', () => {
  test('constant model: nothing found', async () => {
    const { ended, findings, rowsAsked } = await searchFor(() => decided('a'), { row, fields });
    expect({ ended, findings }).toEqual({ ended: 'complete', findings: [] });
    expect(rowsAsked).toBeGreaterThan(100);
  });

  test.each([0.5, 0.1])('random model that says something else %d of the time: no boundary', async (share) => {
    let wrong = 0;
    for (let seed = 1; seed <= 20; seed += 1) {
      const random = seededRandom(seed);
      const result = await searchFor(() => decided(random() < share ? 'b' : 'a'), { row, fields });
      expect(result.ended).toBe('two-answers');
      expect([result.findings, result.changes, result.looks]).toEqual([[], [], []]);
      wrong += result.told.length;
    }
    expect(wrong).toBe(0);
  });

  test('random scores under one decision are two answers too', async () => {
    const random = seededRandom(1);
    const model: TestModel = () =>
      decided('a', [
        { label: 'a', score: 0.8 + random() * 0.1 },
        { label: 'b', score: 0.1 },
      ]);
    expect(await searchFor(model, { row, fields })).toMatchObject({ ended: 'two-answers', findings: [] });
  });

  test('slow model: what was not looked at has not been seen', async () => {
    const cost = { rowMs: 1100 };
    const { ended, looks, findings, tookMs } = await searchFor(
      above43,
      { row, fields },
      { cost, pace: { batchRows: 32, rowMs: 1000 } },
    );
    expect({ ended, findings }).toEqual({ ended: 'time', findings: [] });
    expect(looks.filter(({ seen }) => seen.size < 2)).not.toEqual([]);
    expect(tookMs).toBeLessThan(2500);
  });

  test('a model that is slower than it was measured is not asked far beyond the time', async () => {
    const { tookMs } = await searchFor(
      above43,
      { row, fields },
      { cost: { rowMs: 100 }, pace: { batchRows: 128, rowMs: 0.01 } },
    );
    expect(tookMs).toBeLessThan(2400);
  });

  test('a change that could not be placed any more is named and not claimed', async () => {
    const cost = { batchMs: 0, rowMs: 60 };
    const { unplaced, findings, ended } = await searchFor(
      above43,
      { row, fields: [testNumber('debt', { step: 1e-9 })] },
      { cost, pace: { batchRows: 1, rowMs: 60 } },
    );
    expect({ unplaced, findings, ended }).toEqual({ unplaced: ['debt'], findings: [], ended: 'time' });
  });

  test('no field may be moved', async () => {
    expect(await searchFor(above43, { row, fields: [] })).toMatchObject({ ended: 'nothing-to-change', rowsAsked: 1 });
  });

  test.each<[string, TestModel]>([
    ['null', () => null],
    ['neither class nor number', () => ({ decision: null, number: null, scores: [] })],
  ])('the question itself has no answer: %s', async (_name, model) => {
    expect(await searchFor(model, { row, fields })).toMatchObject({ ended: 'no-answer', findings: [], rowsAsked: 1 });
  });

  test('where the model gives no answer in between, no boundary is claimed there', async () => {
    const model: TestModel = (asked) => {
      const debt = numberOf(asked, 'debt');
      return debt > 60 && debt < 70 ? null : decided(debt >= 70 ? 'b' : 'a');
    };
    const { findings, unplaced, changes } = await searchFor(model, { row, fields });
    expect(findings.filter((finding) => finding.changes.length === 1)).toEqual([]);
    expect({ unplaced, changes }).toEqual({ unplaced: ['debt'], changes: [] });
  });

  test('300 fields', async () => {
    const many = Array.from({ length: 300 }, (_, at) => testNumber(`f${at}`));
    const start = Object.fromEntries(many.map(({ key }) => [key, 41]));
    const model: TestModel = (asked) => decided(numberOf(asked, 'f250') > 43 ? 'b' : 'a');
    const { findings, rowsAsked } = await searchFor(model, {
      row: start,
      fields: many,
      reference: testReference(many, 100),
    });
    expect(findings[0]).toMatchObject({ changes: [{ key: 'f250', to: 44, holdsTo: 43 }] });
    expect(rowsAsked).toBeLessThanOrEqual(5000);
  });

  test('a choice of 10,000: as many as there is room for, the likeliest first', async () => {
    const values = Array.from({ length: 10_000 }, (_, at) => `v${at}`);
    const model: TestModel = (asked) => decided(asked.city === 'v900' || asked.city === 'v9999' ? 'b' : 'a');
    const city = { kind: 'choice' as const, key: 'city', values };
    const { findings, looks, rowsAsked } = await searchFor(model, {
      row: { ...row, city: 'v0' },
      fields: [...fields, city],
    });
    expect(findings[0]).toMatchObject({ id: 'city:b', changes: [{ to: 'v900', alsoTo: [] }] });
    expect(looks.at(-1)?.seen.size).toBeLessThan(10_000);
    expect(rowsAsked).toBeLessThanOrEqual(5000);
  });

  test('a model that is killed in the middle: what was told before still stands', async () => {
    let asked = 0;
    const reply = (one: Row): Asked => above43(one);
    const ask = async (rows: readonly Row[]) => {
      asked += rows.length;
      if (asked > 150) throw new Error('killed');
      return rows.map((one) => reply(one) ?? null);
    };
    const { ended, findings, failure, told } = await searchFor(above43, { row, fields }, { ask });
    expect({ ended, failure }).toEqual({ ended: 'failed', failure: new Error('killed') });
    expect(findings).toEqual(told);
    expect(findings).toMatchObject([{ changes: [{ to: 44, holdsTo: 43 }] }]);
  });
});

test('aborting ends it within one batch', async () => {
  for (const batchesBefore of [1, 2, 4, 6]) {
    const gone = new AbortController();
    let batches = 0;
    const ask = async (rows: readonly Row[]) => {
      batches += 1;
      if (batches === batchesBefore) gone.abort();
      return rows.map((one) => above43(one));
    };
    const { ended } = await searchFor(
      above43,
      { row, fields },
      { ask, signal: gone.signal, pace: { batchRows: 32, rowMs: 0.01 } },
    );
    expect({ ended, batches }).toEqual({ ended: 'cancelled', batches: batchesBefore });
  }
});

test('a search that is no longer read asks nothing more', async () => {
  let batches = 0;
  const ask = async (rows: readonly Row[]) => {
    batches += 1;
    return rows.map((one) => above43(one));
  };
  const search = findFlips(
    { row, fields, reference: null, tolerance: null, seed: 1 },
    {
      ...{ ask, budget: { rows: 5000, ms: 2000 }, pace: { batchRows: 128, rowMs: 0.01 } },
      nowMs: () => 0,
      signal: new AbortController().signal,
    },
  );
  const first = await search.next();
  expect((first.value as { finding: Finding }).finding.id).toBe('debt:up');
  const before = batches;
  await search.return(undefined as never);
  expect(batches).toBe(before);
});

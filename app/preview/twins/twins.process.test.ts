import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMIN_TOKEN, SAMPLES, startTestPortal, type TestPortal } from '#app/server/testing.ts';
import type { TwinReviewResult } from '../contract.ts';

/** Twins of real models through real serving: the figures are those of the samples' cards. */

let portal: TestPortal;
beforeAll(async () => {
  portal = await startTestPortal();
  for (const version of ['1', '2', '3']) await publish('mortgage-approval', version);
}, 60_000);
afterAll(() => portal.remove());

const sample = (path: string) => new Blob([readFileSync(join(SAMPLES, path))]);

async function publish(model: string, version = '1') {
  const body = new FormData();
  body.append('model', sample(`${model}/${version}/model.onnx`), 'model.onnx');
  body.append('preview', sample(`${model}/preview.json`), 'preview.json');
  body.append('reference', sample(`${model}/test.csv`), 'reference.csv');
  const published = await portal.call('POST', `/models/${model}/versions`, { body });
  expect(published, JSON.stringify(published.body)).toMatchObject({ status: 201 });
}

/** The applicant of the sample whom version 1 denies, and would approve were the race another. */
const denied = {
  ...{ pirat: 0.3475, hirat: 0.2209, lvrat: 0.78911567, unemp: 3.1, chist: 2, mhist: 2, phist: 'no' },
  ...{ selfemp: 'no', condomin: 'no', afam: 'yes', single: 'no', hschool: 'yes' },
};

describe('the API', () => {
  test('answers a run with its twins', async () => {
    const { status, body } = await portal.call('POST', '/models/mortgage-approval/versions/1/runs', {
      body: { inputs: denied },
    });
    expect(status).toBe(201);
    expect(body.answer.decision).toBe('denied');
    expect(body.twins.map((twin: { sentence: string }) => twin.sentence)).toEqual([
      'The same person with African-American: No would be approved.',
      'The same person with Single: Yes would get the same answer.',
    ]);
    expect(body.twins[0].score.before).toBeCloseTo(0.41, 3);
    expect(body.twins[0].score.after).toBeCloseTo(0.596, 3);
    expect(body.twinsSaid).toEqual({ sentence: 'African-American changes the answer.', note: null });
    expect((await portal.call('GET', `/runs/${body.id}`)).body).toMatchObject({ twins: [], twinsSaid: null });
  });

  test('asks twins by themselves, also of several fields at once, and stores nothing', async () => {
    const at = '/models/mortgage-approval/versions/1/twins';
    const { status, body } = await portal.call('POST', at, { body: { inputs: denied, combinations: true } });
    expect(status).toBe(200);
    expect(body.fields.map(({ key }: { key: string }) => key)).toEqual(['afam', 'single']);
    expect(body.combinations).toHaveLength(1);
    expect(body).toMatchObject({ absent: [], leftOutCount: 0 });
    const refused = await portal.call('POST', at, { body: { inputs: { pirat: 'many' }, combinations: 'yes' } });
    expect(refused).toMatchObject({ status: 422, body: { error: { fields: { combinations: expect.any(String) } } } });
    const misfit = await portal.call('POST', at, { body: { inputs: { pirat: 'many' } } });
    expect(misfit.body.error).toMatchObject({ code: 'FL_INPUT_INVALID', fields: { pirat: expect.any(String) } });
  });

  test('probes a case', async () => {
    const at = '/models/mortgage-approval/versions/1/probes';
    const { status, body } = await portal.call('POST', at, { body: { inputs: { ...denied, pirat: 9 } } });
    expect(status).toBe(200);
    expect(body.findings.length).toBeLessThanOrEqual(3);
    expect(body.findings.map(({ kind }: { kind: string }) => kind)).toContain('outside-range');
  });

  test('says what a version ignores and what it does not take', async () => {
    const twins = async (version: number) => {
      const inputs = version === 3 ? {} : denied;
      return (await portal.call('POST', `/models/mortgage-approval/versions/${version}/twins`, { body: { inputs } }))
        .body;
    };
    expect(await twins(2)).toMatchObject({
      sentence: 'No direct use found.',
      note: expect.stringMatching(/stand in for/),
    });
    const third = await twins(3);
    expect(third.absent.map(({ key }: { key: string }) => key)).toEqual(['afam', 'single']);
    expect(third.sentence).toMatch(/^African-American is not an input of this version/);
  });
});

function viewer() {
  const found = portal.container.accounts.viewerFromBearer(`Bearer ${ADMIN_TOKEN}`);
  if (!found) throw new Error('no viewer');
  return found;
}

/** Starts a review and waits for its end. */
async function reviewOf(model: string, number: number): Promise<TwinReviewResult> {
  const { catalog, preview } = portal.container;
  const version = catalog.getVersion(viewer(), model, number);
  expect(preview.twinReview(viewer(), version)).toEqual({ state: 'none', problem: null });
  expect(preview.startTwinReview(viewer(), version).state).toBe('running');
  expect(preview.startTwinReview(viewer(), version).state).toBe('running');
  await expect.poll(() => preview.twinReview(viewer(), version).state, { timeout: 40_000 }).not.toBe('running');
  const view = preview.twinReview(viewer(), version);
  if (view.state !== 'done') throw new Error(JSON.stringify(view));
  return view.result;
}

const countsOf = ({ fields }: TwinReviewResult) =>
  fields.map(({ key, caseCount, changedCount, worseCount, betterCount, groups }) => ({
    ...{ key, caseCount, changedCount, worseCount, betterCount },
    groups: groups.map((group) => [group.label, group.caseCount, group.worseCount, group.betterCount]),
  }));

describe('the twin review', () => {
  test('of version 1 of the mortgage sample finds what its card says', async () => {
    const result = await reviewOf('mortgage-approval', 1);
    expect(result).toMatchObject({ favourable: 'approved', caseCount: 714, skippedCount: 0, absent: [], note: null });
    expect(countsOf(result)).toEqual([
      {
        ...{ key: 'afam', caseCount: 714, changedCount: 187, worseCount: 155, betterCount: 32 },
        groups: [
          ['No', 612, 155, 0],
          ['Yes', 102, 0, 32],
        ],
      },
      {
        ...{ key: 'single', caseCount: 714, changedCount: 107, worseCount: 65, betterCount: 42 },
        groups: [
          ['No', 428, 65, 0],
          ['Yes', 286, 0, 42],
        ],
      },
    ]);
    const [race] = result.fields;
    expect(race?.sentence).toBe('187 of 714 answers change with African-American: 155 get worse, 32 better.');
    expect(race?.testSentence).toMatch(
      /^Answered “approved”: 187 only with No, 0 only with Yes\..*less than once in a million/,
    );
    // From statsmodels: proportion_confint(187, 714, method='wilson').
    expect(race?.interval?.lower).toBeCloseTo(0.231, 3);
    expect(race?.interval?.upper).toBeCloseTo(0.2954, 3);
    // The same rows as in the card's table of groups, each with both values.
    expect(race?.values.map(({ caseCount }) => caseCount)).toEqual([714, 714]);
    const [no, yes] = race?.values ?? [];
    expect((no?.favourableCount ?? 0) - (yes?.favourableCount ?? 0)).toBe(187);
    expect(race?.worst).toHaveLength(5);
    expect(race?.worst[0]).toMatchObject({ moved: expect.stringMatching(/^\d+ in 100 (lower|higher)$/) });
    expect(new URLSearchParams(race?.worst[0]?.query ?? '').get('hschool')).toMatch(/^(yes|no)$/);
    expect(race?.proxy).toMatchObject({ state: 'known', rowCount: 714, heldCount: 357 });
    expect(result.sentence).toBe(race?.sentence);
  });

  test('of version 2 finds no direct use, and does not call that fair', async () => {
    const result = await reviewOf('mortgage-approval', 2);
    expect(countsOf(result).map(({ caseCount, changedCount }) => [caseCount, changedCount])).toEqual([
      [714, 0],
      [714, 0],
    ]);
    expect(result.sentence).toBe('No direct use found: no answer of 714 changes with African-American and Single.');
    expect(result.note).toMatch(/stand in for/);
    expect(JSON.stringify(result).toLowerCase()).not.toMatch(/\bfair/);
  });

  test('of version 3 says that race is no input, and how well the others stand in for it', async () => {
    const result = await reviewOf('mortgage-approval', 3);
    expect(result.fields).toEqual([]);
    expect(result.absent.map(({ label }) => label)).toEqual(['Race', 'Marital']);
    expect(result.sentence).toBe('Race and Marital are not inputs of this version, so no twin can be asked.');
    expect(result.absent[0]?.sentence).toMatch(/^Race is not an input of this version/);
    expect(result.absent[0]?.proxy).toMatchObject({ state: 'known', groups: [{ group: 'black' }] });
  });

  test('of texts changes words of people; of several values and of numbers it says what there is to say', async () => {
    await publish('review-sentiment');
    const texts = await reviewOf('review-sentiment', 1);
    expect(texts.fields.map(({ label }) => label)).toContain('Review, gender');
    const gender = texts.fields.find(({ label }) => label === 'Review, gender');
    expect(gender?.caseCount).toBeGreaterThan(10);
    expect(gender?.caseCount).toBeLessThan(400);
    await publish('german-credit');
    const credit = await reviewOf('german-credit', 1);
    expect(credit.fields.map(({ key }) => key)).toEqual(['age', 'personal_status', 'foreign_worker']);
    expect(credit.absent).toEqual([]);
    expect(credit.fields[0]?.groups.map(({ label }) => label)).toEqual(['41 years or less', 'more than 41 years']);
    expect(credit.fields[1]?.values.map(({ caseCount }) => caseCount)).toEqual([300, 300, 300, 300]);
  });

  test('without reference rows, or with rows of another model, says what is missing', async () => {
    const { catalog, preview } = portal.container;
    const body = new FormData();
    body.append('model', sample('recidivism/1/model.onnx'), 'model.onnx');
    body.append('preview', sample('recidivism/preview.json'), 'preview.json');
    await portal.call('POST', '/models/alone/versions', { body });
    const alone = catalog.getVersion(viewer(), 'alone', 1);
    expect(preview.twinReview(viewer(), alone)).toMatchObject({
      ...{ state: 'none', problem: expect.stringMatching(/^There are no reference rows/) },
    });
    expect(() => preview.startTwinReview(viewer(), alone)).toThrow(/no reference rows/);
    body.append('reference', new Blob(['age,prio,label\n1,2,x\n']), 'reference.csv');
    await portal.call('POST', '/models/strange/versions', { body });
    const strange = catalog.getVersion(viewer(), 'strange', 1);
    preview.startTwinReview(viewer(), strange);
    await expect.poll(() => preview.twinReview(viewer(), strange).state, { timeout: 20_000 }).toBe('failed');
    expect(preview.twinReview(viewer(), strange)).toMatchObject({
      problem: expect.stringMatching(/^The reference rows have no column for .+ and \d more inputs\./),
    });
    // Another try is another job.
    expect(preview.startTwinReview(viewer(), strange).state).toBe('running');
  });
});

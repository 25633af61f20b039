import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SAMPLES, startTestPortal, type TestPortal } from '#app/server/testing.ts';

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

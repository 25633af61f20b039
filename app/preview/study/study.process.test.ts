import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '#app/preview/contract.ts';
import { SAMPLES, startTestPortal, type TestPortal } from '#app/server/testing.ts';

/** What is known of real models beside their answers, through real serving and the job. */

let portal: TestPortal;
beforeAll(async () => {
  portal = await startTestPortal();
}, 60_000);
afterAll(() => portal.remove());

const sample = (path: string) => new Blob([readFileSync(join(SAMPLES, path))]);

async function publish(name: string): Promise<void> {
  const body = new FormData();
  body.append('model', sample(`${name}/1/model.onnx`), 'model.onnx');
  body.append('preview', sample(`${name}/preview.json`), 'preview.json');
  body.append('reference', sample(`${name}/test.csv`), 'reference.csv');
  expect((await portal.call('POST', `/models/${name}/versions`, { body })).status).toBe(201);
}

async function ask(name: string, inputs: Record<string, unknown> = {}): Promise<Answer> {
  const { status, body } = await portal.call('POST', `/models/${name}/versions/1/runs`, { body: { inputs } });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.answer;
}

test('a class comes with how often such answers were right, and odd combinations are told', {
  timeout: 60_000,
}, async () => {
  await publish('mortgage-approval');
  await expect.poll(async () => (await ask('mortgage-approval')).calibration, { timeout: 40_000 }).toBeDefined();
  const { calibration, notices, timings } = await ask('mortgage-approval');
  expect(calibration?.of).toBeGreaterThanOrEqual(30);
  expect(calibration?.right).toBeGreaterThan(0.5);
  expect(notices).toEqual([]);
  expect(timings?.askMs).toBeGreaterThan(0);
});

test('a number comes with its likely range and its place', { timeout: 60_000 }, async () => {
  await publish('diabetes-progression');
  await expect.poll(async () => (await ask('diabetes-progression')).likely, { timeout: 40_000 }).toBeDefined();
  const { likely, standing, values } = await ask('diabetes-progression');
  const value = Number(values[0]?.value);
  expect(likely?.from).toBeLessThan(value);
  expect(likely?.to).toBeGreaterThan(value);
  expect(standing?.max).toBeGreaterThan(standing?.min ?? Number.POSITIVE_INFINITY);
});

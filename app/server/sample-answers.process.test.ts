import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { SAMPLES, startTestPortal, type TestPortal } from './testing.ts';
import { expectAnswer, readExpected, valuesOf } from './testing-samples.ts';

/** Every sample, published with its preview.json and asked by field key: the answers must be the expected ones. */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const SIDE_FILES = { preview: 'preview.json', labels: 'labels.txt', card: 'card.md' };

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.remove());

async function publish(model: string, version: string) {
  const form = new FormData();
  form.append('model', new Blob([readFileSync(join(SAMPLES, model, version, 'model.onnx'))]), 'model.onnx');
  for (const [part, file] of Object.entries(SIDE_FILES)) {
    if (readdirSync(join(SAMPLES, model)).includes(file)) {
      form.append(part, new Blob([readFileSync(join(SAMPLES, model, file))]), file);
    }
  }
  const reply = await portal.call('POST', `/models/${model}/versions`, { body: form });
  expect(reply, JSON.stringify(reply.body)).toMatchObject({ status: 201, body: { version: Number(version) } });
}

describe('the answers of', () => {
  test.each(readdirSync(SAMPLES))('%s', async (model) => {
    const expected = readExpected(model);
    const versions = readdirSync(join(SAMPLES, model)).filter((name) => /^\d+$/.test(name));
    let asked = 0;
    for (const version of versions) {
      await publish(model, version);
      const { body } = await portal.call('GET', `/models/${model}/versions/${version}`);
      for (const one of expected.cases.filter((other) => other.version === version)) {
        const inputs = valuesOf(model, one, body.inputs);
        if (!inputs) continue;
        const at = `/models/${model}/versions/${version}/runs`;
        const run = await portal.call('POST', at, { body: { inputs } });
        expect(run.status, `${one.name}: ${JSON.stringify(run.body).slice(0, 500)}`).toBe(201);
        const tolerance = { rtol: one.rtol ?? expected.rtol, atol: one.atol ?? expected.atol };
        expectAnswer(run.body.answer, one, { outputs: body.outputs, tolerance });
        asked += 1;
      }
    }
    expect(asked).toBeGreaterThanOrEqual(model === 'doc-orientation' ? 2 : 20 * versions.length);
  });
});

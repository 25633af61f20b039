import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { HABITS, type Habit, habitFile } from '#app/catalog/describing/testing-habits.ts';
import type { DescribedInput, DescribedOutput } from '#app/catalog/description-format.ts';
import { buildModel } from '#app/onnx/testing.ts';
import type { Answer } from '#app/preview/contract.ts';
import { SAMPLES, startTestPortal, type TestPortal } from './testing.ts';
import { expectAnswer, readExpected, valuesOf } from './testing-samples.ts';

/**
 * Nothing but model.onnx: the file is published, described by guessing, answers as its page first shows it, and gives
 * the expected answers to what is asked by the guessed fields.
 */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Questions of each sample, and only its first version is asked: sample-answers.process.test.ts asks them all. */
const ASKED = 3;
/** The engine here and the one that made the files round differently. */
const TOLERANCE = 1e-4;

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.remove());

interface Published {
  inputs: DescribedInput[];
  outputs: DescribedOutput[];
  ask(inputs: Record<string, unknown>): Promise<Answer>;
}

async function publish(model: string, file: Uint8Array, beside: Record<string, object> = {}): Promise<Published> {
  const body = new FormData();
  const hasFiles = Object.keys(beside).length > 0;
  body.append(hasFiles ? 'files' : 'model', new Blob([new Uint8Array(file)]), 'model.onnx');
  for (const [name, content] of Object.entries(beside)) body.append('files', new Blob([JSON.stringify(content)]), name);
  const reply = await portal.call('POST', `/models/${model}/versions`, { body });
  expect(reply, JSON.stringify(reply.body)).toMatchObject({ status: 201, body: { version: 1 } });
  const at = `/models/${model}/versions/1`;
  const ask = async (inputs: Record<string, unknown>): Promise<Answer> => {
    const run = await portal.call('POST', `${at}/runs`, { body: { inputs } });
    expect(run.status, JSON.stringify(run.body).slice(0, 500)).toBe(201);
    return run.body.answer;
  };
  // As the page first shows it.
  await ask({});
  return { ...(await portal.call('GET', at)).body, ask };
}

describe('of a sample', () => {
  test.each(readdirSync(SAMPLES))('%s', async (model) => {
    const expected = readExpected(model);
    const file = readFileSync(join(SAMPLES, model, '1/model.onnx'));
    const { inputs, outputs, ask } = await publish(model, file);
    const questions = expected.cases.flatMap((one) => {
      const values = one.version === '1' ? valuesOf(model, one, inputs) : null;
      return values ? [{ one, values }] : [];
    });
    expect(questions.length).toBeGreaterThan(1);
    for (const { one, values } of questions.slice(0, ASKED)) {
      const tolerance = { rtol: one.rtol ?? expected.rtol, atol: one.atol ?? expected.atol };
      expectAnswer(await ask(values), one, { outputs, tolerance });
    }
  });
});

/** One row as values by field key. */
function valuesOfRow(row: Habit['rows'][number], fields: DescribedInput[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(({ key, name, index }) => {
      const elements = row.inputs[name] ?? [];
      return [key, index === undefined ? (elements.length === 1 ? elements[0] : elements) : elements[index]];
    }),
  );
}

function expectRow(answer: Answer, row: Habit['rows'][number], outputs: DescribedOutput[]): void {
  for (const { name, kind } of outputs) {
    const wanted = row.outputs[name] ?? [];
    const got = [answer.values.find((output) => output.name === name)?.value].flat(9);
    expect(got).toHaveLength(wanted.length);
    if (kind === 'class') {
      expect(got).toEqual(wanted.map(String));
      expect(answer.decision).toBe(String(wanted[0]));
      continue;
    }
    for (const [i, value] of wanted.map(Number).entries()) {
      expect(Math.abs(Number(got[i]) - value)).toBeLessThanOrEqual(TOLERANCE * Math.max(1, Math.abs(value)));
    }
  }
  const [first] = outputs;
  if (first?.kind !== 'probabilities') return;
  // Without a label the largest of them decides, by name or by number.
  const numbers = (row.outputs[first.name] ?? []).map(Number);
  const place = numbers.length === 1 ? Number((numbers[0] ?? 0) > 0.5) : numbers.indexOf(Math.max(...numbers));
  expect(answer.decision).toBe(first.classes?.[place] ?? String(place));
}

describe('of an exporter', () => {
  test.each(Object.keys(HABITS))('%s', async (name) => {
    const { rows } = HABITS[name] as Habit;
    const { inputs, outputs, ask } = await publish(`habit-${name}`, habitFile(name));
    for (const row of rows) expectRow(await ask(valuesOfRow(row, inputs)), row, outputs);
  });
});

describe('of a Hugging Face folder', () => {
  test('a picture whose size only the folder tells, with the names of its classes', async () => {
    // Fails for pictures smaller than eight pixels, so the page must not open with one pixel.
    const weights = { name: 'w', type: 'FLOAT', shape: [3, 3, 8, 8], raw: new Uint8Array(4 * 3 * 3 * 8 * 8) } as const;
    const file = buildModel({
      inputs: [{ name: 'pixel_values', type: 'FLOAT', shape: ['batch', 'channels', 'height', 'width'] }],
      outputs: [{ name: 'logits', type: 'FLOAT', shape: ['batch', 3] }],
      nodes: [
        { op: 'Conv', inputs: ['pixel_values', 'w', 'b'], outputs: ['c'] },
        { op: 'GlobalAveragePool', inputs: ['c'], outputs: ['g'] },
        { op: 'Flatten', inputs: ['g'], outputs: ['logits'] },
      ],
      initializers: [weights, { name: 'b', type: 'FLOAT', shape: [3], floats: [1, 3, 2] }],
    });
    const { inputs, outputs, ask } = await publish('folder', file, {
      'config.json': { id2label: { 0: 'cat', 1: 'dog', 2: 'bird' } },
      'preprocessor_config.json': { size: { height: 32, width: 24 }, image_mean: [0.5], image_std: [0.5] },
    });
    expect(inputs).toMatchObject([{ kind: 'image', width: 24, height: 32, channels: 3 }]);
    expect(outputs).toMatchObject([{ kind: 'probabilities', role: 'logits', classes: ['cat', 'dog', 'bird'] }]);
    const answer = await ask({});
    expect(answer.decision).toBe('dog');
    expect(answer.scores.map(({ score }) => score.toFixed(3))).toEqual(['0.090', '0.665', '0.245']);
  });
});

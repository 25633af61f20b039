import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { HABITS, type Habit, habitFile } from '#app/catalog/describing/testing-habits.ts';
import type { DescribedInput, DescribedOutput } from '#app/catalog/description-format.ts';
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

async function publish(model: string, file: Uint8Array): Promise<Published> {
  const body = new FormData();
  body.append('model', new Blob([new Uint8Array(file)]), 'model.onnx');
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

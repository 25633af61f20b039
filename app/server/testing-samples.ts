import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import type { DescribedInput, DescribedOutput } from '#app/catalog/description-format.ts';
import type { Answer } from '#app/preview/contract.ts';

/** What the samples must answer (e2e/fixtures/samples), asked by field key and compared with an answer of the portal. */

const EXPECTED = resolve(import.meta.dirname, '../../e2e/fixtures/samples');

interface SentTensor {
  name: string;
  shape: number[];
  datatype: string;
  data: (string | number)[];
}
export interface Case {
  version: string;
  name: string;
  rtol?: number;
  atol?: number;
  request?: { inputs: SentTensor[] };
  request_file?: string;
  expected: { outputs: { name: string; datatype: string; data?: (string | number)[] }[] };
}
export interface Expected {
  rtol: number;
  atol: number;
  cases: Case[];
}
export interface Tolerance {
  rtol: number;
  atol: number;
}

/** The questions and answers of a sample. */
export function readExpected(model: string): Expected {
  return JSON.parse(readFileSync(join(EXPECTED, model, 'expected.json'), 'utf8'));
}

/** The tensors of one row as values by field key; null for what no single question asks. */
export function valuesOf(model: string, one: Case, described: DescribedInput[]): Record<string, unknown> | null {
  const sent = one.request_file
    ? JSON.parse(gunzipSync(readFileSync(join(EXPECTED, model, one.request_file))).toString())
    : one.request;
  if (!sent || sent.inputs.some(({ shape }: SentTensor) => shape[0] !== 1)) return null;
  const tensors = new Map<string, SentTensor>(sent.inputs.map((tensor: SentTensor) => [tensor.name, tensor]));
  return Object.fromEntries(
    described.map(({ key, name, index }) => {
      const { data = [] } = tensors.get(name) ?? {};
      return [key, index !== undefined ? data[index] : data.length === 1 ? data[0] : data];
    }),
  );
}

function expectNumbers(got: unknown, wanted: (string | number)[], { rtol, atol }: Tolerance): void {
  const numbers = [got].flat(8).map(Number);
  expect(numbers).toHaveLength(wanted.length);
  for (const [at, value] of wanted.map(Number).entries()) {
    expect(Math.abs((numbers[at] as number) - value)).toBeLessThanOrEqual(atol + rtol * Math.abs(value));
  }
}

/** Checks one answer against the raw outputs. */
export function expectAnswer(
  answer: Answer,
  one: Case,
  given: { outputs: DescribedOutput[]; tolerance: Tolerance },
): void {
  const kindOf = (name: string) => given.outputs.find((output) => output.name === name)?.kind;
  const named = given.outputs.find((output) => output.classes)?.classes;
  // Where nothing names the classes they go by number.
  const classes = named ?? answer.scores.map((_, place) => String(place));
  expect(answer.values.map(({ name }) => name)).toEqual(one.expected.outputs.map(({ name }) => name));
  let decided: string | null = null;
  for (const { name, datatype, data = [] } of one.expected.outputs) {
    const { value } = answer.values.find((output) => output.name === name) ?? {};
    if (kindOf(name) === 'class') {
      decided = datatype === 'BYTES' ? String(data[0]) : (classes[Number(data[0])] ?? null);
      expect(value).toBe(decided);
      continue;
    }
    expectNumbers(value, data, given.tolerance);
    if (kindOf(name) !== 'probabilities') continue;
    expectNumbers(
      answer.scores.map(({ score }) => score),
      data,
      given.tolerance,
    );
    expect(answer.scores.map(({ label }) => label)).toEqual(classes);
    const numbers = data.map(Number);
    decided ??= classes[numbers.indexOf(Math.max(...numbers))] ?? null;
    const [first = 0, second = 0] = numbers.toSorted((a, b) => b - a);
    expect(answer.closeCall).toBe(first - second <= 0.1);
    expect(answer.confidence).toBe(first - second >= 0.4 ? 'clear' : first - second <= 0.1 ? 'only-just' : 'leaning');
  }
  expect(answer.decision).toBe(decided);
}

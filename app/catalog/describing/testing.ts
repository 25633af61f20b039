import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { GraphValue, ModelFacts, ModelReport } from '#app/oip/control.ts';
import { readFacts, readModel } from '#app/onnx/index.ts';
import type { DescribedInput, Description } from '../description-format.ts';
import { describeVersion, type SideFiles } from './index.ts';
import type { ReferenceRows } from './reference/rows.ts';

const MODELS = new URL('../../../models/', import.meta.url);

const report: ModelReport = { loadMs: 1, memoryBytes: 1, answers: [], batches: true, deterministic: true };

/** Every version of every sample, as 'name/number'. */
export const SAMPLE_VERSIONS = readdirSync(MODELS).flatMap((model) =>
  readdirSync(new URL(`${model}/`, MODELS))
    .filter((name) => /^\d+$/.test(name))
    .map((number) => `${model}/${number}`),
);

export function sampleFacts(version: string): ModelFacts {
  return factsOfModel(readFileSync(new URL(`${version}/model.onnx`, MODELS)));
}

export function factsOfModel(bytes: Uint8Array): ModelFacts {
  return readFacts(readModel(bytes));
}

/** Path of a file of a sample; undefined when it has none of that name. */
export function samplePath(model: string, name: string): string | undefined {
  const path = new URL(`${model}/${name}`, MODELS).pathname;
  return existsSync(path) ? path : undefined;
}

export function sampleText(model: string, name: string): string | undefined {
  const path = samplePath(model, name);
  return path && readFileSync(path, 'utf8');
}

/** Facts of a graph that only has inputs and outputs; anything can be said of them. */
export function factsOf(inputs: GraphValue[], changes: Partial<ModelFacts> = {}): ModelFacts {
  return {
    irVersion: 8,
    producer: 'test',
    opsets: [{ domain: '', version: 17 }],
    operators: ['Relu'],
    inputs,
    outputs: [{ name: 'y', datatype: 'FP32', shape: ['N', 1] }],
    categories: [],
    classes: null,
    labelOutput: null,
    scoresOutput: null,
    metadata: {},
    ...changes,
  };
}

export function value(name: string, datatype: string, shape: GraphValue['shape'] = ['N', 1]): GraphValue {
  return { name, datatype, shape };
}

export function describe(facts: ModelFacts, files: SideFiles = {}, carried: Description | null = null) {
  return describeVersion({ model: 'a-model', facts, files, report, carried });
}

/** The inputs of a description by key. */
export function byKey({ inputs }: Description): Record<string, DescribedInput> {
  return Object.fromEntries(inputs.map((input) => [input.key, input]));
}

/** Reference rows as they are after reading, from columns of values. */
export function rows(columns: Record<string, (string | number)[]>): ReferenceRows {
  const list = Object.entries(columns).map(([name, values]) => ({
    name,
    values,
    numeric: values.every((one) => one === '' || typeof one === 'number'),
  }));
  return { columns: list, rowCount: list[0]?.values.length ?? 0, raggedRows: 0 };
}

/** What a refusal says: its code and sentence, and the messages by place. */
export function refusalOf(step: () => unknown): { code: string; message: string; fields: Record<string, string> } {
  try {
    step();
  } catch (thrown) {
    const { code, message, fields } = thrown as { code: string; message: string; fields: Record<string, string> };
    return { code, message, fields };
  }
  throw new Error('It was not refused.');
}

import { elementsOf } from '#app/catalog/description-format.ts';
import type { Answer, AnswerValue, TensorDetails } from '#app/preview/contract.ts';

const COMPACT = new Intl.NumberFormat('en', {
  notation: 'compact',
  compactDisplay: 'long',
  maximumSignificantDigits: 3,
});

/** 1,684,212 as people say it: 1.68 million. */
export function compact(value: number): string {
  return COMPACT.format(value);
}

/** Milliseconds with the digits that matter: 0.04 ms, 1.6 ms, 24 ms. */
export function milliseconds(ms: number): string {
  return `${ms < 10 ? Number(ms.toFixed(2)) : Math.round(ms)} ms`;
}

/** The outputs of an answer as tensors; of runs of earlier releases the types were not kept. */
export function outputTensors({ values }: Answer): TensorDetails[] | null {
  if (values.some(({ datatype, shape }) => datatype === undefined || shape === undefined)) return null;
  return values.map(outputTensor);
}

function outputTensor({ name, datatype = '', shape = [], value, raw }: AnswerValue): TensorDetails {
  const given = raw ?? value;
  const count = shape.reduce((all, size) => all * size, 1);
  const data = Array.isArray(given) ? elementsOf(given, count) : [given];
  return { name, datatype, shape, count, json: JSON.stringify({ name, datatype, shape, data }) };
}

const SHOWN_CHARACTERS = 600;

/** The beginning of a tensor's elements. */
export function firstElements(json: string): string {
  const data = json.slice(json.indexOf('"data":[') + 8, -2);
  return data.length > SHOWN_CHARACTERS ? `${data.slice(0, SHOWN_CHARACTERS)} …` : data;
}

const STAGES = [
  ['readMs', 'Read what was asked'],
  ['prepareMs', 'Prepare tensors'],
  ['askMs', 'Ask the model'],
  ['shapeMs', 'Put into words'],
] as const;

/** Each stage with its share of the whole. */
export function stagesOf(timings: NonNullable<Answer['timings']>): { label: string; ms: number; share: number }[] {
  const all = STAGES.reduce((sum, [key]) => sum + timings[key], 0);
  return STAGES.map(([key, label]) => ({ label, ms: timings[key], share: all === 0 ? 0 : timings[key] / all }));
}

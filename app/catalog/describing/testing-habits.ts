import { readFileSync } from 'node:fs';
import type { ModelFacts } from '#app/oip/control.ts';
import type { DescribedInput, DescribedOutput, FieldValue } from '../description-format.ts';
import { factsOfModel } from './testing.ts';
import type { TrueField } from './testing-score.ts';

/** A small model as one exporter writes it, what is true of it and what it answers (app/onnx/fixtures/make-habits.py). */
export interface Habit {
  truth: TrueField[];
  outputs: Partial<DescribedOutput>[];
  /** Elements of one row by name of the input, and what comes out. */
  rows: { inputs: Record<string, FieldValue[]>; outputs: Record<string, FieldValue[]> }[];
}

interface WrittenField {
  kind: DescribedInput['kind'];
  label: string;
  choices?: (string | number)[];
  range?: [number, number];
}

const FOLDER = new URL('../../onnx/fixtures/habits/', import.meta.url);

export const HABITS: Record<string, Habit> = Object.fromEntries(
  Object.entries<Omit<Habit, 'truth'> & { fields: WrittenField[] }>(
    JSON.parse(readFileSync(new URL('habits.json', FOLDER), 'utf8')),
  ).map(([name, { fields, ...habit }]) => [name, { ...habit, truth: fields.map(trueField) }]),
);

export function habitFile(name: string): Uint8Array {
  return readFileSync(new URL(`${name}.onnx`, FOLDER));
}

export function habitFacts(name: string): ModelFacts {
  return factsOfModel(habitFile(name));
}

function trueField({ kind, label, choices, range }: WrittenField): TrueField {
  return {
    kind,
    label,
    ...(choices && { allowed: choices.map((value) => ({ value, label: String(value) })) }),
    ...(range && { p05: range[0], p95: range[1] }),
  };
}

import { InferenceSession } from 'onnxruntime-node';
import type { Tensor, TensorSpec } from '#app/oip/tensor.ts';
import { datatypeOf, fromOrt, toOrt } from './ort-tensor.ts';

/**
 * One thread and no spinning: a machine full of small models gains nothing from threads per session and loses a core
 * to spinning (measured, reference facts ORT-6). Severity 4: the engine's own words contain paths.
 */
const OPTIONS = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  logSeverityLevel: 4,
  extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
} satisfies InferenceSession.SessionOptions;

/** A loaded model. */
export interface Session {
  inputs: TensorSpec[];
  /** The outputs that are tensors; what is not (a ZipMap's maps) cannot be returned and is left out. */
  outputs: TensorSpec[];
  /** Names of the outputs left out. */
  unreturnable: string[];
  /** Blocks this process until the answer is there: only killing the process ends it early. */
  run(inputs: readonly Tensor[], outputs?: readonly string[]): Promise<Tensor[]>;
  release(): Promise<void>;
}

/** Loads by path, never from a buffer: a buffer resolves external weights against the working directory. */
export async function openSession(path: string): Promise<Session> {
  const session = await InferenceSession.create(path, OPTIONS);
  const outputs = session.outputMetadata.flatMap((value) => specOf(value));
  const names = outputs.map((output) => output.name);
  return {
    inputs: session.inputMetadata.flatMap((value) => specOf(value)),
    outputs,
    unreturnable: session.outputNames.filter((name) => !names.includes(name)),
    run: async (inputs, wanted = names) => {
      const feeds = Object.fromEntries(inputs.map((tensor) => [tensor.name, toOrt(tensor)]));
      const answer = await session.run(feeds, [...wanted]);
      return wanted.map((name) => {
        const value = answer[name];
        if (!value) throw new Error('an output is missing from the answer');
        return fromOrt(name, value);
      });
    },
    release: () => session.release(),
  };
}

function specOf(value: InferenceSession.ValueMetadata): TensorSpec[] {
  if (!value.isTensor) return [];
  const datatype = datatypeOf(value.type);
  if (!datatype) return [];
  return [{ name: value.name, datatype, shape: value.shape.map((n) => (typeof n === 'number' ? n : -1)) }];
}

import { isUtf8 } from 'node:buffer';
import type { Tensor, TensorSpec } from '#app/oip/tensor.ts';

/**
 * Says what is wrong with the tensors of a question, in one sentence, or null when they fit. The engine itself ignores
 * inputs it does not know and words the rest in terms of its own code.
 */
export function findMisfit(specs: readonly TensorSpec[], inputs: readonly Tensor[]): string | null {
  const given = new Map<string, Tensor>();
  for (const tensor of inputs) {
    if (given.has(tensor.name)) return `The input ${quote(tensor.name)} is given twice.`;
    given.set(tensor.name, tensor);
  }
  for (const spec of specs) {
    const tensor = given.get(spec.name);
    if (!tensor) return `The input ${quote(spec.name)} is missing.`;
    const misfit = misfitOf(spec, tensor);
    if (misfit) return misfit;
    given.delete(spec.name);
  }
  const [stranger] = given.keys();
  return stranger === undefined ? null : `The model has no input ${quote(stranger)}; it takes ${list(specs)}.`;
}

/** The same for the names of the outputs asked for. */
export function findUnknownOutput(specs: readonly TensorSpec[], wanted: readonly string[]): string | null {
  const stranger = wanted.find((name) => !specs.some((spec) => spec.name === name));
  if (stranger !== undefined) return `The model has no output ${quote(stranger)}; it gives ${list(specs)}.`;
  return new Set(wanted).size === wanted.length ? null : 'An output is asked for twice.';
}

function misfitOf(spec: TensorSpec, tensor: Tensor): string | null {
  const name = quote(spec.name);
  if (tensor.datatype !== spec.datatype) {
    return `The input ${name} takes ${spec.datatype}, not ${tensor.datatype}.`;
  }
  if (tensor.datatype === 'BYTES') {
    const problem = findBadText(tensor);
    if (problem) return `The input ${name} ${problem}.`;
  }
  // No shape at all stands for a scalar and for a shape the file does not tell: the engine has to judge those.
  if (spec.shape.length === 0) return null;
  const fits =
    spec.shape.length === tensor.shape.length && spec.shape.every((n, i) => n === -1 || n === tensor.shape[i]);
  return fits ? null : `The input ${name} takes the shape [${spec.shape}] (-1: any), not [${tensor.shape}].`;
}

/** Texts are a length and so many bytes each; the engine's own reader would cut one at a zero character, silently. */
function findBadText({ shape, bytes }: Tensor): string | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let count = 0;
  for (let offset = 0; offset < buffer.length; count++) {
    const start = offset + 4;
    const end = start <= buffer.length ? start + buffer.readUInt32LE(offset) : Number.POSITIVE_INFINITY;
    if (end > buffer.length) return 'ends in the middle of a text';
    const text = buffer.subarray(start, end);
    if (!isUtf8(text)) return 'holds a text that is not valid UTF-8';
    if (text.includes(0)) return 'holds a text with a zero character, which no model takes';
    offset = end;
  }
  const expected = shape.reduce((product, n) => product * n, 1);
  return count === expected ? null : `has ${count} texts, not the ${expected} of its shape`;
}

function list(specs: readonly TensorSpec[]): string {
  const shown = specs.slice(0, 12).map((spec) => quote(spec.name));
  return specs.length > shown.length ? `${shown.join(', ')}, …` : shown.join(', ');
}

/** Names come from files and requests: cut, so that a sentence stays one. */
function quote(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
}

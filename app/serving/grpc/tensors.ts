import { binaryMisfit } from '#app/oip/binary-part.ts';
import type { InferRequest, Parameters } from '#app/oip/json-codec.ts';
import { tensorFromValues } from '#app/oip/json-codec.ts';
import { oipError, quoteName } from '#app/oip/oip-error.ts';
import { DATATYPE_SIZES, type Datatype, type Tensor } from '#app/oip/tensor.ts';

/** A oneof as proto-loader hands it over: the name of the field that is set, and that field. */
export type Choice = { parameter_choice?: string } & Record<string, unknown>;

/** `ModelInferRequest` as it comes off the wire; whole numbers of 64 bits are texts. */
export interface GrpcQuestion {
  model_name: string;
  model_version: string;
  id: string;
  parameters: Record<string, Choice>;
  inputs: GrpcInput[];
  outputs: { name: string; parameters: Record<string, Choice> }[];
  raw_input_contents: Buffer[];
}

interface GrpcInput {
  name: string;
  datatype: string;
  shape: string[];
  contents: Record<string, unknown[]> | null;
}

/** Which list of typed contents carries a datatype; FP16 has none and goes raw. */
const CONTENTS: Record<Datatype, string | null> = {
  BOOL: 'bool_contents',
  UINT8: 'uint_contents',
  UINT16: 'uint_contents',
  UINT32: 'uint_contents',
  UINT64: 'uint64_contents',
  INT8: 'int_contents',
  INT16: 'int_contents',
  INT32: 'int_contents',
  INT64: 'int64_contents',
  FP16: null,
  FP32: 'fp32_contents',
  FP64: 'fp64_contents',
  BYTES: 'bytes_contents',
};

const MOST_DIMENSIONS = 32;

/**
 * A question from its message.
 * @throws OipError (400) naming the input
 */
export function questionFromGrpc(message: GrpcQuestion): InferRequest {
  const raw = message.raw_input_contents;
  if (raw.length > 0 && raw.length !== message.inputs.length) {
    throw oipError(400, `There are ${raw.length} raw_input_contents for ${message.inputs.length} inputs.`);
  }
  const names = new Set<string>();
  const inputs = message.inputs.map((input, i) => {
    if (names.has(input.name)) throw oipError(400, `The input ${quoteName(input.name)} is given twice.`);
    names.add(input.name);
    return tensorFromGrpc(input, raw[i]);
  });
  return {
    ...(message.id !== '' && { id: message.id }),
    parameters: parametersFromGrpc(message.parameters),
    inputs,
    outputs: message.outputs.map(({ name }) => ({ name })),
  };
}

/** Parameters as JSON would have them; a text of digits is a whole number here. */
export function parametersFromGrpc(given: Record<string, Choice>): Parameters {
  const entries = Object.entries(given).map(([name, choice]) => {
    const field = choice.parameter_choice ?? '';
    const value = choice[field];
    return [name, field === 'int64_param' || field === 'uint64_param' ? Number(value) : value] as const;
  });
  return Object.fromEntries(entries);
}

function tensorFromGrpc({ name, datatype, shape, contents }: GrpcInput, raw: Buffer | undefined): Tensor {
  const refuse = (words: string) => oipError(400, `The input ${quoteName(name)} ${words}.`);
  if (name === '') throw oipError(400, 'An input has no name.');
  if (!isDatatype(datatype))
    throw refuse(`has the datatype ${quoteName(datatype)}, which is not one of the protocol's`);
  const sizes = shape.map(Number);
  const count = countOf(sizes, refuse);
  const typed = Object.values(contents ?? {}).some((list) => list.length > 0);
  if (raw) {
    if (typed) throw refuse('has both contents and raw contents');
    const misfit = binaryMisfit({ datatype, count, bytes: raw });
    if (misfit) throw refuse(misfit);
    return { name, datatype, shape: sizes, bytes: raw };
  }
  const field = CONTENTS[datatype];
  if (field === null) throw refuse(`is ${datatype}, which typed contents cannot carry: send it raw`);
  const values = contents?.[field] ?? [];
  if (values.length !== count) throw refuse(`has ${values.length} values, and its shape [${sizes}] takes ${count}`);
  if (datatype === 'BYTES') return { name, datatype, shape: sizes, bytes: joinTexts(values as Buffer[]) };
  return tensorFromValues({ name, datatype, shape: sizes, values: values as number[] });
}

function countOf(shape: readonly number[], refuse: (words: string) => Error): number {
  if (shape.length > MOST_DIMENSIONS) throw refuse(`has more than ${MOST_DIMENSIONS} dimensions`);
  if (!shape.every((n) => Number.isSafeInteger(n) && n >= 0)) {
    throw refuse('has a shape that is not made of whole numbers from 0 on');
  }
  if (shape.includes(0)) return 0;
  const count = shape.reduce((product, n) => product * n, 1);
  if (!Number.isSafeInteger(count)) throw refuse('has a shape too large for any machine');
  return count;
}

function joinTexts(texts: readonly Buffer[]): Uint8Array {
  const parts = texts.flatMap((text) => {
    const length = Buffer.allocUnsafe(4);
    length.writeUInt32LE(text.byteLength, 0);
    return [length, text];
  });
  return Buffer.concat(parts);
}

function isDatatype(text: string): text is Datatype {
  return Object.hasOwn(DATATYPE_SIZES, text);
}

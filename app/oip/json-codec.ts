import { isUtf8 } from 'node:buffer';
import type { BinaryPart } from './binary-part.ts';
import { elementsToJson, tensorFromJson, tensorFromValues, tensorValues } from './json-tensor.ts';
import { findOverflow, parseLossless, TOO_DEEP } from './lossless-json.ts';
import { oipError, quoteName } from './oip-error.ts';
import type { Tensor } from './tensor.ts';

export { tensorFromValues, tensorValues };

/** Parameters of the protocol: unknown ones are kept and mean nothing. */
export type Parameters = Record<string, unknown>;

export interface InferRequest {
  id?: string;
  parameters?: Parameters;
  inputs: (Tensor & { parameters?: Parameters })[];
  /** Outputs asked for; absent or empty: all. */
  outputs?: { name: string; parameters?: Parameters }[];
}

/** A question as a client has it. */
export interface InferQuestion {
  inputs: readonly Tensor[];
  outputs?: readonly string[];
  id?: string;
  parameters?: Parameters;
}

export interface InferResponse {
  modelName: string;
  modelVersion?: string;
  id?: string | undefined;
  outputs: Tensor[];
}

/**
 * A question of the protocol in JSON form: data flat or nested, whole numbers of 64 bits without loss (also as strings
 * of digits), NaN and infinities as the strings "NaN", "Infinity" and "-Infinity" for FP datatypes. Inputs with a
 * `binary_data_size` take their bytes from `binary`, in their order.
 * @throws OipError (400) with one sentence that names the input
 */
export function decodeInferRequest(body: Uint8Array | string, binary?: BinaryPart): InferRequest {
  const text = textOf(body);
  const object = parseObject(text, 400);
  // Clients that always write every field write null for those they do not use.
  const id = object.id ?? undefined;
  if (id !== undefined && typeof id !== 'string') throw oipError(400, 'The "id" must be a text.');
  if (!Array.isArray(object.inputs)) throw oipError(400, 'The body must have a list "inputs".');
  const parse = {
    role: 'input',
    status: 400,
    findOverflow: () => findOverflow(text),
    ...(binary && { binary }),
  } as const;
  const names = new Set<string>();
  const inputs = object.inputs.map((item: unknown) => {
    const tensor = tensorFromJson(item, parse);
    if (names.has(tensor.name)) throw oipError(400, `The input ${quoteName(tensor.name)} is given twice.`);
    names.add(tensor.name);
    const parameters = parametersOf(item as Record<string, unknown>, `The input ${quoteName(tensor.name)}`);
    return parameters ? { ...tensor, parameters } : tensor;
  });
  if (binary && binary.left() > 0) throw oipError(400, `The body has ${binary.left()} bytes that belong to no input.`);
  const parameters = parametersOf(object, 'The body');
  const outputs = requestedOutputs(object.outputs ?? undefined);
  return {
    ...(id !== undefined && { id }),
    ...(parameters && { parameters }),
    inputs,
    ...(outputs && { outputs }),
  };
}

/** How one tensor is written into the JSON. */
export type WriteTensor = (tensor: Tensor) => string;

/** The answer to a question, in JSON form; data is flat, and parameters are not repeated. */
export function encodeInferResponse(answer: InferResponse, write: WriteTensor = tensorToJson): string {
  const version = answer.modelVersion === undefined ? '' : `,"model_version":${JSON.stringify(answer.modelVersion)}`;
  const id = answer.id === undefined ? '' : `,"id":${JSON.stringify(answer.id)}`;
  const outputs = answer.outputs.map(write).join(',');
  return `{"model_name":${JSON.stringify(answer.modelName)}${version}${id},"outputs":[${outputs}]}`;
}

/**
 * The client's side: a question as JSON.
 * @throws OipError (400) for an FP16 input, which JSON cannot carry
 */
export function encodeInferRequest(question: InferQuestion, write: WriteTensor = inputToJson): string {
  const id = question.id === undefined ? '' : `"id":${JSON.stringify(question.id)},`;
  const parameters = question.parameters ? `"parameters":${JSON.stringify(question.parameters)},` : '';
  const outputs = question.outputs ? `,"outputs":${JSON.stringify(question.outputs.map((name) => ({ name })))}` : '';
  return `{${id}${parameters}"inputs":[${question.inputs.map(write).join(',')}]${outputs}}`;
}

function inputToJson(tensor: Tensor): string {
  if (tensor.datatype !== 'FP16') return tensorToJson(tensor);
  throw oipError(400, `The input ${quoteName(tensor.name)} is FP16, which JSON cannot carry.`);
}

/**
 * The client's side: an answer from JSON.
 * @throws OipError (502) when the text is no answer of the protocol
 */
export function decodeInferResponse(body: Uint8Array | string, binary?: BinaryPart): InferResponse {
  const text = textOf(body);
  const object = parseObject(text, 502);
  const { id, model_name: modelName, model_version: modelVersion, outputs } = object;
  if (!Array.isArray(outputs)) throw oipError(502, 'The engine answered without outputs.');
  const parse = {
    role: 'output',
    status: 502,
    findOverflow: () => findOverflow(text),
    ...(binary && { binary }),
  } as const;
  return {
    modelName: typeof modelName === 'string' ? modelName : '',
    ...(typeof modelVersion === 'string' && { modelVersion }),
    ...(typeof id === 'string' && { id }),
    outputs: outputs.map((item: unknown) => tensorFromJson(item, parse)),
  };
}

export function tensorToJson(tensor: Tensor): string {
  const { name, datatype, shape } = tensor;
  return `{"name":${JSON.stringify(name)},"datatype":"${datatype}","shape":[${shape}],"data":${elementsToJson(tensor)}}`;
}

function textOf(body: Uint8Array | string): string {
  if (typeof body === 'string') return body;
  if (!isUtf8(body)) throw oipError(400, 'The body is not valid UTF-8.');
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return bytes.toString('utf8');
}

function parseObject(text: string, status: number): Record<string, unknown> {
  const what = status === 400 ? 'The body' : "The engine's answer";
  let value: unknown;
  try {
    value = parseLossless(text);
  } catch (cause) {
    if ((cause as Error).message === TOO_DEEP) throw oipError(status, `${what} is nested too deep.`, { cause });
    throw oipError(status, `${what} is not valid JSON${hint(text, status)}.`, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw oipError(status, `${what} must be a JSON object.`);
  }
  return value as Record<string, unknown>;
}

/** The usual reason, from Python's json.dumps: NaN and Infinity as bare words. */
function hint(text: string, status: number): string {
  if (status !== 400 || !/[[,:]\s*-?(NaN|Infinity)\b/.test(text)) return '';
  return ': write NaN and infinities as the strings "NaN", "Infinity" and "-Infinity"';
}

function parametersOf(holder: Record<string, unknown>, what: string): Parameters | undefined {
  const { parameters } = holder;
  if (parameters === undefined || parameters === null) return undefined;
  if (typeof parameters === 'object' && !Array.isArray(parameters)) {
    return parameters as Parameters;
  }
  throw oipError(400, `${what} has "parameters" that are not an object.`);
}

function requestedOutputs(outputs: unknown): InferRequest['outputs'] {
  if (outputs === undefined) return undefined;
  if (!Array.isArray(outputs)) throw oipError(400, 'The "outputs" must be a list.');
  return outputs.map((item: unknown) => {
    const { name } = (item ?? {}) as { name?: unknown };
    if (typeof name !== 'string') throw oipError(400, 'Every one of the "outputs" must be an object with a name.');
    const parameters = parametersOf(item as Record<string, unknown>, `The output ${quoteName(name)}`);
    return { name, ...(parameters && { parameters }) };
  });
}

/**
 * The binary tensor extension: JSON first, then the bytes of the tensors it announces, in their order. A header says
 * where the JSON ends. What is not announced as binary stays JSON, so both forms may stand in one body.
 */
import { binaryMisfit, splitBody } from './binary-part.ts';
import {
  decodeInferRequest,
  decodeInferResponse,
  encodeInferRequest,
  encodeInferResponse,
  type InferQuestion,
  type InferRequest,
  type InferResponse,
  tensorToJson,
  type WriteTensor,
} from './json-codec.ts';
import { oipError, quoteName } from './oip-error.ts';
import { DATATYPE_SIZES, type Tensor, type TensorSpec } from './tensor.ts';

/** Name of the header, as Node writes it. */
export const HEADER_LENGTH = 'inference-header-content-length';

/** A body in the form it is sent; without anything binary it is text and needs no header. */
export interface EncodedBody {
  body: string | Buffer;
  /** Bytes of JSON in front; null when there is nothing else. */
  headerLength: number | null;
}

/**
 * A question in either form.
 * @param headerLength the header as it came; undefined: the body is JSON
 * @throws OipError (400)
 */
export function decodeInferBody(body: Uint8Array, headerLength: string | undefined): InferRequest {
  if (headerLength === undefined) return decodeInferRequest(body);
  const [json, binary] = splitBody(body, headerLength, 400);
  return decodeInferRequest(json, binary);
}

/** Which outputs of a question go out as binary: what is said of one output goes before what is said of all. */
export function binaryOutputs(question: InferRequest): (name: string) => boolean {
  const forAll = question.parameters?.binary_data_output === true;
  if (!question.outputs) return forAll ? always : never;
  const single = new Map(question.outputs.map(({ name, parameters }) => [name, parameters?.binary_data]));
  return (name) => {
    const own = single.get(name);
    return typeof own === 'boolean' ? own : forAll;
  };
}

const always = (): boolean => true;
const never = (): boolean => false;

/**
 * An answer, each output in the form asked for.
 * @throws OipError (400) for an FP16 output that is wanted as JSON
 */
export function encodeInferBody(answer: InferResponse, isBinary: (name: string) => boolean): EncodedBody {
  const parts: Uint8Array[] = [];
  const write: WriteTensor = (tensor) => {
    if (isBinary(tensor.name)) return announce(tensor, parts);
    if (tensor.datatype !== 'FP16') return tensorToJson(tensor);
    throw oipError(
      400,
      `The output ${quoteName(tensor.name)} is FP16, which JSON cannot carry: ask for it with "binary_data".`,
    );
  };
  return join(encodeInferResponse(answer, write), parts);
}

/** The client's side: a question whose inputs all go as binary, which costs least and carries every datatype. */
export function encodeBinaryQuestion(question: InferQuestion): EncodedBody {
  const parts: Uint8Array[] = [];
  const parameters = { ...question.parameters, binary_data_output: true };
  return join(
    encodeInferRequest({ ...question, parameters }, (tensor) => announce(tensor, parts)),
    parts,
  );
}

/**
 * The client's side: an answer in either form.
 * @throws OipError (502)
 */
export function decodeInferAnswer(body: Uint8Array, headerLength: string | undefined): InferResponse {
  if (headerLength === undefined) return decodeInferResponse(body);
  const [json, binary] = splitBody(body, headerLength, 502);
  const answer = decodeInferResponse(json, binary);
  if (binary.left() > 0) throw oipError(502, "The engine's answer has bytes that belong to no output.");
  return answer;
}

/**
 * The shortcut of a body that is the one input of a model and nothing else (header length 0).
 * @throws OipError (400) when the model's inputs leave open what the bytes are
 */
export function rawInput(inputs: readonly TensorSpec[], bytes: Uint8Array): Tensor {
  const [spec] = inputs;
  if (!spec || inputs.length > 1) {
    throw oipError(400, `A body without JSON is for models of one input, and this one has ${inputs.length}.`);
  }
  const refuse = (words: string) => oipError(400, `The input ${quoteName(spec.name)} ${words}.`);
  const { name, datatype } = spec;
  const free = spec.shape.filter((n) => n === -1).length;
  const fixed = spec.shape.reduce((product, n) => (n === -1 ? product : product * n), 1);
  if (datatype === 'BYTES') {
    if (fixed !== 1) throw refuse('takes more than one text, and a body without JSON is one');
    return { name, datatype, shape: spec.shape.map(() => 1), bytes: oneText(bytes) };
  }
  if (free > 1) throw refuse(`has ${free} open dimensions, so a body without JSON does not tell its shape`);
  const rowBytes = fixed * DATATYPE_SIZES[datatype];
  const rows = free === 0 || rowBytes === 0 ? 1 : bytes.byteLength / rowBytes;
  if (!Number.isInteger(rows) || bytes.byteLength !== rows * rowBytes) {
    throw refuse(`takes ${free === 0 ? '' : 'a multiple of '}${rowBytes} bytes, and the body has ${bytes.byteLength}`);
  }
  const misfit = binaryMisfit({ datatype, count: rows * fixed, bytes });
  if (misfit) throw refuse(misfit);
  return { name, datatype, shape: spec.shape.map((n) => (n === -1 ? rows : n)), bytes };
}

function oneText(bytes: Uint8Array): Uint8Array {
  const text = Buffer.allocUnsafe(4 + bytes.byteLength);
  text.writeUInt32LE(bytes.byteLength, 0);
  text.set(bytes, 4);
  return text;
}

function announce({ name, datatype, shape, bytes }: Tensor, parts: Uint8Array[]): string {
  parts.push(bytes);
  const size = `"parameters":{"binary_data_size":${bytes.byteLength}}`;
  return `{"name":${JSON.stringify(name)},"datatype":"${datatype}","shape":[${shape}],${size}}`;
}

function join(json: string, parts: readonly Uint8Array[]): EncodedBody {
  if (parts.length === 0) return { body: json, headerLength: null };
  const head = Buffer.from(json, 'utf8');
  return { body: Buffer.concat([head, ...parts]), headerLength: head.byteLength };
}

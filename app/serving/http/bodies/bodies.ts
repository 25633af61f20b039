import { binaryOutputs, decodeInferBody, type EncodedBody, encodeInferBody } from '#app/oip/binary-codec.ts';
import type { InferRequest, InferResponse } from '#app/oip/json-codec.ts';
import { createLargeBodies } from './large-bodies.ts';

/** Reads and writes the bodies of questions and answers; nobody waits for the large ones of others. */
export interface Bodies {
  /** @throws OipError (400) */
  decode(body: Uint8Array, headerLength: string | undefined): InferRequest | Promise<InferRequest>;
  /** @throws OipError (400) for an FP16 output that is wanted as JSON */
  encode(answer: InferResponse, question: InferRequest): EncodedBody | Promise<EncodedBody>;
}

/** JSON up to here is read in two or three milliseconds, and tensors up to here are written in about five. */
const LARGE_JSON_BYTES = 256 << 10;
const LARGE_TENSOR_BYTES = 128 << 10;

export function createBodies(): Bodies {
  const large = createLargeBodies();
  return {
    decode: (body, headerLength) => {
      const jsonBytes = headerLength === undefined ? body.byteLength : Math.min(Number(headerLength), body.byteLength);
      return jsonBytes > LARGE_JSON_BYTES ? large.decode(body, headerLength) : decodeInferBody(body, headerLength);
    },
    encode: (answer, question) => {
      const isBinary = binaryOutputs(question);
      let jsonBytes = 0;
      for (const { name, bytes } of answer.outputs) if (!isBinary(name)) jsonBytes += bytes.byteLength;
      return jsonBytes > LARGE_TENSOR_BYTES ? large.encode(answer, question) : encodeInferBody(answer, isBinary);
    },
  };
}

import { parentPort } from 'node:worker_threads';
import { binaryOutputs, decodeInferBody, encodeInferBody } from '#app/oip/binary-codec.ts';
import type { InferRequest, InferResponse } from '#app/oip/json-codec.ts';
import { isOipError } from '#app/oip/oip-error.ts';

export type ThreadRequest =
  | { decode: { body: Uint8Array; headerLength: string | undefined } }
  | { encode: { answer: InferResponse; asked: Pick<InferRequest, 'outputs' | 'parameters'> } };

/** Errors lose what was put on them on the way, so a refusal goes as plain data. */
export type ThreadReply =
  | { question: InferRequest }
  | { encoded: { body: Uint8Array; headerLength: number | null } }
  | { failure: { status: number; message: string } };

function replyTo(request: ThreadRequest): ThreadReply {
  if ('decode' in request) return { question: decodeInferBody(request.decode.body, request.decode.headerLength) };
  const { answer, asked } = request.encode;
  const { body, headerLength } = encodeInferBody(answer, binaryOutputs({ inputs: [], ...asked }));
  return { encoded: { body: typeof body === 'string' ? Buffer.from(body) : body, headerLength } };
}

/** The memory of everything a reply carries, each once: handed over, not copied. */
function memoryOf(reply: ThreadReply): ArrayBuffer[] {
  if ('failure' in reply) return [];
  const parts = 'encoded' in reply ? [reply.encoded.body] : reply.question.inputs.map(({ bytes }) => bytes);
  const buffers = new Set(parts.map(({ buffer }) => buffer as ArrayBuffer));
  // Small buffers of Node share one, which cannot be handed over.
  return [...buffers].filter(({ byteLength }) => byteLength > Buffer.poolSize);
}

parentPort?.on('message', (request: ThreadRequest) => {
  let reply: ThreadReply;
  try {
    reply = replyTo(request);
  } catch (thrown) {
    if (!isOipError(thrown)) throw thrown;
    reply = { failure: { status: thrown.status, message: thrown.message } };
  }
  parentPort?.postMessage(reply, memoryOf(reply));
});

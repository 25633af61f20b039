import type { IncomingHttpHeaders } from 'node:http';
import { HEADER_LENGTH, rawInput } from '#app/oip/binary-codec.ts';
import type { InferRequest } from '#app/oip/json-codec.ts';
import type { Protocol } from '../router/protocol.ts';
import type { Address } from '../router/router.ts';
import { createBodies } from './bodies/bodies.ts';
import { compressFor } from './compression.ts';

/** A question to a model as it came. */
export interface InferCall {
  address: Address;
  headers: IncomingHttpHeaders;
  body: Uint8Array;
  isWanted: () => boolean;
}

export interface InferReply {
  headers: Record<string, string>;
  body: string | Buffer;
}

export type Infer = (call: InferCall) => Promise<InferReply>;

/** Answers questions to models. Nothing here is parsed twice, validated by schema or logged: this is the hot path. */
export function createInfer({ engine, router, ask }: Protocol): Infer {
  const bodies = createBodies();
  return async ({ address, headers, body, isWanted }) => {
    const version = router.find(address);
    const headerLength = headers[HEADER_LENGTH] as string | undefined;
    const question: InferRequest =
      headerLength?.trim() === '0'
        ? rawQuestion((await engine.signature(version)).inputs, body)
        : await bodies.decode(body, headerLength);
    const outputs = await ask(version, question, { isWanted });
    const answer = { modelName: version.model, modelVersion: String(version.version), id: question.id, outputs };
    const encoded = await bodies.encode(answer, question);
    const reply: Record<string, string> =
      encoded.headerLength === null
        ? { 'content-type': 'application/json; charset=utf-8' }
        : { 'content-type': 'application/octet-stream', [HEADER_LENGTH]: String(encoded.headerLength) };
    const accepted = headers['accept-encoding'];
    if (accepted === undefined) return { headers: reply, body: encoded.body };
    const compressed = await compressFor(accepted, encoded.body);
    return { headers: { ...reply, ...compressed.headers }, body: compressed.body };
  };
}

/** A body without JSON says nothing about the answer; who sends bytes reads bytes. */
function rawQuestion(...given: Parameters<typeof rawInput>): InferRequest {
  return { inputs: [rawInput(...given)], parameters: { binary_data_output: true } };
}

import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { binaryOutputs, decodeInferBody, encodeInferBody, HEADER_LENGTH, rawInput } from '#app/oip/binary-codec.ts';
import type { InferRequest } from '#app/oip/json-codec.ts';
import type { Address } from '../router/router.ts';
import { compressFor } from './compression.ts';
import type { HttpDeps } from './deps.ts';
import type { ModelAddress } from './model-routes.ts';

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

const EMPTY = new Uint8Array(0);

/** Answers questions to models. Nothing here is parsed twice, validated by schema or logged: this is the hot path. */
export function createInfer({ engine, router, ask }: HttpDeps): (call: InferCall) => Promise<InferReply> {
  return async ({ address, headers, body, isWanted }) => {
    const version = router.find(address);
    const headerLength = headers[HEADER_LENGTH] as string | undefined;
    const question: InferRequest =
      headerLength?.trim() === '0'
        ? rawQuestion((await engine.signature(version)).inputs, body)
        : decodeInferBody(body, headerLength);
    const outputs = await ask(version, question, { isWanted });
    const answer = { modelName: version.model, modelVersion: String(version.version), id: question.id, outputs };
    const encoded = encodeInferBody(answer, binaryOutputs(question));
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

/** The same for addresses written in an unusual way, which `infer-door.ts` leaves to the router. */
export function addInferRoutes(app: FastifyInstance, deps: HttpDeps): void {
  const infer = createInfer(deps);
  for (const path of ['/v2/models/:model/infer', '/v2/models/:model/versions/:version/infer']) {
    app.post<ModelAddress>(path, async ({ params, headers, body, raw }, reply) => {
      const { socket } = raw;
      const isWanted = () => !socket.destroyed;
      const answer = await infer({ address: params, headers, body: (body as Buffer | undefined) ?? EMPTY, isWanted });
      return reply.headers(answer.headers).send(answer.body);
    });
  }
}

/** A body without JSON says nothing about the answer; who sends bytes reads bytes. */
function rawQuestion(...given: Parameters<typeof rawInput>): InferRequest {
  return { inputs: [rawInput(...given)], parameters: { binary_data_output: true } };
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { binaryOutputs, decodeInferBody, encodeInferBody, HEADER_LENGTH, rawInput } from '#app/oip/binary-codec.ts';
import type { InferRequest } from '#app/oip/json-codec.ts';
import { compressFor } from './compression.ts';
import type { HttpDeps } from './deps.ts';
import type { ModelAddress } from './model-routes.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const EMPTY = new Uint8Array(0);

/** Questions to models. Nothing here is parsed twice, validated by schema or logged: this is the hot path. */
export function addInferRoutes(app: FastifyInstance, { engine, router, ask }: HttpDeps): void {
  async function infer(request: FastifyRequest<ModelAddress>, reply: FastifyReply): Promise<string | Buffer> {
    const version = router.find(request.params);
    const body = (request.body as Uint8Array | undefined) ?? EMPTY;
    const headerLength = request.headers[HEADER_LENGTH] as string | undefined;
    const question: InferRequest =
      headerLength?.trim() === '0'
        ? rawQuestion((await engine.signature(version)).inputs, body)
        : decodeInferBody(body, headerLength);
    const { socket } = request.raw;
    const outputs = await ask(version, question, { isWanted: () => !socket.destroyed });
    const answer = encodeInferBody(
      {
        modelName: version.model,
        modelVersion: String(version.version),
        ...(question.id !== undefined && { id: question.id }),
        outputs,
      },
      binaryOutputs(question),
    );
    reply.header('content-type', answer.headerLength === null ? JSON_TYPE : 'application/octet-stream');
    if (answer.headerLength !== null) reply.header(HEADER_LENGTH, answer.headerLength);
    const accepted = request.headers['accept-encoding'];
    return accepted === undefined ? answer.body : compressFor(accepted, answer.body, reply);
  }
  app.post('/v2/models/:model/infer', infer);
  app.post('/v2/models/:model/versions/:version/infer', infer);
}

/** A body without JSON says nothing about the answer; who sends bytes reads bytes. */
function rawQuestion(...given: Parameters<typeof rawInput>): InferRequest {
  return { inputs: [rawInput(...given)], parameters: { binary_data_output: true } };
}

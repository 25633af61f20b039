import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { decodeInferRequest, encodeInferResponse } from '#app/oip/json-codec.ts';
import { oipError } from '#app/oip/oip-error.ts';
import type { HttpDeps } from './deps.ts';
import type { ModelAddress } from './model-routes.ts';

/** Questions to models. Nothing here is parsed twice, validated by schema or logged: this is the hot path. */
export function addInferRoutes(app: FastifyInstance, { engine, repository }: HttpDeps): void {
  async function infer(request: FastifyRequest<ModelAddress>, reply: FastifyReply): Promise<string> {
    const version = repository.find(request.params.model, request.params.version);
    refuseUnknownForms(request, reply);
    const question = decodeInferRequest((request.body as Buffer | undefined) ?? '');
    const { outputs } = await engine.infer(version, {
      inputs: question.inputs,
      outputs: question.outputs && question.outputs.length > 0 ? question.outputs.map(({ name }) => name) : null,
      isWanted: () => !request.raw.socket.destroyed,
    });
    reply.header('content-type', 'application/json; charset=utf-8');
    return encodeInferResponse({
      modelName: version.model,
      modelVersion: String(version.version),
      ...(question.id !== undefined && { id: question.id }),
      outputs,
    });
  }
  app.post('/v2/models/:model/infer', infer);
  app.post('/v2/models/:model/versions/:version/infer', infer);
}

/** Forms of the protocol that are not understood here are refused by name rather than misread. */
function refuseUnknownForms({ headers }: FastifyRequest<ModelAddress>, reply: FastifyReply): void {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    reply.header('accept-encoding', 'identity');
    throw oipError(501, 'Compressed bodies are not taken here. Send the body as it is.');
  }
  if (headers['inference-header-content-length'] !== undefined) {
    throw oipError(501, 'Binary tensors are not taken here. Send the tensors as JSON.');
  }
}

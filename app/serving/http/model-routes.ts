import type { FastifyInstance } from 'fastify';
import type { ModelMetadata } from '#app/oip/tensor.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import type { HttpDeps } from './deps.ts';

/** How a request names a model. */
export interface ModelAddress {
  Params: { model: string; version?: string };
}

/** Name of the engine's file format in the protocol's list of platforms. */
const PLATFORM = 'onnx_onnxv1';

/** Only what works is announced. */
const EXTENSIONS = ['model_repository'];

/** What the server and its models are. */
export function addModelRoutes(app: FastifyInstance, { engine, repository }: HttpDeps): void {
  app.get('/v2', () => ({ name: 'firstlook', version: packageJson.version, extensions: EXTENSIONS }));

  for (const path of ['/v2/models/:model', '/v2/models/:model/versions/:version']) {
    app.get<ModelAddress>(path, async ({ params }): Promise<ModelMetadata> => {
      const version = repository.find(params.model, params.version);
      const { inputs, outputs } = await engine.signature(version);
      const versions = repository.versionsOf(params.model).map(String);
      return { name: params.model, versions, platform: PLATFORM, inputs, outputs };
    });
    // A version that is not in memory is ready all the same: the first question loads it.
    app.get<ModelAddress>(`${path}/ready`, ({ params }) => {
      repository.find(params.model, params.version);
      return { name: params.model, ready: true };
    });
  }
}

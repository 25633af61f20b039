import type { FastifyInstance } from 'fastify';
import type { RouteDeps } from './deps.ts';
import type { ModelAddress } from './model-routes.ts';

const EMPTY = new Uint8Array(0);

/** The same for addresses written in an unusual way, which `infer-door.ts` leaves to the router. */
export function addInferRoutes(app: FastifyInstance, { infer }: RouteDeps): void {
  for (const path of ['/v2/models/:model/infer', '/v2/models/:model/versions/:version/infer']) {
    app.post<ModelAddress>(path, async ({ params, headers, body, raw }, reply) => {
      const { socket } = raw;
      const isWanted = () => !socket.destroyed;
      const answer = await infer({ address: params, headers, body: (body as Buffer | undefined) ?? EMPTY, isWanted });
      return reply.headers(answer.headers).send(answer.body);
    });
  }
}

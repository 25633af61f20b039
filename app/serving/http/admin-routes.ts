import type { FastifyInstance, FastifyReply } from 'fastify';
import type { z } from 'zod';
import { appError } from '#app/core/errors.ts';
import { checkRequest, PREPARED_HEADER_LENGTH, prepareRequest, routeTable } from '#app/oip/control.ts';
import type { PreparedBody } from '../pool/preparing/picture-preparer.ts';
import type { HttpDeps } from './deps.ts';
import { readJsonObject } from './json-body.ts';

/** Control (`app/oip/control.ts`): every address here needs a token, see `access.ts`. */
export function addAdminRoutes(app: FastifyInstance, { checker, preparer, pictures, texts, router }: HttpDeps): void {
  app.post('/admin/v1/check', (request) => checker.check(read(checkRequest, request.body)));
  app.post('/admin/v1/prepare', async (request, reply) => {
    const order = read(prepareRequest, request.body);
    if (order.task === 'unpack') return preparer.unpack(order);
    if (order.task === 'text') return texts.tokenize(order);
    return sendPrepared(reply, await pictures.prepare(order));
  });
  app.get('/admin/v1/routes', () => ({ routes: router.table() }));
  app.put('/admin/v1/routes', async (request) => {
    await router.replace(read(routeTable, request.body));
    return { routes: router.table() };
  });
}

function sendPrepared(reply: FastifyReply, { head, body }: PreparedBody): FastifyReply {
  const text = Buffer.from(JSON.stringify(head));
  reply.header('content-type', 'application/octet-stream').header(PREPARED_HEADER_LENGTH, String(text.byteLength));
  return reply.send(Buffer.concat([text, body]));
}

function read<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const parsed = schema.safeParse(readJsonObject(body));
  if (parsed.success) return parsed.data;
  throw appError('FL_REQUEST_INVALID', { fields: fieldsOf(parsed.error.issues) });
}

function fieldsOf(issues: readonly { path: readonly PropertyKey[]; message: string }[]): Record<string, string> {
  return Object.fromEntries(issues.map((issue) => [issue.path.join('.') || 'body', issue.message]));
}

import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { appError } from '#app/core/errors.ts';
import { checkRequest, prepareRequest, routeTable } from '#app/oip/control.ts';
import type { HttpDeps } from './deps.ts';
import { readJsonObject } from './json-body.ts';

/** Control (`app/oip/control.ts`): every address here needs a token, see `access.ts`. */
export function addAdminRoutes(app: FastifyInstance, { checker, preparer, router }: HttpDeps): void {
  app.post('/admin/v1/check', (request) => checker.check(read(checkRequest, request.body)));
  app.post('/admin/v1/prepare', (request) => preparer.unpack(read(prepareRequest, request.body)));
  app.get('/admin/v1/routes', () => ({ routes: router.table() }));
  app.put('/admin/v1/routes', async (request) => {
    await router.replace(read(routeTable, request.body));
    return { routes: router.table() };
  });
}

function read<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const parsed = schema.safeParse(readJsonObject(body));
  if (parsed.success) return parsed.data;
  throw appError('FL_REQUEST_INVALID', { fields: fieldsOf(parsed.error.issues) });
}

function fieldsOf(issues: readonly { path: readonly PropertyKey[]; message: string }[]): Record<string, string> {
  return Object.fromEntries(issues.map((issue) => [issue.path.join('.') || 'body', issue.message]));
}

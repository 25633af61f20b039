import type { FastifyInstance } from 'fastify';
import { appError } from '#app/core/errors.ts';
import { checkRequest } from '#app/oip/control.ts';
import type { HttpDeps } from './deps.ts';
import { readJsonObject } from './json-body.ts';

/** Control (`app/oip/control.ts`): every address here needs a token, see `access.ts`. */
export function addAdminRoutes(app: FastifyInstance, { checker, engine }: HttpDeps): void {
  app.post('/admin/v1/check', async (request) => {
    const parsed = checkRequest.safeParse(readJsonObject(request.body));
    if (!parsed.success) throw appError('FL_REQUEST_INVALID', { fields: fieldsOf(parsed.error.issues) });
    return checker.check(parsed.data);
  });
  app.post('/admin/v1/drain', () => {
    engine.drain();
    checker.drain();
    return { draining: true };
  });
}

function fieldsOf(issues: readonly { path: readonly PropertyKey[]; message: string }[]): Record<string, string> {
  return Object.fromEntries(issues.map((issue) => [issue.path.join('.') || 'body', issue.message]));
}

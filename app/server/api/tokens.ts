import { z } from 'zod';
import { type ApiCall, type ApiEndpoint, param, parse } from './endpoint.ts';
import { readJsonObject } from './json-body.ts';
import { roles } from './people.ts';

const MAX_DAYS = 3650;

const tokenBody = z.strictObject({
  name: z.string('must be a text').trim().min(1, 'must not be empty').max(200, 'must have at most 200 characters'),
  project: z.string('must be the short name of a project').optional(),
  roles: roles.min(1, 'must hold at least one role'),
  expiresInDays: z.number('must be a number of days').int('must be whole').min(1).max(MAX_DAYS).optional(),
});

/** Issues a token; its secret is in this answer and nowhere else. */
async function issue(call: ApiCall) {
  const body = parse(tokenBody, await readJsonObject(call.req));
  const { id, secret } = call.container.accounts.issueToken(call.viewer, {
    name: body.name,
    roles: body.roles,
    ...(body.project !== undefined && { project: body.project }),
    ...(body.expiresInDays !== undefined && { expiresInDays: body.expiresInDays }),
  });
  return { status: 201, body: { id, name: body.name, roles: body.roles, secret } };
}

function revoke(call: ApiCall) {
  call.container.accounts.revokeToken(call.viewer, param(call, 'id'));
  return { status: 204 };
}

export const tokenEndpoints: ApiEndpoint[] = [
  { method: 'POST', path: '/tokens', action: 'administer', handle: issue },
  { method: 'DELETE', path: '/tokens/{id}', action: 'administer', handle: revoke },
];

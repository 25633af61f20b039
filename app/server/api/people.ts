import { z } from 'zod';
import { type ApiCall, type ApiEndpoint, parse } from './endpoint.ts';
import { readJsonObject } from './json-body.ts';
import { pageUrl } from './views.ts';

const ROLE_WORDS = ['reviewer', 'publisher', 'approver'] as const;

export const roles = z
  .array(z.enum(ROLE_WORDS, `must be of ${ROLE_WORDS.join(', ')}`), 'must be a list of roles')
  .max(ROLE_WORDS.length);

const personBody = z.strictObject({
  name: z.string('must be a text').trim().min(1, 'must not be empty').max(200, 'must have at most 200 characters'),
  email: z.email('must be a mail address').max(254),
  project: z.string('must be the short name of a project').optional(),
  roles: roles.default([]),
  admin: z.boolean('must be true or false').default(false),
});

/** Adds a person; the answer holds the one-time link on which they set their password, shown this once. */
async function add(call: ApiCall) {
  const { container, viewer } = call;
  const body = parse(personBody, await readJsonObject(call.req));
  const { person, linkSecret } = container.accounts.addPerson(viewer, {
    name: body.name,
    email: body.email,
    roles: body.roles,
    admin: body.admin,
    ...(body.project !== undefined && { project: body.project }),
  });
  return {
    status: 201,
    body: {
      id: person.id,
      name: person.name,
      email: person.email,
      admin: person.isAdmin,
      link: pageUrl(container, `/reset/${linkSecret}`),
    },
  };
}

export const peopleEndpoints: ApiEndpoint[] = [{ method: 'POST', path: '/people', action: 'administer', handle: add }];

import { z } from 'zod';
import { FLAG_KINDS, FLAG_SEVERITIES, FLAG_STATES } from '#app/feedback/contract.ts';
import { idempotencyKeyOf } from '../idempotency-key.ts';
import { type ApiCall, type ApiEndpoint, param, parse } from './endpoint.ts';
import { readJsonObject } from './json-body.ts';
import { pageQuery, queryObject } from './paging.ts';
import { flagJson, messageJson } from './views.ts';

const oneOf = <const T extends readonly string[]>(words: T) => z.enum(words, `must be one of ${words.join(', ')}`);

const flagBody = z.strictObject({
  kind: oneOf(FLAG_KINDS),
  severity: oneOf(FLAG_SEVERITIES).default('minor'),
  note: z.string('must be a text').default(''),
  expectation: z.unknown().optional(),
});
const listQuery = pageQuery.extend({
  model: z.string().max(100).optional(),
  state: oneOf(FLAG_STATES).optional(),
  run: z.string().max(100).optional(),
});
const changeBody = z.strictObject({
  state: oneOf(FLAG_STATES),
  reason: z.string('must be a text').optional(),
  version: z.number('must be a version number').int('must be a version number').min(1).optional(),
  duplicateOf: z.string('must be the id or the number of a flag, as a text').optional(),
});
const replyBody = z.strictObject({ body: z.string('must be a text') });

async function open(call: ApiCall) {
  const { container, viewer, req } = call;
  const body = parse(flagBody, await readJsonObject(req));
  const { flag, created } = container.feedback.openFlag(viewer, {
    runId: param(call, 'id'),
    kind: body.kind,
    severity: body.severity,
    note: body.note,
    ...(body.expectation !== undefined && { expectation: body.expectation }),
    ...idempotencyKeyOf(req),
  });
  // The same key again is the same flag: 200, so that a client which lost the first answer can tell.
  return {
    status: created ? 201 : 200,
    body: flagJson(container, flag),
    headers: { location: `/api/v1/flags/${flag.id}` },
  };
}

function list(call: ApiCall) {
  const query = parse(listQuery, queryObject(call.query));
  const { items, next } = call.container.feedback.listFlags(call.viewer, {
    limit: query.limit,
    cursor: query.cursor,
    ...(query.model !== undefined && { model: query.model }),
    ...(query.state !== undefined && { state: query.state }),
    ...(query.run !== undefined && { runId: query.run }),
  });
  return { status: 200, body: { items: items.map((flag) => flagJson(call.container, flag)), next } };
}

function readFlag(call: ApiCall, status: number) {
  const flag = call.container.feedback.getFlag(call.viewer, param(call, 'id'));
  return { status, body: { ...flagJson(call.container, flag), messages: flag.messages.map(messageJson) } };
}

async function change(call: ApiCall) {
  const body = parse(changeBody, await readJsonObject(call.req));
  call.container.feedback.changeState(call.viewer, param(call, 'id'), body);
  return readFlag(call, 200);
}

async function reply(call: ApiCall) {
  const body = parse(replyBody, await readJsonObject(call.req));
  call.container.feedback.reply(call.viewer, param(call, 'id'), body);
  return readFlag(call, 201);
}

export const flagEndpoints: ApiEndpoint[] = [
  { method: 'POST', path: '/runs/{id}/flags', action: 'try', handle: open },
  { method: 'GET', path: '/flags', action: 'read-feedback', handle: list },
  { method: 'GET', path: '/flags/{id}', action: 'read-feedback', handle: (call) => readFlag(call, 200) },
  { method: 'PATCH', path: '/flags/{id}', action: 'read-feedback', handle: change },
  { method: 'POST', path: '/flags/{id}/replies', action: 'read-feedback', handle: reply },
];

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SAMPLES, startTestPortal, type TestPortal } from '../testing.ts';
import { openapiDocument } from './openapi.ts';

/** What the API answers has every field openapi.json says it has, of the type it says. */

type Json = Record<string, unknown>;
type Operation = { responses: Record<string, { content?: { 'application/json': { schema: Json } } }> };

const document = openapiDocument as unknown as Json & { paths: Record<string, Record<string, Operation>> };
const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'date-time': isoTime } });
ajv.addSchema({ $id: 'openapi', ...document });

function isoTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text);
}

let portal: TestPortal;
beforeAll(async () => {
  portal = await startTestPortal();
}, 60_000);
afterAll(() => portal.remove());

/** Calls a line of the table and checks the answer's status and shape; answers the body. */
async function fits(line: string, values: Record<string, string> = {}, sent: Json = {}) {
  const [method = '', path = ''] = line.split(' ');
  const at = path.replace(/\{(\w+)\}/g, (_found, name: string) => values[name] ?? '');
  const query = values.query ?? '';
  const reply = await portal.call(method, `${at}${query}`, sent);
  const response = document.paths[path]?.[method.toLowerCase()]?.responses[String(reply.status)];
  expect(response, `${line} answered ${reply.status} ${JSON.stringify(reply.body)}`).toBeDefined();
  const schema = response?.content?.['application/json'].schema;
  if (!schema) return reply.body;
  const pointer = ['', 'paths', path, method.toLowerCase(), 'responses', String(reply.status)].map(escaped).join('/');
  const check = ajv.compile({ $ref: `openapi#${pointer}/content/application~1json/schema` });
  expect(check(reply.body) ? [] : check.errors, `${line}: ${JSON.stringify(reply.body)}`).toEqual([]);
  return reply.body;
}

const escaped = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

function form(): FormData {
  const body = new FormData();
  body.append('model', new Blob([readFileSync(join(SAMPLES, 'mortgage-approval/1/model.onnx'))]), 'model.onnx');
  body.append('preview', new Blob([readFileSync(join(SAMPLES, 'mortgage-approval/preview.json'))]), 'preview.json');
  return body;
}

test('every call of the thin line answers what is described', { timeout: 60_000 }, async () => {
  const model = 'mortgage';
  const version = { model, n: '1' };
  const VERSION = '/models/{model}/versions/{n}';
  await fits('POST /models/{model}/versions', { model }, { body: form() });
  await fits('POST /models/{model}/versions', { model }, { body: form() });
  const headers = { prefer: 'respond-async' };
  const { upload: id } = await fits('POST /models/{model}/versions', { model }, { body: form(), headers });
  await portal.container.catalog.settle();
  await fits('GET /uploads/{id}', { id });
  await fits('GET /models');
  await fits('GET /models/{model}', { model });
  await fits(`GET ${VERSION}`, version);
  await fits(`PATCH ${VERSION}/description`, version, { body: { title: 'Mortgages' } });
  await fits(`GET ${VERSION}/description`, version);
  await fits(`GET ${VERSION}/description/revisions`, { ...version, query: '?limit=1' });
  await fits(`POST ${VERSION}/description/restore`, version, { body: { revision: 1, descriptionRevision: 2 } });
  await fits(`POST ${VERSION}/announce`, version);
  const run = await fits(`POST ${VERSION}/runs`, version, { body: {} });
  await fits('GET /runs/{id}', { id: run.id });
  await fits('POST /runs/{id}/verdicts', { id: run.id }, { body: { value: 'not-sure' } });
  const opened = { body: { kind: 'wrong', severity: 'minor', note: 'n' }, headers: { 'idempotency-key': 'k' } };
  const flag = await fits('POST /runs/{id}/flags', { id: run.id }, opened);
  await fits('POST /runs/{id}/flags', { id: run.id }, opened);
  await fits('GET /flags', { query: '?limit=1' });
  await fits('POST /flags/{id}/replies', { id: flag.id }, { body: { body: 'r' } });
  await fits('PATCH /flags/{id}', { id: flag.id }, { body: { state: 'looks-fixed', version: 1, reason: 'r' } });
  await fits('GET /flags/{id}', { id: flag.id });
  await fits('GET /ledger', { query: '?limit=200' });
  await fits('POST /people', {}, { body: { name: 'Tom', email: 'tom@example.org', roles: ['reviewer'] } });
  const token = await fits('POST /tokens', {}, { body: { name: 'nightly', roles: ['reviewer'], expiresInDays: 1 } });
  await fits('DELETE /tokens/{id}', { id: token.id });
  await fits(`POST ${VERSION}/retire`, version);
  await fits('GET /openapi.json');
});

test('a failure has the shape that is described', async () => {
  const check = ajv.compile({ $ref: 'openapi#/components/schemas/Failure' });
  const replies = [
    await portal.call('GET', '/models/none'),
    await portal.call('GET', '/models?limit=0'),
    await portal.call('GET', '/models', { token: 'wrong' }),
    await portal.call('PUT', '/models'),
  ];
  expect(replies.map(({ status }) => status)).toEqual([404, 422, 401, 405]);
  for (const { body } of replies) expect(check(body) ? [] : check.errors).toEqual([]);
});

import { z } from 'zod';
import type { VersionDetail } from '#app/catalog/contract.ts';
import { parse } from '../api/endpoint.ts';
import { readJsonObject } from '../api/json-body.ts';
import { type PageAction, type PageCall, versionOf } from './page-action.ts';

/** Trying a version: answers while someone types, runs, examples, a pasted row and several of them. */

/** Controls of the form as they would be posted (`in.<key>`, `was.<key>`), or values in the model's own unit. */
const questionBody = z.strictObject({
  form: z.record(z.string(), z.string(), 'must be an object of texts by control').optional(),
  inputs: z.record(z.string(), z.unknown(), 'must be an object of values by field key').optional(),
});
const runBody = z.union(
  [
    z.strictObject({ live: z.string().max(100) }),
    z.strictObject({ example: z.number().int().min(0) }),
    questionBody.extend({ source: z.literal('page').optional() }),
  ],
  'must name a live answer, an example, a form or inputs',
);
const rowBody = z.strictObject({ text: z.string('must be a text') });

async function answer(call: PageCall) {
  const body = parse(questionBody, await readJsonObject(call.req));
  const version = versionOf(call);
  const inputs = inputsOf(call, version, body);
  const { viewer, signal } = call;
  const live = await call.container.preview.answerLive({ viewer, version, inputs, signal });
  return { status: 200, body: live };
}

async function run(call: PageCall) {
  const body = parse(runBody, await readJsonObject(call.req));
  const { viewer, signal, container } = call;
  const { preview } = container;
  if ('live' in body) {
    const { run: kept, created } = preview.keepLive({ viewer, live: body.live });
    return { status: created ? 201 : 200, body: keptJson(call, kept) };
  }
  const version = versionOf(call);
  if ('example' in body) {
    const { run: kept, created } = await preview.runExample({ viewer, version, signal, place: body.example });
    return {
      status: created ? 201 : 200,
      // The form in the example's values goes along, so that the page shows question and answer in one step.
      body: { ...keptJson(call, kept), fields: preview.formFields(version, kept.inputs ?? {}) },
    };
  }
  const inputs = inputsOf(call, version, body);
  const kept = await preview.run({ viewer, version, signal, inputs, source: 'page' });
  return { status: 201, body: keptJson(call, kept) };
}

/** A run as a page needs it: where it is, and what was answered. */
function keptJson(call: PageCall, kept: Awaited<ReturnType<PageCall['container']['preview']['run']>>) {
  const { id, inputs, answer: said, tookMs, source, createdAt } = kept;
  const url = `${call.container.config.portal.url}/r/${id}`;
  return { run: { id, url, inputs, answer: said, tookMs, source, createdAt } };
}

async function row(call: PageCall) {
  const { text } = parse(rowBody, await readJsonObject(call.req));
  const version = versionOf(call);
  const values = call.container.preview.readRow(version, text);
  return {
    status: 200,
    body: { fields: call.container.preview.formFields(version, values), read: Object.keys(values) },
  };
}

async function rows(call: PageCall) {
  const { text } = parse(rowBody, await readJsonObject(call.req));
  const { viewer, signal } = call;
  const answered = await call.container.preview.answerRows({ viewer, version: versionOf(call), text, signal });
  return { status: 200, body: { rows: answered } };
}

function inputsOf(call: PageCall, version: VersionDetail, body: z.infer<typeof questionBody>): Record<string, unknown> {
  if (body.inputs) return body.inputs;
  return call.container.preview.parseForm(version, new URLSearchParams(body.form ?? {}));
}

export const tryingActions: PageAction[] = [
  { method: 'POST', path: '/m/{model}/v/{n}/answer', handle: answer },
  { method: 'POST', path: '/m/{model}/v/{n}/runs', handle: run },
  { method: 'POST', path: '/m/{model}/v/{n}/row', handle: row },
  { method: 'POST', path: '/m/{model}/v/{n}/rows', handle: rows },
];

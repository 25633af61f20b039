import { z } from 'zod';
import { VERDICTS } from '#app/feedback/contract.ts';
import { goneSignal } from '../json-answer.ts';
import { type ApiCall, type ApiEndpoint, param, parse, versionFrom } from './endpoint.ts';
import { readJsonObject } from './json-body.ts';
import { isForm, readRunForm } from './run-form.ts';
import { runJson } from './views.ts';

const runBody = z.strictObject({
  inputs: z.record(z.string(), z.unknown(), 'must be an object of values by field key').default({}),
});
const verdictBody = z.strictObject({ value: z.enum(VERDICTS, `must be one of ${VERDICTS.join(', ')}`) });

async function ask(call: ApiCall) {
  const { container, viewer, res } = call;
  const version = container.catalog.getVersion(viewer, param(call, 'model'), versionFrom(param(call, 'n')));
  const inputs = isForm(call.req)
    ? await readRunForm(call.req, async (key, stream) => {
        const { file } = await container.preview.handOver({ viewer, version, key, stream });
        return { file };
      })
    : parse(runBody, await readJsonObject(call.req)).inputs;
  const run = await container.preview.run({
    viewer,
    version,
    inputs,
    source: 'api',
    signal: goneSignal(res),
  });
  return { status: 201, body: runJson(container, run), headers: { location: `/api/v1/runs/${run.id}` } };
}

function read(call: ApiCall) {
  const run = call.container.preview.getRun(call.viewer, param(call, 'id'));
  return { status: 200, body: runJson(call.container, run) };
}

async function giveVerdict(call: ApiCall) {
  const { value } = parse(verdictBody, await readJsonObject(call.req));
  const runId = param(call, 'id');
  call.container.feedback.giveVerdict(call.viewer, { runId, value });
  return { status: 201, body: { run: runId, value } };
}

export const runEndpoints: ApiEndpoint[] = [
  { method: 'POST', path: '/models/{model}/versions/{n}/runs', action: 'try', handle: ask },
  { method: 'GET', path: '/runs/{id}', action: 'try', handle: read },
  { method: 'POST', path: '/runs/{id}/verdicts', action: 'try', handle: giveVerdict },
];

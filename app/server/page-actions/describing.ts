import { z } from 'zod';
import { parse, versionNumberFrom } from '../api/endpoint.ts';
import { readJsonObject } from '../api/json-body.ts';
import { tryForm } from '../page-views/describing/change-description.ts';
import { type PageAction, type PageCall, param } from './page-action.ts';

/** Editing a description: what a form would come to while someone types, and the file of it. */

const tryBody = z.strictObject({
  form: z.record(z.string(), z.string(), 'must be an object of texts by control'),
});

async function tryIt(call: PageCall) {
  const { form } = parse(tryBody, await readJsonObject(call.req));
  const asked = { viewer: call.viewer, model: param(call, 'model'), number: versionNumberFrom(param(call, 'n')) };
  return { status: 200, body: await tryForm(call.container, { ...asked, form: new URLSearchParams(form) }) };
}

/** The description as a file that can be published again. */
function file(call: PageCall): void {
  const model = param(call, 'model');
  const said = call.container.catalog.previewFile(call.viewer, model, versionNumberFrom(param(call, 'n')));
  call.res
    .attachment('preview.json')
    .type('application/json')
    .send(`${JSON.stringify(said, null, 2)}\n`);
}

export const describingActions: PageAction[] = [
  { method: 'POST', path: '/m/{model}/v/{n}/describe/try', handle: tryIt },
  { method: 'GET', path: '/m/{model}/v/{n}/preview.json', handle: file },
];

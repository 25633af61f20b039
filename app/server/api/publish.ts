import type { PublishFields } from '#app/catalog/index.ts';
import { appError } from '#app/core/errors.ts';
import type { Container } from '../container.ts';
import { streamUpload } from '../upload-events.ts';
import { type ApiAnswer, type ApiCall, type ApiEndpoint, param } from './endpoint.ts';
import { parseJsonObject } from './json-body.ts';
import { readUploadForm, type TextField } from './upload-form.ts';
import { pageUrl, uploadJson } from './views.ts';

const MAX_FIXES = 1_000;

/**
 * Publishes a version: the body streams to disk while it is hashed. Until it is ready nothing is visible; whatever goes
 * wrong before that leaves nothing behind. With `Prefer: respond-async` the answer comes once the files are here.
 */
async function publish(call: ApiCall): Promise<ApiAnswer> {
  const { req, container, viewer } = call;
  const receivedAt = container.clock.now();
  const again = call.query.get('again') === '1';
  const project = call.query.get('project') ?? undefined;
  // The name and the right to publish are checked before the body is read.
  const upload = container.catalog.beginUpload({
    viewer,
    model: param(call, 'model'),
    receivedAt,
    ...(project !== undefined && { project }),
  });
  const fields: UploadFields = {};
  try {
    await readUploadForm(req, {
      onFile: (part, stream, name) => upload.file(part, stream, name),
      onField: (name, value) => readField(fields, name as TextField, value),
    });
    if (prefersAsync(req.get('prefer'))) {
      upload.finishLater({ ...fields, again });
      return acceptedAnswer(container, upload.id);
    }
    const { created, ...body } = await upload.finish({ ...fields, again });
    return { status: created ? 201 : 200, body };
  } catch (thrown) {
    await upload.abandon();
    throw thrown;
  }
}

/** RFC 7240: preferences are separated by commas, each may have parameters. */
function prefersAsync(header: string | undefined): boolean {
  return (header ?? '').split(',').some((preference) => /^\s*respond-async\s*(;|$)/i.test(preference));
}

function acceptedAnswer(container: Container, id: string): ApiAnswer {
  const url = pageUrl(container, `/api/v1/uploads/${id}`);
  return {
    status: 202,
    body: { upload: id, events: `${url}/events` },
    headers: { location: url, 'preference-applied': 'respond-async' },
  };
}

function readUpload(call: ApiCall): ApiAnswer {
  return {
    status: 200,
    body: uploadJson(call.container, call.container.catalog.getUpload(call.viewer, param(call, 'id'))),
  };
}

function readUploadEvents(call: ApiCall): void {
  const { req, res, container, viewer } = call;
  streamUpload({ req, res, container, viewer, id: param(call, 'id') });
}

/** What the form of a publish says beside its files. */
export type UploadFields = Omit<PublishFields, 'again'>;

/** @throws FL_REQUEST_INVALID with the field that is wrong */
export function readField(fields: UploadFields, name: TextField, value: string): void {
  if (name === 'ask') fields.ask = parseAsk(value);
  else if (name === 'fixes') fields.fixes = [...(fields.fixes ?? []), ...parseFixes(value)].slice(0, MAX_FIXES + 1);
  else if (name === 'project') fields.project = value.trim();
  else fields[name] = parseYesNo(name, value);
  if ((fields.fixes?.length ?? 0) > MAX_FIXES) throw badField('fixes', `must hold at most ${MAX_FIXES} flag numbers`);
}

function parseAsk(value: string): unknown {
  try {
    return parseJsonObject(Buffer.from(value));
  } catch (cause) {
    throw badField('ask', 'must be the JSON object of preview.json', cause);
  }
}

/** `[214, 215]`, `214,215` or one number; the field may be repeated. */
function parseFixes(value: string): number[] {
  const inner = value.trim().replace(/^\[(.*)\]$/s, '$1');
  if (inner.trim() === '') return [];
  return inner.split(',').map((part) => {
    const text = part.trim();
    if (!/^[1-9]\d{0,8}$/.test(text)) throw badField('fixes', 'must be flag numbers, like 214,215');
    return Number(text);
  });
}

function parseYesNo(name: string, value: string): boolean {
  const word = value.trim().toLowerCase();
  if (['1', 'true', 'yes', 'on'].includes(word)) return true;
  if (['0', 'false', 'no', 'off', ''].includes(word)) return false;
  throw badField(name, 'must be 1 or 0');
}

function badField(name: string, message: string, cause?: unknown) {
  return appError('FL_REQUEST_INVALID', {
    message: `The field "${name}" ${message}.`,
    fields: { [name]: message },
    ...(cause !== undefined && { cause }),
  });
}

export const publishEndpoints: ApiEndpoint[] = [
  { method: 'POST', path: '/models/{model}/versions', action: 'publish', handle: publish },
  { method: 'GET', path: '/uploads/{id}', action: 'publish', handle: readUpload },
  { method: 'GET', path: '/uploads/{id}/events', action: 'publish', handle: readUploadEvents },
];

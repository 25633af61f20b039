import type { Upload } from '#app/catalog/index.ts';
import { appError } from '#app/core/errors.ts';
import type { Container } from '../container.ts';
import { type ApiAnswer, type ApiCall, type ApiEndpoint, param } from './endpoint.ts';
import { parseJsonObject } from './json-body.ts';
import { readUploadForm, type TextField } from './upload-form.ts';

const MAX_FIXES = 1_000;

interface PublishFields {
  ask?: unknown;
  fixes?: number[];
  hotfix?: boolean;
  announce?: boolean;
  project?: string;
}

/**
 * Publishes a version: the body streams to disk while it is hashed. Until `finish` nothing is visible; whatever goes
 * wrong before that leaves nothing behind.
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
  const fields: PublishFields = {};
  try {
    await readUploadForm(req, {
      onFile: (part, stream) => upload.file(part, stream),
      onField: (name, value) => readField(fields, name, value),
    });
    const result = await upload.finish({ ...fields, again });
    return publishAnswer(container, result);
  } catch (thrown) {
    await upload.abandon();
    throw thrown;
  }
}

function publishAnswer(_container: Container, { created, ...body }: Awaited<ReturnType<Upload['finish']>>): ApiAnswer {
  return { status: created ? 201 : 200, body };
}

function readField(fields: PublishFields, name: TextField, value: string): void {
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
];

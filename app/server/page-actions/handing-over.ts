import type { Request } from 'express';
import { appError } from '#app/core/errors.ts';
import { LARGEST_PICTURE_BYTES } from '#app/preview/contract.ts';
import type { ShownPicture } from '#app/preview/index.ts';
import { type PageAction, type PageCall, param, versionOf } from './page-action.ts';

/** Pictures that go along with a question: handed over beforehand, shown again on the page and on the page of a run. */

/** Uploads of one person at the same time: a page sends one after the other. */
const AT_ONCE = 3;

const underWay = new Map<string, number>();

async function handOver(call: PageCall) {
  const { req, viewer, container, query } = call;
  const version = versionOf(call);
  if (Number(req.get('content-length') ?? 0) > LARGEST_PICTURE_BYTES) throw tooLarge();
  const { id } = viewer.actor;
  const count = underWay.get(id) ?? 0;
  if (count >= AT_ONCE) {
    throw appError('FL_SERVING_BUSY', { message: 'Wait until the pictures you sent before are read.', retryAfterS: 2 });
  }
  underWay.set(id, count + 1);
  try {
    const key = query.get('field') ?? '';
    const body = await container.preview.handOver({ viewer, version, key, stream: bodyOf(req) });
    return { status: 201, body };
  } finally {
    const left = (underWay.get(id) ?? 1) - 1;
    if (left > 0) underWay.set(id, left);
    else underWay.delete(id);
  }
}

/** Long enough for the largest file on a slow line; a sender that falls silent holds nothing for ever. */
const TIME_MS = 5 * 60_000;

/** The body piece by piece. Leaving it early does not destroy the socket: the refusal is still to be sent. */
async function* bodyOf(req: Request): AsyncGenerator<Buffer> {
  const timer = setTimeout(() => req.destroy(), TIME_MS).unref();
  try {
    for await (const chunk of req.iterator({ destroyOnReturn: false })) yield chunk as Buffer;
  } catch (cause) {
    throw appError('FL_UPLOAD_CUT', { cause });
  } finally {
    clearTimeout(timer);
  }
}

function tooLarge() {
  return appError('FL_REQUEST_TOO_LARGE', { message: 'The file is larger than 20 MB. Make it smaller.' });
}

async function show(call: PageCall): Promise<void> {
  send(call, await call.container.preview.picture(versionOf(call), fileOf(call)));
}

async function showOfRun(call: PageCall): Promise<void> {
  send(call, await call.container.preview.pictureOfRun(call.viewer, param(call, 'run'), fileOf(call)));
}

/** It was decoded and encoded again, and a browser takes it for a picture or not at all. */
function send({ res }: PageCall, { mediaType, bytes }: ShownPicture): void {
  res.set({ 'content-type': mediaType, 'content-security-policy': "default-src 'none'; sandbox" });
  res.set({ 'cache-control': 'private, max-age=86400, immutable', 'x-content-type-options': 'nosniff' });
  res.end(bytes);
}

function fileOf(call: PageCall): string {
  const file = param(call, 'file');
  if (!/^[0-9a-f]{64}$/.test(file)) throw appError('FL_FILE_NOT_FOUND');
  return file;
}

export const handingOverActions: PageAction[] = [
  { method: 'POST', path: '/m/{model}/v/{n}/files', handle: handOver },
  { method: 'GET', path: '/m/{model}/v/{n}/files/{file}', handle: show },
  { method: 'GET', path: '/r/{run}/files/{file}', handle: showOfRun },
];

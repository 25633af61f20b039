import type { Request } from 'express';
import type { Upload } from '#app/catalog/index.ts';
import { appError, asAppError } from '#app/core/errors.ts';
import { readField, type UploadFields } from '../api/publish.ts';
import { readUploadForm, type TextField } from '../api/upload-form.ts';
import { streamUpload } from '../upload-events.ts';
import { type PageAction, type PageCall, param } from './page-action.ts';

/**
 * Publishing from the page. The name, the project and whether to keep it private come in the address, where they are
 * known before the files, or, without a script, in fields of the form before them.
 */

interface Given extends UploadFields {
  name?: string;
  isPrivate?: boolean;
}

async function publish(call: PageCall): Promise<Answered> {
  const { req } = call;
  if (isScript(req)) {
    const id = await receive(call);
    return { status: 202, body: { upload: id, page: `/publish/${id}`, events: `/publish/${id}/events` } };
  }
  try {
    return leadTo(call, `/publish/${await receive(call)}`);
  } catch (thrown) {
    const { code, status } = asAppError(thrown);
    if (status >= 500 && code !== 'FL_STORAGE_FULL') throw thrown;
    const model = call.query.get('model');
    const query = new URLSearchParams({ ...(model !== null && { model }), refused: code });
    return leadTo(call, `/publish?${query}`);
  }
}

type Answered = { status: number; body: unknown } | undefined;

/** Reads the form; answers the id of the upload, which goes on in the background. */
async function receive(call: PageCall): Promise<string> {
  const { req, container, query } = call;
  const receivedAt = container.clock.now();
  const given: Given = { isPrivate: query.get('private') === '1' };
  let upload: Upload | null = null;
  const begun = (): Upload => {
    upload ??= begin(call, given, receivedAt);
    return upload;
  };
  try {
    await readUploadForm(req, {
      isPage: true,
      onFile: (part, stream, name) => begun().file(part, stream, name),
      onField: (name, value) => {
        if (name === 'name') given.name = value.trim();
        else if (name === 'private') given.isPrivate = value !== '0' && value !== '';
        else readField(given, name as TextField, value);
      },
    });
    const { name: _name, isPrivate, ...fields } = given;
    const here = begun();
    here.finishLater({ ...fields, announce: isPrivate ? false : 'first' });
    return here.id;
  } catch (thrown) {
    await (upload as Upload | null)?.abandon();
    throw thrown;
  }
}

function begin({ container, viewer, query }: PageCall, given: Given, receivedAt: number): Upload {
  const model = query.get('model') ?? given.name ?? '';
  if (model === '') throw appError('FL_MODEL_BAD_NAME', { message: 'Give the model a name.' });
  const project = query.get('project') ?? given.project;
  return container.catalog.beginUpload({ viewer, model, receivedAt, ...(project && { project }) });
}

/** Scripts ask for JSON; a form that was sent without one wants a page. */
function isScript(req: Request): boolean {
  return req.accepts(['html', 'json']) === 'json';
}

function leadTo({ req, res }: PageCall, address: string): undefined {
  // What is left of a body that was refused is read and thrown away, else the browser never gets to the answer.
  req.unpipe();
  req.resume();
  res.redirect(303, address);
  return undefined;
}

function events(call: PageCall): void {
  const { req, res, container, viewer } = call;
  streamUpload({ req, res, container, viewer, id: param(call, 'upload') });
}

const PICTURE_TYPES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
};

/** Whatever the bytes are, a browser takes them for a picture or not at all. */
function picture(call: PageCall): Promise<void> {
  const { res, container, viewer } = call;
  const name = param(call, 'picture');
  const number = /^[1-9]\d{0,8}$/.test(param(call, 'n')) ? Number(param(call, 'n')) : 0;
  const type = PICTURE_TYPES[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ''];
  if (!type) throw appError('FL_EXAMPLE_NOT_FOUND');
  const path = container.catalog.examplePicture(viewer, param(call, 'model'), { number, path: `examples/${name}` });
  res.set({ 'content-type': type, 'content-security-policy': "default-src 'none'; sandbox" });
  res.set('cache-control', 'private, max-age=3600');
  return new Promise((resolve, reject) => {
    res.sendFile(path, { cacheControl: false, dotfiles: 'allow' }, (error?: Error) => {
      if (error && !res.headersSent) reject(error);
      else resolve();
    });
  });
}

export const publishingActions: PageAction[] = [
  { method: 'POST', path: '/publish', handle: publish },
  { method: 'GET', path: '/publish/{upload}/events', handle: events },
  { method: 'GET', path: '/m/{model}/v/{n}/examples/{picture}', handle: picture },
];

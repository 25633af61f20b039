import type { Readable } from 'node:stream';
import busboy from 'busboy';
import type { Request } from 'express';
import { appError, isAppError } from '#app/core/errors.ts';
import { LARGEST_PICTURE_BYTES } from '#app/preview/contract.ts';
import { parseJsonObject } from './json-body.ts';

const MB = 1024 ** 2;
const MOST_FILES = 8;
const MOST_BYTES = 64 * MB;
const LIMITS = {
  fieldNameSize: 500,
  fieldSize: 4 * MB,
  fields: 1,
  files: MOST_FILES,
  fileSize: LARGEST_PICTURE_BYTES + 1,
};
/** Long enough for the largest body on a slow line. */
const TIME_MS = 5 * 60_000;

/** Takes the file for a field; answers its value. */
type TakeFile = (key: string, stream: Readable) => Promise<unknown>;

export function isForm(req: Request): boolean {
  return /^multipart\/form-data\b/i.test(req.get('content-type') ?? '');
}

/**
 * A question as a form: a field `inputs` with the JSON object of the values, and a file for each picture, named by the
 * key of its field. What a file is refused for is thrown once the body has come to its end.
 * @throws FL_REQUEST_TOO_LARGE, FL_UPLOAD_NOT_MULTIPART, FL_UPLOAD_CUT, FL_REQUEST_*, what `take` throws
 */
export async function readRunForm(req: Request, take: TakeFile): Promise<Record<string, unknown>> {
  const sizeBytes = Number(req.get('content-length') ?? Number.NaN);
  if (!(sizeBytes <= MOST_BYTES)) {
    throw appError('FL_REQUEST_TOO_LARGE', { message: `Say the size of the body, ${MOST_BYTES / MB} MB at most.` });
  }
  const taken: Promise<[string, unknown]>[] = [];
  let text = '{}';
  const parser = open(req);
  parser.on('file', (key, stream) => {
    const file = take(key, stream).then((value): [string, unknown] => [key, value]);
    // What is refused is read to its end all the same: the form goes on behind it.
    file.catch(() => stream.resume());
    taken.push(file);
  });
  parser.on('field', (name, value) => {
    if (name === 'inputs') text = value;
  });
  await pass(req, parser);
  const files = await Promise.all(taken);
  return { ...parseJsonObject(Buffer.from(text)), ...Object.fromEntries(files) };
}

function open(req: Request) {
  try {
    return busboy({ headers: req.headers, limits: LIMITS, defParamCharset: 'utf8' });
  } catch (cause) {
    throw appError('FL_UPLOAD_NOT_MULTIPART', { message: 'The form cannot be read.', cause });
  }
}

function pass(req: Request, parser: ReturnType<typeof open>): Promise<void> {
  return new Promise((resolve, reject) => {
    const cut = (cause: unknown): void => {
      parser.destroy();
      reject(isAppError(cause) ? cause : appError('FL_UPLOAD_CUT', { cause }));
    };
    const timer = setTimeout(() => cut(new Error('the form took too long')), TIME_MS).unref();
    req.once('close', () => !req.complete && cut(new Error('the sender has gone')));
    parser.on('filesLimit', () =>
      cut(appError('FL_REQUEST_INVALID', { message: `Send ${MOST_FILES} files at most.` })),
    );
    parser.on('error', cut);
    parser.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
    req.pipe(parser);
  });
}

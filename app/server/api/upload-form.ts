import { pipeline, Readable, Transform } from 'node:stream';
import busboy, { type Busboy } from 'busboy';
import type { Request } from 'express';
import { type AppError, appError, isAppError } from '#app/core/errors.ts';

const MB = 1024 ** 2;

/** File parts of a publish, with the most bytes each may have. One ONNX file ends at 2 GB. */
const FILE_PARTS = {
  model: 4096 * MB,
  bundle: 4096 * MB,
  files: 4096 * MB,
  preview: 16 * MB,
  labels: 16 * MB,
  card: 16 * MB,
  reference: 512 * MB,
} as const;
export type FilePart = keyof typeof FILE_PARTS;

const TEXT_FIELDS = ['ask', 'fixes', 'hotfix', 'announce', 'project'] as const;
export type TextField = (typeof TEXT_FIELDS)[number];
/** Fields that only the form of the page has: there the name and the project are not part of the address. */
const PAGE_FIELDS = ['name', 'private'] as const;
export type PageField = (typeof PAGE_FIELDS)[number];

const LIMITS = {
  fieldNameSize: 100,
  fieldSize: 4 * MB,
  fields: 1_100,
  // A version's folder holds 1,000 at most.
  files: 1_016,
  // busboy reports a file that reaches the limit as one beyond it.
  fileSize: FILE_PARTS.model + 1,
  headerPairs: 50,
};

/** How long a sender may be silent before the upload counts as cut. */
const SILENCE_MS = 120_000;

export interface UploadForm {
  /** Takes one file as it streams in, with what it is called, folders included, where the sender told. */
  onFile: (part: FilePart, stream: Readable, name: string | undefined) => Promise<void>;
  /** Takes one text field; may throw to refuse the upload. */
  onField: (name: TextField | PageField, value: string) => void;
  /** It comes from the page, whose form has fields of its own. */
  isPage?: boolean;
}

/**
 * Reads a multipart publish part by part, in any order; nothing but text fields is held in memory. At the first thing
 * that is wrong it stops, waits until every taker of a file has let go, and rejects; the rest of the body is still on
 * its way then, and whoever answers lets it drain.
 * @throws FL_UPLOAD_NOT_MULTIPART, FL_UPLOAD_CUT, FL_UPLOAD_TOO_LARGE, FL_REQUEST_INVALID, and
 *   whatever `onFile` and `onField` throw
 */
export async function readUploadForm(req: Request, form: UploadForm): Promise<void> {
  const parser = createParser(req);
  const work: Promise<void>[] = [];
  const failure = new AbortController();
  const failed = new Promise<never>((_resolve, reject) => {
    failure.signal.addEventListener('abort', () => reject(failure.signal.reason), { once: true });
  });
  const fail = (thrown: unknown): void => failure.abort(asUploadError(thrown));
  const take = (step: () => Promise<void> | undefined): void => {
    try {
      const taken = step();
      if (!taken) return;
      taken.catch(fail);
      work.push(taken);
    } catch (thrown) {
      fail(thrown);
    }
  };
  const closed = listen(parser, { take, fail, form });
  const stopWatching = watchConnection(req, fail);
  req.pipe(parser);
  try {
    await Promise.race([failed, closed.then(() => Promise.all(work))]);
  } catch (thrown) {
    req.unpipe(parser);
    parser.destroy(thrown as Error);
    await Promise.allSettled(work);
    throw thrown;
  } finally {
    stopWatching();
  }
}

function createParser(req: Request): Busboy {
  if (!/^multipart\/form-data\b/i.test(req.get('content-type') ?? '')) throw appError('FL_UPLOAD_NOT_MULTIPART');
  try {
    return busboy({ headers: req.headers, limits: LIMITS, defParamCharset: 'utf8', preservePath: true });
  } catch (error) {
    throw appError('FL_UPLOAD_NOT_MULTIPART', { cause: error });
  }
}

interface Takers {
  take: (step: () => Promise<void> | undefined) => void;
  fail: (thrown: unknown) => void;
  form: UploadForm;
}

/** Hands parts on as they come; settles once the whole form was read. */
function listen(parser: Busboy, { take, fail, form }: Takers): Promise<void> {
  const seen = new Set<string>();
  parser.on('file', (name: string | undefined, stream, info) => {
    stream.on('error', fail);
    stream.on('limit', () => fail(tooLarge((name ?? 'model') as FilePart)));
    take(() => {
      if (name === 'ask') return collect(stream).then((text) => form.onField('ask', text));
      const part = filePart(name, seen);
      // A browser sends an empty part without a file name for a file input that was left empty.
      if (!info.filename && part !== 'model') {
        stream.resume();
        return undefined;
      }
      const isLarge = FILE_PARTS[part] >= FILE_PARTS.model;
      return form.onFile(part, isLarge ? stream : limited(part, stream), info.filename || undefined);
    });
  });
  parser.on('field', (name: string | undefined, value, info) =>
    take(() => {
      if (info.valueTruncated) throw appError('FL_REQUEST_TOO_LARGE', { message: `The field "${name}" is too large.` });
      // `labels=…` without a file name arrives as a text; it means the same.
      if (name !== undefined && isTextOfFile(name)) {
        return form.onFile(filePart(name, seen), Readable.from([Buffer.from(value)]), undefined);
      }
      form.onField(textField(name, form.isPage ?? false), value);
      return undefined;
    }),
  );
  const tooMany = () => fail(appError('FL_REQUEST_INVALID', { message: 'The form has too many parts.' }));
  parser.on('filesLimit', tooMany);
  parser.on('fieldsLimit', tooMany);
  parser.on('error', fail);
  return new Promise((resolve) => parser.on('close', resolve));
}

/** Fails the upload when the sender goes away or falls silent. */
function watchConnection(req: Request, fail: (thrown: unknown) => void): () => void {
  const onGone = (): void => {
    if (!req.complete) fail(appError('FL_UPLOAD_CUT'));
  };
  const onSilence = (): void => fail(appError('FL_UPLOAD_CUT'));
  req.on('error', onGone);
  req.on('close', onGone);
  req.socket.setTimeout(SILENCE_MS);
  req.on('timeout', onSilence);
  return () => {
    req.off('close', onGone);
    req.off('timeout', onSilence);
    req.socket.setTimeout(0);
  };
}

/** Of the files that are texts, those that may come as a plain field. */
function isTextOfFile(name: string): boolean {
  return Object.hasOwn(FILE_PARTS, name) && !['model', 'bundle', 'files'].includes(name);
}

function filePart(name: string | undefined, seen: Set<string>): FilePart {
  if (name === undefined || !Object.hasOwn(FILE_PARTS, name)) throw unknownPart(name);
  if (seen.has(name) && name !== 'files') {
    throw appError('FL_REQUEST_INVALID', {
      message: `There are two parts named "${name}". Send one.`,
      fields: { [name]: 'was sent twice' },
    });
  }
  seen.add(name);
  return name as FilePart;
}

function textField(name: string | undefined, isPage: boolean): TextField | PageField {
  if (name === 'model' || name === 'bundle' || name === 'files') {
    throw appError('FL_UPLOAD_NO_MODEL', {
      message: `The part "${name}" holds text, not a file. With curl write -F ${name}=@path/to/the/file.`,
    });
  }
  const known = [...TEXT_FIELDS, ...(isPage ? PAGE_FIELDS : [])].find((field) => field === name);
  if (!known) throw unknownPart(name);
  return known;
}

function unknownPart(name: string | undefined): AppError {
  const shown = name === undefined ? 'without a name' : `"${name.slice(0, 60)}"`;
  const parts = [...Object.keys(FILE_PARTS), ...TEXT_FIELDS].join(', ');
  return appError('FL_REQUEST_INVALID', {
    message: `There is a part ${shown} that a publish does not take. The parts are: ${parts}.`,
  });
}

function tooLarge(part: FilePart): AppError {
  return appError('FL_UPLOAD_TOO_LARGE', {
    message: `The part "${part}" is larger than ${FILE_PARTS[part] / MB} MB, the most this installation takes.`,
  });
}

/** The stream, failing once it has given more than the part may hold. */
function limited(part: FilePart, stream: Readable): Readable {
  let size = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > FILE_PARTS[part]) done(tooLarge(part));
      else done(null, chunk);
    },
  });
  // Whoever reads `counted` meets the failure there.
  return pipeline(stream, counted, () => undefined);
}

async function collect(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > LIMITS.fieldSize) throw appError('FL_REQUEST_TOO_LARGE', { message: 'The field "ask" is too large.' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** The form parser's own failures are all about a body that ended early or is not well formed. */
function asUploadError(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || isAppError(thrown) || 'code' in thrown) return thrown;
  if (/Unexpected end of (form|file)/.test(thrown.message)) return appError('FL_UPLOAD_CUT', { cause: thrown });
  if (/Malformed part header/.test(thrown.message)) return appError('FL_UPLOAD_NOT_MULTIPART', { cause: thrown });
  return thrown;
}

import { z } from 'zod';
import {
  type CheckRequest,
  type CheckResult,
  checkResult,
  type PictureRequest,
  PREPARED_HEADER_LENGTH,
  type PreparedPicture,
  preparedHead,
  type TextRequest,
  type TextResult,
  textResult,
  type UnpackRequest,
  type UnpackResult,
  unpackResult,
} from './control.ts';

/** A refusal or failure of `/admin/v1`: a code of the error catalogue and a sentence that may be shown as it is. */
export interface ControlError extends Error {
  readonly code: string;
  readonly status: number;
}

/** The portal's side of `/admin/v1` (see control.ts). */
export interface ControlClient {
  /**
   * Has a candidate examined; takes as long as loading and running it takes.
   * @throws ControlError: FL_CHECK_… when the file is refused, FL_SERVING_UNAVAILABLE when nobody answers
   */
  check(request: CheckRequest, options?: { signal?: AbortSignal }): Promise<CheckResult>;
  /**
   * Has an archive unpacked into the files of one version's folder; takes as long as unpacking takes.
   * @throws ControlError: FL_ARCHIVE_… when the archive is refused, FL_STORAGE_FULL when the disk is full,
   *   FL_SERVING_UNAVAILABLE when nobody answers
   */
  unpack(archive: Omit<UnpackRequest, 'task'>, options?: { signal?: AbortSignal }): Promise<UnpackResult>;
  /**
   * Has a picture made into a tensor, or into a picture to show.
   * @throws ControlError: FL_PICTURE_… when it is refused, FL_SERVING_… when nobody answers or too many ask
   */
  picture(request: Omit<PictureRequest, 'task'>, options?: { signal?: AbortSignal }): Promise<PreparedPicture>;
  /**
   * Has texts cut into tokens.
   * @throws ControlError: FL_TOKENIZER_… when that cannot be done, FL_SERVING_… when nobody answers or too many ask
   */
  tokenize(request: Omit<TextRequest, 'task'>, options?: { signal?: AbortSignal }): Promise<TextResult>;
  /** Asks serving to finish what is under way and take nothing new. */
  drain(options?: { signal?: AbortSignal }): Promise<void>;
}

/** Serving limits all work itself; `fetch` gives up by itself after five minutes without an answer. */
const TIMEOUT_MS = 290_000;

const failure = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export function createControlClient({ url, token }: { url: string; token: string }): ControlClient {
  const base = url.replace(/\/+$/, '');
  async function send(path: string, body: unknown, signal: AbortSignal | undefined): Promise<Reply> {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const response = await fetch(`${base}/admin/v1/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      if (response.ok) return { bytes, headers: response.headers };
      throw failureOf(response.status, bytes.toString());
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (error instanceof Error && error.name === 'ControlError') throw error;
      throw unavailable(error);
    }
  }
  const post = async (path: string, body: unknown, signal: AbortSignal | undefined): Promise<string> =>
    (await send(path, body, signal)).bytes.toString();
  return {
    async check(request, { signal } = {}) {
      return read(checkResult, await post('check', request, signal));
    },
    async unpack({ sha256, name }, { signal } = {}) {
      return read(unpackResult, await post('prepare', { task: 'unpack', sha256, name }, signal));
    },
    async picture(request, { signal } = {}) {
      return readPicture(await send('prepare', { task: 'picture', ...request }, signal));
    },
    async tokenize(request, { signal } = {}) {
      return read(textResult, await post('prepare', { task: 'text', ...request }, signal));
    },
    async drain({ signal } = {}) {
      await post('drain', {}, signal);
    },
  };
}

interface Reply {
  bytes: Buffer;
  headers: Headers;
}

/** The head as JSON, then the bytes of the tensor, then those of the PNG. */
function readPicture({ bytes, headers }: Reply): PreparedPicture {
  const headBytes = Number(headers.get(PREPARED_HEADER_LENGTH));
  const { tensor, imageBytes, ...rest } = read(preparedHead, bytes.toString('utf8', 0, headBytes));
  const imageAt = headBytes + (tensor?.sizeBytes ?? 0);
  if (bytes.byteLength !== imageAt + imageBytes) throw unavailable(new Error('a prepared picture of another size'));
  return {
    ...rest,
    tensor: tensor && { shape: tensor.shape, bytes: bytes.subarray(headBytes, imageAt) },
    image: bytes.subarray(imageAt),
  };
}

function read<T extends z.ZodType>(schema: T, text: string): z.infer<T> {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw unavailable(parsed.error);
}

function failureOf(status: number, text: string): ControlError {
  const parsed = failure.safeParse(parseJson(text));
  if (!parsed.success) return unavailable(new Error(`status ${status} without a code`));
  return controlError(status, parsed.data.error.code, parsed.data.error.message);
}

function unavailable(cause: unknown): ControlError {
  const error = controlError(
    503,
    'FL_SERVING_UNAVAILABLE',
    'Uploads cannot be checked now. Try again in a few seconds.',
  );
  return Object.assign(error, { cause });
}

function controlError(status: number, code: string, message: string): ControlError {
  const error = new Error(message);
  error.name = 'ControlError';
  return Object.assign(error, { code, status });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { z } from 'zod';
import {
  type CheckRequest,
  type CheckResult,
  checkResult,
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
  /** Asks serving to finish what is under way and take nothing new. */
  drain(options?: { signal?: AbortSignal }): Promise<void>;
}

/** Serving limits all work itself; `fetch` gives up by itself after five minutes without an answer. */
const TIMEOUT_MS = 290_000;

const failure = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export function createControlClient({ url, token }: { url: string; token: string }): ControlClient {
  const base = url.replace(/\/+$/, '');
  async function post(path: string, body: unknown, signal: AbortSignal | undefined): Promise<string> {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const response = await fetch(`${base}/admin/v1/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      const text = await response.text();
      if (response.ok) return text;
      throw failureOf(response.status, text);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (error instanceof Error && error.name === 'ControlError') throw error;
      throw unavailable(error);
    }
  }
  return {
    async check(request, { signal } = {}) {
      return read(checkResult, await post('check', request, signal));
    },
    async unpack({ sha256, name }, { signal } = {}) {
      return read(unpackResult, await post('prepare', { task: 'unpack', sha256, name }, signal));
    },
    async drain({ signal } = {}) {
      await post('drain', {}, signal);
    },
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

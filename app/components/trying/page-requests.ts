/** What came of asking the server: its answer, or why there is none in words one can show. */
export type Asked<T> = { ok: true; value: T } | { ok: false; failure: RequestFailure };

export interface RequestFailure {
  /** A code of the catalogue, 'offline' where the server was not reached, 'odd' where it made no sense. */
  code: string;
  message: string;
  fields: Record<string, string>;
  /** When asking again makes sense, ms, where the server said it. */
  retryAfterMs?: number | undefined;
}

const OFFLINE: RequestFailure = {
  code: 'offline',
  message: 'No connection to the server. What you typed is kept.',
  fields: {},
};
const ODD: RequestFailure = { code: 'odd', message: 'The server gave no proper answer. Try again.', fields: {} };

/** No question of a page is worth waiting for longer; a model that takes its time to wake up is asked again. */
const TIMEOUT_MS = 30_000;

interface SentWith {
  signal?: AbortSignal | undefined;
  /** Within which the whole answer must be here; then it counts as offline. */
  timeoutMs?: number;
  /** Makes sending it twice one thing. */
  idempotencyKey?: string | undefined;
  /** Refused when someone else is signed in by now: what one person wrote is never sent as another. */
  personId?: string | undefined;
}

/**
 * Posts JSON to one of our own addresses. Null: it was cancelled. Nothing is thrown: every failure is one to show.
 */
export function postJson<T>(path: string, { body, ...sent }: SentWith & { body: unknown }): Promise<Asked<T> | null> {
  return post(path, { body: JSON.stringify(body), mediaType: 'application/json' }, sent);
}

/** Posts the bytes of a file in the same way. */
export function postFile<T>(path: string, { file, ...sent }: SentWith & { file: Blob }): Promise<Asked<T> | null> {
  return post(path, { body: file, mediaType: file.type || 'application/octet-stream' }, sent);
}

async function post<T>(
  path: string,
  { body, mediaType }: { body: string | Blob; mediaType: string },
  { signal, timeoutMs = TIMEOUT_MS, idempotencyKey, personId }: SentWith,
): Promise<Asked<T> | null> {
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        'content-type': mediaType,
        accept: 'application/json',
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        ...(personId !== undefined && { 'firstlook-person': personId }),
      },
      body,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
  } catch {
    return signal?.aborted ? null : { ok: false, failure: OFFLINE };
  }
  try {
    const answered: unknown = await response.json();
    if (response.ok) return { ok: true, value: answered as T };
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    const failure = failureIn(answered);
    return { ok: false, failure: seconds >= 0 ? { ...failure, retryAfterMs: seconds * 1_000 } : failure };
  } catch {
    if (signal?.aborted) return null;
    // A proxy in front that has lost the portal answers with a page of its own.
    return { ok: false, failure: response.status >= 500 || timeout.aborted ? OFFLINE : ODD };
  }
}

function failureIn(answered: unknown): RequestFailure {
  const error = typeof answered === 'object' && answered !== null && 'error' in answered ? answered.error : null;
  if (typeof error !== 'object' || error === null) return ODD;
  const { code, message, fields } = error as Partial<RequestFailure>;
  if (typeof code !== 'string' || typeof message !== 'string') return ODD;
  return { code, message, fields: fields ?? {} };
}

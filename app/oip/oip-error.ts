/** A failure in the protocol's terms: an HTTP status and one sentence for the `{"error": "<text>"}` body. */
export interface OipError extends Error {
  readonly name: 'OipError';
  readonly status: number;
  /** Seconds after which trying again makes sense, when the server said so. */
  readonly retryAfterS?: number;
}

/** Makes a failure to throw. It is no class: recognise it by its name, which survives two copies of a module. */
export function oipError(
  status: number,
  message: string,
  options: { cause?: unknown; retryAfterS?: number } = {},
): OipError {
  const { cause, retryAfterS } = options;
  const error = new Error(message, cause === undefined ? undefined : { cause });
  error.name = 'OipError';
  return Object.assign(error, { status, ...(retryAfterS !== undefined && { retryAfterS }) }) as OipError;
}

/** Whether something thrown is a failure in the protocol's terms. */
export function isOipError(thrown: unknown): thrown is OipError {
  return (
    thrown instanceof Error && thrown.name === 'OipError' && 'status' in thrown && typeof thrown.status === 'number'
  );
}

/** A name from a request or a file as a sentence may show it: quoted, and cut so that the sentence stays one. */
export function quoteName(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
}

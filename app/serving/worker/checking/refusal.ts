/** A candidate that cannot be served: a code of the catalogue (FL_CHECK_…) and one plain sentence. */
export interface Refusal extends Error {
  code: string;
}

export function refusal(code: string, message: string): Refusal {
  return Object.assign(new Error(message), { code });
}

/** Whether something thrown, here or by `app/onnx`, is a refusal and not a fault of ours. */
export function isRefusal(thrown: unknown): thrown is Refusal {
  return (
    thrown instanceof Error &&
    'code' in thrown &&
    typeof thrown.code === 'string' &&
    thrown.code.startsWith('FL_CHECK_')
  );
}

/** Whether an engine's words speak of memory. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && /allocat|bad_alloc|out of memory/i.test(error.message);
}

export function outOfMemory(): Refusal {
  return refusal(
    'FL_CHECK_CRASHED',
    'The model asked for more memory than a model may use here. Make it smaller, or check the sizes in its graph.',
  );
}

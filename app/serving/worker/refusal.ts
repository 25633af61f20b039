import { ERRORS, type ErrorCode } from '#app/core/error-catalogue.ts';

/** An upload that is refused: a code of the catalogue and one plain sentence. */
export interface Refusal extends Error {
  code: string;
}

export function refusal(code: string, message: string): Refusal {
  return Object.assign(new Error(message), { code });
}

/** A refusal in the words of the catalogue. */
export function refusalOf(code: ErrorCode): Refusal {
  return refusal(code, ERRORS[code].message);
}

/** Whether something thrown, here or by `app/onnx`, is a refusal and not a fault of ours. */
export function isRefusal(thrown: unknown): thrown is Refusal {
  return (
    thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' && thrown.code.startsWith('FL_')
  );
}

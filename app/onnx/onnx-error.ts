/** Codes this reader refuses a file with; the portal's catalogue of errors has each of them. */
export type OnnxErrorCode =
  | 'FL_CHECK_NOT_ONNX'
  | 'FL_CHECK_TRUNCATED'
  | 'FL_CHECK_UNKNOWN_OPERATOR'
  | 'FL_CHECK_OPSET_TOO_NEW'
  | 'FL_CHECK_EXTERNAL_DATA'
  | 'FL_CHECK_UNSUPPORTED_TYPE'
  | 'FL_CHECK_CANNOT_LOAD';

/** A refusal: a code and one plain sentence or two that say what to do. */
export interface OnnxError extends Error {
  readonly code: OnnxErrorCode;
}

export function onnxError(code: OnnxErrorCode, message: string): OnnxError {
  return Object.assign(new Error(message), { code });
}

/** A name from the file as a sentence may show it: quoted, and cut so that the sentence stays one. */
export function quoteName(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
}

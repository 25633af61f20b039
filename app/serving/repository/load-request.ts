import { oipError, quoteName } from '#app/oip/oip-error.ts';

/** A file that came with a load. */
export interface SentFile {
  version: number;
  bytes: Uint8Array;
}

/** Names the protocol and Triton's configuration use for what runs here. */
const PLATFORMS = ['onnx_onnxv1', 'onnxruntime_onnx', ''];
const BACKENDS = ['onnxruntime', ''];
const FILE = /^file:([1-9]\d{0,8})\/model\.onnx$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * The files in the parameters of a load. A configuration is looked at and not kept: what the graph says is what is
 * served.
 * @throws OipError (400) with one sentence
 */
export function filesOfLoad(model: string, parameters: unknown): SentFile[] {
  if (parameters === undefined || parameters === null) return [];
  if (typeof parameters !== 'object' || Array.isArray(parameters)) {
    throw oipError(400, 'The "parameters" of a load must be an object.');
  }
  const given = parameters as Record<string, unknown>;
  const files = Object.keys(given).filter((name) => name.startsWith('file:'));
  if (given.config !== undefined && given.config !== null) checkConfig(model, given.config);
  else if (files.length > 0) throw oipError(400, 'Files can be sent with a "config" only; {} is one.');
  return files.map((name) => {
    const version = FILE.exec(name)?.[1];
    if (version === undefined) {
      throw oipError(400, `${quoteName(name)} cannot be sent: a file is named "file:<version>/model.onnx".`);
    }
    const bytes = bytesOf(name, given[name]);
    if (bytes.byteLength === 0) throw oipError(400, `The file ${quoteName(name)} is empty.`);
    return { version: Number(version), bytes };
  });
}

function bytesOf(name: string, content: unknown): Uint8Array {
  if (content instanceof Uint8Array) return content;
  if (typeof content !== 'string' || content.length % 4 !== 0 || !BASE64.test(content)) {
    throw oipError(400, `The file ${quoteName(name)} is not base64.`);
  }
  return Buffer.from(content, 'base64');
}

function checkConfig(model: string, text: unknown): void {
  const config = parseConfig(text);
  const { name, platform, backend } = config;
  if (name !== undefined && name !== '' && name !== model) {
    throw oipError(400, `The "config" is for ${quoteName(String(name))}, and the load for ${quoteName(model)}.`);
  }
  if (!isOneOf(PLATFORMS, platform) || !isOneOf(BACKENDS, backend)) {
    throw oipError(400, 'The "config" is for another kind of model. Only ONNX models run here.');
  }
}

function parseConfig(text: unknown): Record<string, unknown> {
  let value: unknown;
  try {
    value = typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    // Falls through to the one refusal.
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw oipError(400, 'The "config" must be the JSON of an object, as a text.');
}

function isOneOf(known: readonly string[], value: unknown): boolean {
  return value === undefined || known.includes(value as string);
}

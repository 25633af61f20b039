import { decodeInferAnswer, type EncodedBody, encodeBinaryQuestion, HEADER_LENGTH } from './binary-codec.ts';
import { encodeInferRequest, type InferQuestion } from './json-codec.ts';
import { isOipError, type OipError, oipError } from './oip-error.ts';
import type { ModelMetadata, Tensor } from './tensor.ts';

export interface OipClientOptions {
  /** Address of the server, without `/v2`. */
  url: string;
  /** Sent as a bearer token. */
  token?: string;
}

export interface CallOptions {
  /** Ends the call; what it was aborted with is thrown as it is. */
  signal?: AbortSignal;
  timeoutMs?: number;
}

export interface Question {
  model: string;
  version?: string | number;
  inputs: readonly Tensor[];
  /** Names of the outputs wanted; none: all. */
  outputs?: readonly string[];
  id?: string;
}

/** One line of the repository's index. */
export interface RepositoryEntry {
  name: string;
  version?: string;
  state?: string;
  reason?: string;
}

/** An Open Inference Protocol V2 server as its clients see it. Every call throws OipError; unreachable is 503. */
export interface OipClient {
  /** Asks a model; `ms` is the time from sending to the whole answer. */
  infer(question: Question, options?: CallOptions): Promise<{ outputs: Tensor[]; ms: number }>;
  metadata(model: string, version?: string | number, options?: CallOptions): Promise<ModelMetadata>;
  serverReady(options?: CallOptions): Promise<boolean>;
  modelReady(model: string, version?: string | number, options?: CallOptions): Promise<boolean>;
  index(options?: CallOptions): Promise<RepositoryEntry[]>;
  load(model: string, options?: CallOptions): Promise<void>;
  unload(model: string, options?: CallOptions): Promise<void>;
}

/** The server has its own deadlines; these only catch one that does not answer at all. */
const ANSWER_TIMEOUT_MS = 120_000;
const LOAD_TIMEOUT_MS = 240_000;
const PROBE_TIMEOUT_MS = 5_000;

/** From here on, bytes cost less than JSON on both sides. */
const BINARY_FROM_BYTES = 8192;

/** A client over `fetch`, whose connections are kept alive. */
export function createOipClient(options: OipClientOptions): OipClient {
  const call = createCaller(options);
  return {
    async infer(question, given = {}) {
      const { model, version, inputs, outputs, id } = question;
      const encoded = encode({ inputs, ...(outputs && { outputs }), ...(id !== undefined && { id }) });
      const startedAt = performance.now();
      const path = `${modelPath(model, version)}/infer`;
      const { bytes, headerLength } = await call(path, { ...encoded, timeoutMs: ANSWER_TIMEOUT_MS, ...given });
      const answer = decodeInferAnswer(bytes, headerLength);
      return { outputs: answer.outputs, ms: performance.now() - startedAt };
    },
    async metadata(model, version, given = {}) {
      const { bytes } = await call(modelPath(model, version), { timeoutMs: ANSWER_TIMEOUT_MS, ...given });
      return parseAnswer<ModelMetadata>(bytes.toString(), isMetadata);
    },
    serverReady: (given = {}) => isReady(call('/v2/health/ready', { timeoutMs: PROBE_TIMEOUT_MS, ...given })),
    modelReady: (model, version, given = {}) =>
      isReady(call(`${modelPath(model, version)}/ready`, { timeoutMs: PROBE_TIMEOUT_MS, ...given })),
    async index(given = {}) {
      const { bytes } = await call('/v2/repository/index', { body: '{}', timeoutMs: ANSWER_TIMEOUT_MS, ...given });
      return parseAnswer<RepositoryEntry[]>(bytes.toString(), Array.isArray);
    },
    async load(model, given = {}) {
      const path = `/v2/repository/models/${encodeURIComponent(model)}/load`;
      await call(path, { body: '{}', timeoutMs: LOAD_TIMEOUT_MS, ...given });
    },
    async unload(model, given = {}) {
      const path = `/v2/repository/models/${encodeURIComponent(model)}/unload`;
      await call(path, { body: '{}', timeoutMs: LOAD_TIMEOUT_MS, ...given });
    },
  };
}

function modelPath(model: string, version: string | number | undefined): string {
  const path = `/v2/models/${encodeURIComponent(model)}`;
  return version === undefined ? path : `${path}/versions/${encodeURIComponent(version)}`;
}

/**
 * A question in the form that suits it: a large one and half floats, which JSON cannot carry, as bytes. The answer is
 * asked for as bytes; a server that knows no binary tensors answers in JSON.
 */
function encode(question: InferQuestion): EncodedBody {
  const sizeBytes = question.inputs.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  const isHalf = question.inputs.some(({ datatype }) => datatype === 'FP16');
  if (isHalf || sizeBytes >= BINARY_FROM_BYTES) return encodeBinaryQuestion(question);
  const parameters = { binary_data_output: true };
  return { body: encodeInferRequest({ ...question, parameters }), headerLength: null };
}

interface Call extends Partial<EncodedBody> {
  /** With a body it is a POST. */
  body?: string | Buffer;
  timeoutMs: number;
  signal?: AbortSignal;
}

function createCaller({ url, token }: OipClientOptions) {
  const base = url.replace(/\/+$/, '');
  const headers = {
    'content-type': 'application/json',
    // It sits on the same machine or beside it.
    'accept-encoding': 'identity',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  return async (path: string, { body, headerLength, timeoutMs, signal }: Call): Promise<Reply> => {
    const timeout = AbortSignal.timeout(timeoutMs);
    let response: Response;
    let bytes: Buffer;
    try {
      response = await fetch(base + path, {
        headers: typeof headerLength === 'number' ? { ...headers, ...binaryHeaders(headerLength) } : headers,
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        ...(body !== undefined && { method: 'POST', body: body as string }),
      });
      bytes = Buffer.from(await response.arrayBuffer());
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      if (timeout.aborted) throw oipError(504, 'The server of the models did not answer in time.', { cause });
      throw oipError(503, 'The server of the models cannot be reached.', { cause });
    }
    if (!response.ok) throw failureOf(response, bytes.toString());
    return { bytes, headerLength: response.headers.get(HEADER_LENGTH) ?? undefined };
  };
}

interface Reply {
  bytes: Buffer;
  headerLength: string | undefined;
}

function binaryHeaders(headerLength: number): Record<string, string> {
  return { 'content-type': 'application/octet-stream', [HEADER_LENGTH]: String(headerLength) };
}

function failureOf(response: Response, text: string): OipError {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const message = errorText(text) ?? `The server of the models answered with status ${response.status}.`;
  return oipError(response.status, message, seconds >= 0 ? { retryAfterS: seconds } : {});
}

function errorText(text: string): string | undefined {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    return typeof error === 'string' ? error : undefined;
  } catch {
    return undefined;
  }
}

function parseAnswer<T>(text: string, fits: (value: unknown) => boolean): T {
  try {
    const value: unknown = JSON.parse(text);
    if (fits(value)) return value as T;
  } catch {
    // Falls through to the one refusal.
  }
  throw oipError(502, 'The server of the models gave an answer that cannot be understood.');
}

function isMetadata(value: unknown): boolean {
  const { inputs, outputs } = (value ?? {}) as { inputs?: unknown; outputs?: unknown };
  return Array.isArray(inputs) && Array.isArray(outputs);
}

async function isReady(probe: Promise<unknown>): Promise<boolean> {
  try {
    await probe;
    return true;
  } catch (error) {
    if (isOipError(error)) return false;
    throw error;
  }
}

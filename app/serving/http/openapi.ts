import packageJson from '../../../package.json' with { type: 'json' };

/** What `/v2/openapi.json` answers: every address under `/v2`, by hand. A test holds it against the routes. */

type Json = Record<string, unknown>;

const MODEL = parameter('model', 'Name of a model, or `name@live`, `name@latest`, `name@preview`.');
const VERSION = parameter('version', 'Number of a version.');

const text = { type: 'string' };
const tensor = object({ name: text, datatype: text, shape: { type: 'array', items: { type: 'integer' } } });
const parameters = { type: 'object', description: 'Values are texts, numbers or true and false.' };

const SCHEMAS = {
  Error: object({ error: text }),
  Metadata: object({ name: text, versions: list(text), platform: text, inputs: list(tensor), outputs: list(tensor) }),
  Question: {
    type: 'object',
    required: ['inputs'],
    properties: {
      id: text,
      parameters,
      inputs: list({ ...tensor, properties: { ...tensor.properties, data: {}, parameters } }),
      outputs: list({ type: 'object', required: ['name'], properties: { name: text, parameters } }),
    },
  },
  Answer: {
    type: 'object',
    required: ['model_name', 'outputs'],
    properties: { model_name: text, model_version: text, id: text, outputs: list(tensor) },
  },
  Ready: object({ name: text, ready: { type: 'boolean' } }),
  Statistics: object({ model_stats: list({ type: 'object' }) }),
  Any: { type: 'object' },
};
type Schema = keyof typeof SCHEMAS;

/** Addresses of a model; each is there with and without a version. */
const OF_A_MODEL: readonly [path: string, method: string, summary: string, answer: Schema][] = [
  ['', 'get', 'What a model takes and gives', 'Metadata'],
  ['/ready', 'get', 'Whether it answers; one that is not loaded does', 'Ready'],
  ['/config', 'get', "Triton's configuration, made from the graph", 'Any'],
  ['/stats', 'get', "How its questions went, by Triton's names", 'Statistics'],
  ['/infer', 'post', 'Ask it', 'Answer'],
];

const PATHS: Record<string, Json> = {
  '/v2': { get: operation('The server and the extensions that work', 'Any') },
  '/v2/openapi.json': { get: operation('This document', 'Any') },
  '/v2/health/live': { get: operation('Whether the process answers', 'Any') },
  '/v2/health/ready': { get: operation('Whether questions are taken', 'Any') },
  '/v2/models/stats': { get: operation('How the questions to every model went', 'Statistics') },
  '/v2/repository/index': {
    post: operation('What is in the model folder; `{"ready": true}` for what is served', 'Any', 'Any'),
  },
  '/v2/repository/models/{model}/load': {
    parameters: [MODEL],
    post: operation(
      'Serve a model; `parameters` may bring `config` and `file:<version>/model.onnx` as base64',
      'Any',
      'Any',
    ),
  },
  '/v2/repository/models/{model}/unload': {
    parameters: [MODEL],
    post: operation('Serve a model no longer', 'Any', 'Any'),
  },
};
/** Addresses of a version alone. */
const OF_A_VERSION: readonly [path: string, summary: string][] = [
  ['/report', 'What its check measured'],
  ['/log', 'What its workers printed; a token is always asked for'],
];
for (const [path, summary] of OF_A_VERSION) {
  const parameters = [MODEL, VERSION];
  PATHS[`/v2/models/{model}/versions/{version}${path}`] = { parameters, get: operation(summary, 'Any') };
}
for (const [path, method, summary, answer] of OF_A_MODEL) {
  const asked = operation(summary, answer, method === 'post' ? 'Question' : undefined);
  PATHS[`/v2/models/{model}${path}`] = { parameters: [MODEL], [method]: asked };
  PATHS[`/v2/models/{model}/versions/{version}${path}`] = { parameters: [MODEL, VERSION], [method]: asked };
}

export const OPENAPI = {
  openapi: '3.1.0',
  info: {
    title: 'Open Inference Protocol V2',
    version: packageJson.version,
    description:
      'Binary tensors: Inference-Header-Content-Length says how long the JSON is, the bytes follow. Bodies may be gzip or deflate.',
  },
  paths: PATHS,
  components: { schemas: SCHEMAS },
};

function operation(summary: string, answer: Schema, body?: Schema): Json {
  return {
    summary,
    ...(body && { requestBody: { content: content(body, body === 'Question') } }),
    responses: {
      200: { description: 'Done', content: content(answer, answer === 'Answer') },
      default: { description: 'Refused, with one sentence', content: content('Error', false) },
    },
  };
}

function content(schema: Schema, isBinaryToo: boolean): Json {
  const json = { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } };
  return isBinaryToo ? { ...json, 'application/octet-stream': {} } : json;
}

function parameter(name: string, description: string): Json {
  return { name, in: 'path', required: true, description, schema: { type: 'string' } };
}

function object<P extends Json>(properties: P) {
  return { type: 'object', required: Object.keys(properties), properties };
}

function list(items: Json): Json {
  return { type: 'array', items };
}

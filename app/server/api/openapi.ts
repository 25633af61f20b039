import { FLAG_KINDS, FLAG_SEVERITIES, FLAG_STATES, VERDICTS } from '#app/feedback/contract.ts';
import { openapiSchemas } from './openapi-schemas.ts';

/** The machine-readable description of /api/v1. Its paths are exactly the table's (tested both ways). */

type Json = Record<string, unknown>;

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });
const answer = (description: string, schema: Json): Json => ({ description, ...json(schema) });
const list = (item: string): Json => ({
  type: 'object',
  required: ['items', 'next'],
  properties: { items: { type: 'array', items: ref(item) }, next: { type: ['string', 'number', 'null'] } },
});
const body = (schema: Json): Json => ({ requestBody: { required: true, ...json(schema) } });
const object = (properties: Json, required: string[] = []): Json => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});
const query = (name: string, schema: Json, description: string): Json => ({ name, in: 'query', schema, description });
const header = (name: string, description: string): Json => ({
  name,
  in: 'header',
  schema: { type: 'string', maxLength: 200 },
  description,
});

const failure: Json = { $ref: '#/components/responses/Failure' };
const paging: Json[] = [
  query('limit', { type: 'integer', minimum: 1, maximum: 200, default: 50 }, 'Most items to answer.'),
  query('cursor', { type: 'string' }, 'The `next` of the page before.'),
];

interface Call extends Json {
  summary: string;
  parameters?: Json[];
}

/** Adds what every call has: its path parameters and the failure answer. */
function calls(path: string, methods: Record<string, Call>): Json {
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const described = Object.entries(methods).map(([method, call]) => [
    method,
    {
      ...call,
      parameters: [...named, ...(call.parameters ?? [])],
      responses: { ...(call.responses as Json), default: failure },
    },
  ]);
  return { [path]: Object.fromEntries(described) };
}

const VERSION = '/models/{model}/versions/{n}';
const text: Json = { type: 'string' };
/** A note, a reply, a reason. */
const longText: Json = { type: 'string', maxLength: 10_000 };
const roles: Json = { type: 'array', items: { enum: ['reviewer', 'publisher', 'approver'] } };

const publishForm: Json = {
  requestBody: {
    required: true,
    content: {
      'multipart/form-data': {
        schema: object({
          model: { type: 'string', format: 'binary', description: 'The ONNX file.' },
          bundle: { type: 'string', format: 'binary', description: "One version's folder as .zip or .tar.gz." },
          files: {
            type: 'array',
            items: { type: 'string', format: 'binary' },
            description: "Files of one version's folder, each under its path.",
          },
          preview: { type: 'string', format: 'binary', description: 'preview.json' },
          labels: { type: 'string', format: 'binary', description: 'Class names, one a line.' },
          card: { type: 'string', format: 'binary', description: 'Model card in Markdown.' },
          reference: { type: 'string', format: 'binary', description: 'Reference rows as CSV.' },
          ask: { type: 'string', description: 'The JSON of preview.json.' },
          fixes: { type: 'string', description: 'Numbers of the flags this version fixes: 214,215' },
          hotfix: { type: 'string', enum: ['0', '1'] },
          announce: { type: 'string', enum: ['0', '1'] },
          project: { type: 'string', description: 'Short name of the project; `default` when absent.' },
        }),
      },
    },
  },
};

const descriptionChanges: Json = {
  type: 'object',
  additionalProperties: true,
  description: 'Keys of preview.json as JSON Merge Patch; inputs by key, outputs by name.',
  properties: {
    descriptionRevision: {
      type: 'integer',
      description: 'The revision you began with: refused with FL_DESCRIPTION_STALE once there is a newer one.',
    },
    order: { type: 'array', items: text, description: 'Keys of the fields as the form shows them.' },
    inputs: {
      type: ['object', 'array'],
      description: '`renamedFrom` in one takes over what people said of that field of the version before.',
    },
  },
};

/** Pictures may come as files of a form, each named by the key of its field. */
const runInputs = { type: 'object', additionalProperties: true };
const runBody = {
  requestBody: {
    content: {
      'application/json': { schema: object({ inputs: runInputs }) },
      'multipart/form-data': { schema: { type: 'object', additionalProperties: { type: 'string', format: 'binary' } } },
    },
  },
};

const paths: Json = {
  ...calls('/models', {
    get: { summary: 'Models one may see', parameters: paging, responses: { 200: answer('Models', list('Model')) } },
  }),
  ...calls('/models/{model}', {
    get: { summary: 'A model and its versions', responses: { 200: answer('The model', ref('ModelDetail')) } },
  }),
  ...calls('/models/{model}/versions', {
    post: {
      summary: 'Publish a version; the model is made if it is new',
      parameters: [
        query('again', { enum: ['1'] }, 'Make a new version of bytes that were published before.'),
        header('Prefer', '`respond-async`: answer once the files are here.'),
      ],
      ...publishForm,
      responses: {
        200: answer('The same bytes were published before: that version', ref('Published')),
        201: answer('The version is ready', ref('Published')),
        202: answer('The files are here; the events tell the rest', object({ upload: text, events: text })),
      },
    },
  }),
  ...calls('/uploads/{id}', {
    get: { summary: 'How an upload goes or went', responses: { 200: answer('The upload', ref('Upload')) } },
  }),
  ...calls('/uploads/{id}/events', {
    get: {
      summary: 'Server-sent events `step {name, ms, detail}`, then `done` or `refused`',
      parameters: [header('Last-Event-ID', 'The last event one has.')],
      responses: {
        200: { description: 'The events after that one', content: { 'text/event-stream': { schema: text } } },
        204: { description: 'That was the last one' },
      },
    },
  }),
  ...calls(VERSION, {
    get: { summary: 'One version; n may be `newest`', responses: { 200: answer('The version', ref('VersionDetail')) } },
  }),
  ...calls(`${VERSION}/description`, {
    get: {
      summary: 'The description as preview.json says it; n may be `newest`',
      responses: { 200: answer('The file', ref('PreviewFile')) },
    },
    patch: {
      summary: 'Correct the description: a new revision with these keys of preview.json changed',
      ...body(descriptionChanges),
      responses: { 200: answer('The version', ref('VersionDetail')) },
    },
  }),
  ...calls(`${VERSION}/description/revisions`, {
    get: {
      summary: 'Revisions of the description, the newest first',
      parameters: paging,
      responses: { 200: answer('Who changed what in words', list('Revision')) },
    },
  }),
  ...calls(`${VERSION}/description/restore`, {
    post: {
      summary: 'A new revision that says what an older one says',
      ...body(object({ revision: { type: 'integer' }, descriptionRevision: { type: 'integer' } }, ['revision'])),
      responses: { 200: answer('The version', ref('VersionDetail')) },
    },
  }),
  ...calls(`${VERSION}/announce`, {
    post: { summary: 'Show it to everyone', responses: { 200: answer('The version', ref('VersionDetail')) } },
  }),
  ...calls(`${VERSION}/retire`, {
    post: { summary: 'Take it out of use', responses: { 200: answer('The version', ref('VersionDetail')) } },
  }),
  ...calls(`${VERSION}/runs`, {
    post: {
      summary: 'Ask a question; missing keys take their default',
      ...runBody,
      responses: { 201: answer('The stored run', ref('Run')) },
    },
  }),
  ...calls('/runs/{id}', { get: { summary: 'A run', responses: { 200: answer('The run', ref('Run')) } } }),
  ...calls('/runs/{id}/verdicts', {
    post: {
      summary: 'Judge a run',
      ...body(object({ value: { enum: VERDICTS } }, ['value'])),
      responses: { 201: answer('The verdict', object({ run: text, value: { enum: VERDICTS } })) },
    },
  }),
  ...calls('/runs/{id}/flags', {
    post: {
      summary: 'Flag a run',
      parameters: [header('Idempotency-Key', 'The same key and body again is the same flag.')],
      ...body(
        object({ kind: { enum: FLAG_KINDS }, severity: { enum: FLAG_SEVERITIES, default: 'minor' }, note: longText }, [
          'kind',
        ]),
      ),
      responses: { 200: answer('Flagged before with this key', ref('Flag')), 201: answer('The flag', ref('Flag')) },
    },
  }),
  ...calls('/flags', {
    get: {
      summary: 'Flags, newest first',
      parameters: [
        query('model', text, 'Of this model.'),
        query('state', { enum: FLAG_STATES }, 'In this state.'),
        query('run', text, 'On this run.'),
        ...paging,
      ],
      responses: { 200: answer('Flags', list('Flag')) },
    },
  }),
  ...calls('/flags/{id}', {
    get: { summary: 'A flag and its replies', responses: { 200: answer('The flag', ref('FlagDetail')) } },
    patch: {
      summary: 'Change its state',
      ...body(
        object(
          {
            state: { enum: FLAG_STATES },
            reason: longText,
            version: { type: 'integer', minimum: 1 },
            duplicateOf: text,
          },
          ['state'],
        ),
      ),
      responses: { 200: answer('The flag', ref('FlagDetail')) },
    },
  }),
  ...calls('/flags/{id}/replies', {
    post: {
      summary: 'Reply',
      ...body(object({ body: { ...longText, minLength: 1 } }, ['body'])),
      responses: { 201: answer('The flag', ref('FlagDetail')) },
    },
  }),
  ...calls('/ledger', {
    get: {
      summary: 'Events in order',
      parameters: [
        query('after', { type: 'integer', minimum: 0, default: 0 }, 'Number of the last event one has.'),
        query('limit', { type: 'integer', minimum: 1, maximum: 200, default: 50 }, 'Most items to answer.'),
      ],
      responses: { 200: answer('Events', list('Event')) },
    },
  }),
  ...calls('/people', {
    post: {
      summary: 'Add a person (admins)',
      ...body(
        object({ name: text, email: text, project: text, roles, admin: { type: 'boolean', default: false } }, [
          'name',
          'email',
        ]),
      ),
      responses: { 201: answer('The person and their one-time link, shown once', ref('AddedPerson')) },
    },
  }),
  ...calls('/tokens', {
    post: {
      summary: 'Issue an API token (admins)',
      ...body(
        object({ name: text, project: text, roles, expiresInDays: { type: 'integer', minimum: 1, maximum: 3650 } }, [
          'name',
          'roles',
        ]),
      ),
      responses: { 201: answer('The token; its secret is shown once', ref('IssuedToken')) },
    },
  }),
  ...calls('/tokens/{id}', {
    delete: { summary: 'Revoke a token (admins)', responses: { 204: { description: 'Revoked' } } },
  }),
  ...calls('/openapi.json', {
    get: { summary: 'This document', security: [], responses: { 200: answer('OpenAPI 3.1', { type: 'object' }) } },
  }),
};

export const openapiDocument = {
  openapi: '3.1.0',
  info: {
    title: 'Firstlook portal API',
    version: '1',
    description: 'Times are ISO 8601 in UTC with milliseconds. Adding a field is a compatible change.',
  },
  servers: [{ url: '/api/v1' }],
  security: [{ bearer: [] }],
  paths,
  components: {
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    responses: { Failure: answer('What went wrong, with a code and one sentence', ref('Failure')) },
    schemas: openapiSchemas,
  },
} as const;

import { FLAG_KINDS, FLAG_SEVERITIES, FLAG_STATES } from '#app/feedback/contract.ts';
import { ACTOR_KINDS } from '#app/ledger/contract.ts';

/** The shapes the API answers with. */

type Json = Record<string, unknown>;

const text: Json = { type: 'string' };
const textOrNull: Json = { type: ['string', 'null'] };
const integer: Json = { type: 'integer' };
const number: Json = { type: 'number' };
const yesNo: Json = { type: 'boolean' };
const time: Json = { type: 'string', format: 'date-time' };
const timeOrNull: Json = { type: ['string', 'null'], format: 'date-time' };
const listOf = (items: Json): Json => ({ type: 'array', items });
const object = (properties: Json, required: string[] = Object.keys(properties)): Json => ({
  type: 'object',
  properties,
  required,
});
const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const extend = (name: string, properties: Json): Json => ({ allOf: [ref(name), object(properties)] });

const actor = object({ kind: { enum: ACTOR_KINDS }, id: text });
/** Someone, with the name to show. */
const namedActor = object({ kind: { enum: ACTOR_KINDS }, id: text, name: text });
const notices = listOf(object({ code: text, message: text, key: text }, ['code', 'message']));
const described = object({ key: text, name: text, label: text, kind: text, default: {} }, ['name', 'label', 'kind']);
const timings = object({
  receivedMs: number,
  checkedMs: number,
  measuredMs: number,
  loadedMs: number,
  recheckedMs: number,
  totalMs: number,
});

/** An output in the words of the description, with what its tensor was. */
const answerValue = object(
  {
    ...{ name: text, label: text, value: {}, unit: textOrNull, kind: text, role: text, datatype: text },
    ...{ shape: listOf(integer), raw: {} },
  },
  ['name', 'label', 'value', 'unit'],
);

export const openapiSchemas: Json = {
  Failure: object({
    error: object({ code: text, message: text, fields: { type: 'object', additionalProperties: text } }, [
      'code',
      'message',
    ]),
  }),
  Model: object({ name: text, title: text, project: textOrNull, url: text, createdAt: time }),
  ModelDetail: extend('Model', { ask: {}, versions: listOf(ref('Version')) }),
  Version: object({
    model: text,
    version: integer,
    digest: text,
    state: { enum: ['ready', 'announced', 'retired'] },
    sizeBytes: integer,
    url: text,
    receivedAt: time,
    readyAt: time,
    announcedAt: timeOrNull,
    retiredAt: timeOrNull,
    publishedBy: actor,
    notices,
    timings,
    fixes: listOf(integer),
    hotfix: yesNo,
  }),
  VersionDetail: extend('Version', {
    title: text,
    descriptionRevision: integer,
    inputs: listOf(described),
    outputs: listOf(described),
    examples: listOf({ type: 'object' }),
    report: { type: 'object' },
  }),
  PreviewFile: {
    type: 'object',
    additionalProperties: true,
    required: ['formatVersion', 'title', 'inputs', 'outputs', 'examples'],
    properties: { formatVersion: { const: 1 }, title: text, inputs: listOf(described), outputs: listOf(described) },
  },
  Revision: object({
    revision: integer,
    createdAt: time,
    by: actor,
    changes: { type: ['array', 'null'], items: text },
  }),
  Published: object({
    model: text,
    version: integer,
    digest: text,
    state: { enum: ['ready', 'announced', 'retired'] },
    url: text,
    timings,
    inputs: listOf(described),
    outputs: listOf(described),
    notices,
    cases: object({ fixed: integer, stillWrong: integer, newlyBroken: integer, unchanged: integer }),
  }),
  Upload: object({
    upload: text,
    model: text,
    state: { enum: ['running', 'done', 'refused'] },
    version: { type: ['integer', 'null'] },
    url: textOrNull,
    events: text,
    steps: listOf(object({ name: text, ms: { type: ['number', 'null'] }, detail: text })),
    error: {
      anyOf: [object({ code: text, message: text, fields: { type: 'object' } }), { type: 'null' }],
    },
    receivedAt: time,
    endedAt: timeOrNull,
  }),
  Answer: object(
    {
      decision: textOrNull,
      confidence: { enum: ['clear', 'leaning', 'only-just', null] },
      closeCall: yesNo,
      scores: listOf(object({ label: text, score: number })),
      values: listOf(answerValue),
      notices,
      bands: object({
        of: text,
        value: number,
        unit: textOrNull,
        isShare: yesNo,
        zones: listOf(object({ from: number, label: text })),
      }),
      history: object({ key: text, label: text }),
      calibration: object({ said: number, right: number, of: integer, isOff: yesNo }),
      likely: object({ from: number, to: number, inHundred: number, of: integer }),
      standing: object({ lowerInHundred: number, of: integer, min: number, max: number }),
      nearest: listOf(object({ name: text, similarity: number, truth: textOrNull })),
      isUnsteady: { const: true },
      timings: object({ readMs: number, prepareMs: number, askMs: number, shapeMs: number }),
    },
    ['decision', 'confidence', 'closeCall', 'scores', 'values', 'notices'],
  ),
  Run: object({
    id: text,
    url: text,
    model: text,
    version: integer,
    inputs: { type: ['object', 'null'] },
    answer: ref('Answer'),
    twins: listOf({ type: 'object' }),
    ms: number,
    source: { enum: ['page', 'api', 'example'] },
    by: actor,
    createdAt: time,
  }),
  Flag: object({
    id: text,
    number: integer,
    url: text,
    model: text,
    version: integer,
    kind: { enum: FLAG_KINDS },
    severity: { enum: FLAG_SEVERITIES },
    note: text,
    state: { enum: FLAG_STATES },
    reason: textOrNull,
    stateVersion: { type: ['integer', 'null'] },
    duplicateOf: textOrNull,
    reporter: namedActor,
    runs: listOf(object({ run: text, part: { enum: ['this', 'other-side', 'twin', 'row'] } })),
    createdAt: time,
    updatedAt: time,
  }),
  FlagDetail: extend('Flag', { messages: listOf(object({ id: text, body: text, by: namedActor, createdAt: time })) }),
  Event: object({
    seq: integer,
    id: text,
    at: time,
    kind: text,
    projectId: textOrNull,
    modelId: textOrNull,
    versionId: textOrNull,
    subject: object({ type: text, id: text }),
    actor,
    payload: { type: 'object' },
    prevHash: text,
    hash: text,
  }),
  AddedPerson: object({ id: text, name: text, email: textOrNull, admin: yesNo, link: text }),
  IssuedToken: object({ id: text, name: text, roles: listOf(text), secret: text }),
};

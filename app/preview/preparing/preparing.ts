import type { VersionDetail } from '#app/catalog/contract.ts';
import { type FieldValue, isFileValue } from '#app/catalog/description-format.ts';
import { appError } from '#app/core/errors.ts';
import type { PictureSpec, PreparedPicture } from '#app/oip/control.ts';
import type { ControlClient } from '#app/oip/control-client.ts';
import { type Field, fieldsOf } from '../inputs/graph-input.ts';
import {
  type GivenInputs,
  invalidInputs,
  packInputs,
  type ReadInputs,
  readGivenInputs,
} from '../inputs/read-inputs.ts';
import { refusalSentence } from './failures.ts';
import { holdsPicture } from './picture-bytes.ts';
import { pictureSpecOf } from './picture-spec.ts';
import { createPictures, type Pictures, type PicturesDeps } from './pictures.ts';
import { prepareText, type TextDeps } from './prepare-text.ts';
import { createPreparedCache } from './prepared-cache.ts';
import type { PreparedInput } from './prepared-input.ts';

export interface PreparingDeps extends PicturesDeps {
  control: Pick<ControlClient, 'picture' | 'tokenize'>;
  catalog: TextDeps['catalog'];
}

/** A picture that was handed over and what became of it. */
export interface KeptPicture {
  sha256: string;
  prepared: PreparedPicture;
}

export interface PreparedQuestion extends ReadInputs {
  /** What making pictures and texts ready took of it, ms. */
  prepareMs: number;
}

/** Makes pictures and texts into what the graph takes, in serving's children. */
export interface Preparing {
  /**
   * A question, ready to be sent: pictures among the values are kept and stand as `{file}` in what is stored.
   * @throws FL_INPUT_INVALID with fields, FL_SERVING_*
   */
  read(version: VersionDetail, given: Readonly<Record<string, unknown>>): Promise<PreparedQuestion>;
  /** Keeps a picture for a field of a version. @throws FL_INPUT_INVALID, FL_REQUEST_TOO_LARGE, FL_STORAGE_FULL, FL_SERVING_* */
  keep(version: VersionDetail, key: string, stream: AsyncIterable<Buffer>): Promise<KeptPicture>;
  /** A picture as a browser may show it. @throws FL_FILE_NOT_FOUND, FL_SERVING_* */
  show(sha256: string): Promise<PreparedPicture>;
  pictures: Pictures;
}

const CACHED_BYTES = 64 << 20;
const SHOWN_SIDE = 1280;
const UNKNOWN = 'This picture is not here any more. Choose it again.';

export function createPreparing(deps: PreparingDeps): Preparing {
  const { control, clock } = deps;
  const cache = createPreparedCache(CACHED_BYTES);
  const pictures = createPictures(deps);
  const prepare = (sha256: string, spec: PictureSpec): Promise<PreparedPicture> =>
    cache.get(`${sha256} ${JSON.stringify(spec)}`, () => control.picture({ sha256, tensor: spec }));

  async function keepAt(field: Field, modelId: string, stream: AsyncIterable<Buffer>): Promise<KeptPicture> {
    const spec = specOf(field);
    const received = await pictures.receive(stream);
    try {
      const prepared = await prepare(received.sha256, spec).catch((thrown: unknown) => {
        throw invalidInputs([[field.input.key, refusalSentence(thrown)]]);
      });
      await received.keep(modelId, prepared.mediaType);
      return { sha256: received.sha256, prepared };
    } finally {
      await received.release();
    }
  }

  /** Pictures that came as base64 are kept; the others stay as they are. */
  async function keepGiven(version: VersionDetail, given: Readonly<Record<string, unknown>>) {
    // Nearly every question: it need not look at its fields for that.
    if (!Object.values(given).some((value) => pictureBase64(value) !== null)) return given;
    const entries = new Map(Object.entries(given));
    for (const field of fieldsOf(version)) {
      const { key } = field.input;
      const base64 = field.preparation === 'picture' ? pictureBase64(entries.get(key)) : null;
      if (base64 === null) continue;
      const { sha256 } = await keepAt(field, version.modelId, inPieces(Buffer.from(base64, 'base64')));
      entries.set(key, { file: sha256 });
    }
    // Defines own properties, whatever their names.
    return Object.fromEntries(entries);
  }

  async function prepareField(version: VersionDetail, field: Field, value: FieldValue): Promise<PreparedField> {
    if (field.preparation === 'text') {
      const read = await prepareText(deps, { version, field, text: String(value) });
      return read.problem === undefined ? read.value : { problem: read.problem };
    }
    if (!isFileValue(value)) return { inputs: [], notice: null };
    const spec = pictureSpecOf(field);
    if (spec.problem !== undefined) return { problem: spec.problem };
    if (!pictures.use(version.modelId, value.file)) return { problem: UNKNOWN };
    try {
      const { tensor, notices } = await prepare(value.file, spec.value);
      const inputs = tensor ? [{ name: field.input.name, ...tensor }] : [];
      const notice = notices.map(({ message }) => message).join(' ') || null;
      return fits(field, inputs) ? { inputs, notice } : { problem: otherShape(inputs) };
    } catch (thrown) {
      return { problem: refusalSentence(thrown) };
    }
  }

  return {
    pictures,
    keep: (version, key, stream) => keepAt(pictureField(version, key), version.modelId, stream),
    show: (sha256) =>
      cache
        .get(`${sha256} shown`, () => control.picture({ sha256, show: SHOWN_SIDE }))
        .catch((thrown: unknown) => {
          refusalSentence(thrown);
          throw appError('FL_FILE_NOT_FOUND', { cause: thrown });
        }),
    read: async (version, given) => {
      const beganAt = clock.monotonicMs();
      const kept = await keepGiven(version, given);
      const keptAt = clock.monotonicMs();
      const read = readGivenInputs(version, kept);
      const readAt = clock.monotonicMs();
      const prepared = await prepareAll(read, (field, value) => prepareField(version, field, value));
      const prepareMs = keptAt - beganAt + (clock.monotonicMs() - readAt);
      return { ...packInputs(version, read, prepared), prepareMs };
    },
  };
}

type PreparedField = { inputs: PreparedInput[]; notice: string | null; problem?: never } | { problem: string };

async function prepareAll(
  { fields }: GivenInputs,
  prepareField: (field: Field, value: FieldValue) => Promise<PreparedField>,
): Promise<{ inputs: PreparedInput[]; notices: ReadInputs['notices'] }> {
  const inputs: PreparedInput[] = [];
  const notices: ReadInputs['notices'] = [];
  const problems: [string, string][] = [];
  for (const [field, { value }] of fields) {
    if (field.preparation === null) continue;
    const { key, label } = field.input;
    const prepared = await prepareField(field, value);
    if (prepared.problem !== undefined) {
      problems.push([key, prepared.problem]);
      continue;
    }
    inputs.push(...prepared.inputs);
    if (prepared.notice) notices.push({ code: 'prepared', message: `${label}: ${prepared.notice}`, key });
  }
  if (problems.length > 0) throw invalidInputs(problems);
  return { inputs, notices };
}

/** @throws FL_INPUT_INVALID when no picture goes there */
function pictureField(version: VersionDetail, key: string): Field {
  const field = fieldsOf(version).find(({ input }) => input.key === key);
  if (field?.preparation === 'picture') return field;
  throw invalidInputs([[key, field ? 'This field takes no picture.' : 'The model has no such input.']]);
}

/** @throws FL_INPUT_INVALID when the description does not say how */
function specOf(field: Field): PictureSpec {
  const spec = pictureSpecOf(field);
  if (spec.problem !== undefined) throw invalidInputs([[field.input.key, spec.problem]]);
  return spec.value;
}

function fits({ dimensions }: Field, inputs: PreparedInput[]): boolean {
  return inputs.every(
    ({ shape }) =>
      dimensions === null ||
      (shape.length === dimensions.length && dimensions.every((size, at) => size === null || size === shape[at])),
  );
}

function otherShape([made]: PreparedInput[]): string {
  return `The description makes pictures into numbers of the shape [${made?.shape}], which the model does not take. The publisher can correct it.`;
}

function pictureBase64(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('base64' in value)) return null;
  const { base64, ...others } = value;
  const isAlone = typeof base64 === 'string' && Object.keys(others).length === 0;
  return isAlone && holdsPicture(base64) ? base64 : null;
}

const PIECE_BYTES = 1 << 20;

/** Hashing and writing one piece at a time lets others have their turn. */
async function* inPieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { VersionDetail } from '#app/catalog/contract.ts';
import type { FieldValue } from '#app/catalog/description-format.ts';
import { type AppError, isAppError } from '#app/core/errors.ts';
import type { Tensor } from '#app/oip/tensor.ts';
import { joinRows, splitRows } from '#app/oip/tensor-rows.ts';
import { readAnswer } from './answers/read-answer.ts';
import { type AskingDeps, type AskOptions, questionReader, type ReadQuestion, send } from './asking.ts';
import type { Answer } from './contract.ts';
import { hasPreparation } from './inputs/graph-input.ts';
import type { ReadInputs } from './inputs/read-inputs.ts';

/** What came of one row: its answer, or why there is none. */
export type RowAnswer =
  | { inputs: Record<string, FieldValue>; answer: Answer; failure?: never }
  | { failure: AppError; answer?: never };

export interface RowsQuestion {
  version: VersionDetail;
  /** Values by field key in the model's own unit; missing keys take their default. */
  rows: readonly Readonly<Record<string, unknown>>[];
  /** Batches under way at the same time; people who try the model come first, so one when absent. */
  atOnce?: number;
  /** Reads a row, where there is a quicker way than reading every field of each. */
  read?: ReadQuestion;
}

/** As many rows in one question as serve a model that answers many at once hardly slower than one. */
const MOST_ROWS_AT_ONCE = 256;
/** So long may a batch keep a worker from the questions of people, ms. */
const MOST_BATCH_MS = 250;
const MOST_BATCH_BYTES = 4 * 1024 * 1024;
/** Rows read or written down before others get their turn. */
const ROWS_A_TURN = 32;

/**
 * Asks many rows, as many at once as suits the model; answers them in their order. A row that does not fit, or that the
 * model does not answer, has a failure in its place.
 * @throws FL_VERSION_RETIRED, FL_SERVING_*, FL_MODEL_CANNOT_LOAD: what fails for all of them; what the signal was
 *   aborted with
 */
export async function askRows(
  deps: AskingDeps,
  question: RowsQuestion,
  options: AskOptions = {},
): Promise<RowAnswer[]> {
  const { version, rows } = question;
  const answers: RowAnswer[] = new Array(rows.length);
  const asking: Asking = { deps, version, answers, options };
  // What pictures are made into is large: not all of them are held at the same time.
  const most = hasPreparation(version) ? ROWS_A_TURN : Math.max(1, rows.length);
  for (let first = 0; first < rows.length; first += most) {
    await askSome(asking, question, { first, end: Math.min(rows.length, first + most) });
  }
  return answers;
}

/** Asks the rows from one place to before another. */
async function askSome(asking: Asking, question: RowsQuestion, span: Span): Promise<void> {
  const { version, options } = asking;
  const { atOnce = 1 } = question;
  const batches = batchesOf(version, await readSome(asking, question, span));
  let next = 0;
  async function askInTurn(): Promise<void> {
    for (let batch = batches[next++]; batch; batch = batches[next++]) {
      options.signal?.throwIfAborted();
      await askBatch(asking, batch);
      await nextTurn();
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, batches.length) }, askInTurn));
}

interface Span {
  first: number;
  end: number;
}

interface Row extends ReadInputs {
  place: number;
}

interface Asking {
  deps: AskingDeps;
  version: VersionDetail;
  answers: RowAnswer[];
  options: AskOptions;
}

async function readSome(
  { deps, answers, options: { signal } }: Asking,
  { version, rows, read: readRow = questionReader(deps, version) }: RowsQuestion,
  { first, end }: Span,
): Promise<Row[]> {
  const read: Row[] = [];
  for (const [at, inputs] of rows.slice(first, end).entries()) {
    const place = first + at;
    signal?.throwIfAborted();
    try {
      read.push({ ...(await readRow(inputs)), place });
    } catch (thrown) {
      answers[place] = { failure: ofRow(thrown) };
    }
    if (at % ROWS_A_TURN === ROWS_A_TURN - 1) await nextTurn();
  }
  return read;
}

/** Rows of one shape together, in batches of the size that suits the model. */
function batchesOf(version: VersionDetail, rows: readonly Row[]): Row[][] {
  const byShape = new Map<string, Row[]>();
  for (const row of rows) {
    const shape = JSON.stringify(row.tensors.map((tensor) => tensor.shape));
    const alike = byShape.get(shape);
    if (alike) alike.push(row);
    else byShape.set(shape, [row]);
  }
  return [...byShape.values()].flatMap((alike) => chunks(alike, rowsAtOnce(version, alike[0])));
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

/** How many rows to ask at once: one unless the check saw that the model answers many as it answers each. */
function rowsAtOnce({ report }: Pick<VersionDetail, 'report'>, row: ReadInputs | undefined): number {
  const isOneRow = row?.tensors.every(({ shape }) => shape[0] === 1) ?? false;
  if (!report.batches || !isOneRow || !row?.tensors.length) return 1;
  const most = report.answers.toSorted((one, other) => other.rows - one.rows)[0];
  const rowMs = most ? most.ms / most.rows : MOST_BATCH_MS;
  const rowBytes = row.tensors.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  const fitting = Math.min(
    MOST_ROWS_AT_ONCE,
    MOST_BATCH_MS / Math.max(rowMs, 1e-3),
    MOST_BATCH_BYTES / (rowBytes || 1),
  );
  return Math.max(1, Math.floor(fitting));
}

async function askBatch(asking: Asking, batch: Row[]): Promise<void> {
  const { deps, version, answers, options } = asking;
  const places = batch[0]?.tensors.length ?? 0;
  const tensors = Array.from({ length: places }, (_, at) => joinRows(batch.map((row) => row.tensors[at] as Tensor)));
  try {
    const { outputs } = await send(deps, { version, tensors }, options);
    const split = batch.length === 1 ? [outputs] : outputsOfRows(outputs, batch.length);
    if (!split) return await askEach(asking, batch);
    for (const [at, { place, values, notices }] of batch.entries()) {
      answers[place] = { inputs: values, answer: readAnswer(version, split[at] ?? [], notices) };
      if (at % ROWS_A_TURN === ROWS_A_TURN - 1) await nextTurn();
    }
  } catch (thrown) {
    const failure = ofRow(thrown);
    // One row that cannot be answered fails them all: it is found by halves. A model that crashed or ran over its time
    // is not made to do it again.
    if (batch.length > 1 && failure.code === 'FL_RUN_FAILED') return askEach(asking, batch);
    for (const { place } of batch) answers[place] = { failure };
  }
}

/** Asks a batch in two halves. */
async function askEach(asking: Asking, batch: Row[]): Promise<void> {
  for (const half of chunks(batch, Math.ceil(batch.length / 2))) await askBatch(asking, half);
}

/** The outputs of each row; null when one of them is not made of rows. */
function outputsOfRows(outputs: readonly Tensor[], count: number): Tensor[][] | null {
  const split = outputs.map((output) => splitRows(output, count));
  if (!split.every((rows) => rows !== null)) return null;
  return Array.from({ length: count }, (_, at) => split.map((rows) => rows[at] as Tensor));
}

/** What concerns one row only; everything else is thrown on. */
function ofRow(thrown: unknown): AppError {
  if (isAppError(thrown) && (thrown.code === 'FL_INPUT_INVALID' || thrown.code.startsWith('FL_RUN_'))) return thrown;
  throw thrown;
}

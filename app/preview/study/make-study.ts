import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ReferenceRow, VersionDetail } from '#app/catalog/contract.ts';
import type { Clock } from '#app/core/clock.ts';
import { isAppError } from '#app/core/errors.ts';
import { calibrate } from '#app/statistics/calibration.ts';
import { conformalMargin } from '#app/statistics/conformal.ts';
import { classOf, compare } from '../accuracy/compare.ts';
import type { Answer } from '../contract.ts';
import { type KnownVector, keepVectors, vectorOf } from './nearest.ts';
import { fingerprintOf, type Study } from './study.ts';
import { surroundingsOf } from './surroundings.ts';

/** Questions under way at the same time: people who try the model come first. */
const AT_ONCE = 2;
/** A slow model is studied on the rows it answers in this time. */
const LONGEST_MS = 120_000;
const MOST_SPREAD = 200;
const MARGIN_SHARE = 0.9;
/** Fewer rows say too little of how far off answers are, or where one stands among them. */
const FEWEST_ROWS = 30;

interface StudyParts {
  clock: Pick<Clock, 'monotonicMs'>;
  ask(given: { version: VersionDetail; inputs: Record<string, unknown> }, signal: AbortSignal): Promise<Answer>;
}

interface Material {
  version: VersionDetail;
  referenceSha256: string | null;
  rows: readonly ReferenceRow[];
  signal: AbortSignal;
}

interface Asked {
  row: ReferenceRow;
  answer: Answer;
}

/**
 * Asks the reference rows and the examples and draws from the answers what is worth knowing beside one. For a job.
 * @throws FL_SERVING_* and other failures that may be over the next time; what the signal was aborted with
 */
export async function makeStudy(parts: StudyParts, material: Material): Promise<Study> {
  const { version, referenceSha256, rows } = material;
  const examples = version.description.examples.flatMap(({ name, values }) =>
    values ? [{ inputs: values, truth: null, name }] : [],
  );
  const asked = await askAll(parts, { ...material, rows });
  const shown = await askAll(parts, { ...material, rows: vectorsWanted(asked, rows) ? examples : [] });
  return {
    fingerprint: fingerprintOf(version, referenceSha256),
    ...{ rowCount: rows.length, answeredCount: asked.length },
    calibration: calibrationOf(version, asked),
    ...numbersOf(version, asked),
    surroundings: await surroundingsOf(
      version,
      rows.map(({ inputs }) => inputs),
    ),
    vectors: keepVectors([...shown, ...asked].flatMap(({ row, answer }, at) => knownVector(row, answer, at) ?? [])),
  };
}

/** Examples are asked where answers are known by what is like them; without rows that shows with the first example. */
function vectorsWanted(asked: readonly Asked[], rows: readonly ReferenceRow[]): boolean {
  return rows.length === 0 || asked.some(({ answer }) => vectorOf(answer) !== null);
}

async function askAll(parts: StudyParts, { version, rows, signal }: Material): Promise<Asked[]> {
  const asked: Asked[] = [];
  const endsAtMs = parts.clock.monotonicMs() + LONGEST_MS;
  let next = 0;
  async function askInTurn(): Promise<void> {
    for (;;) {
      const row = rows[next++];
      if (!row || parts.clock.monotonicMs() > endsAtMs) return;
      signal.throwIfAborted();
      const answer = await parts.ask({ version, inputs: row.inputs }, signal).catch(orNothing);
      if (answer) asked.push({ row, answer });
      await nextTurn();
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, askInTurn));
  return asked;
}

/** What cannot be asked, or crashes the model, says nothing. */
function orNothing(thrown: unknown): null {
  if (isAppError(thrown) && (thrown.code === 'FL_INPUT_INVALID' || thrown.code.startsWith('FL_RUN_'))) return null;
  throw thrown;
}

function calibrationOf(version: VersionDetail, asked: readonly Asked[]): Study['calibration'] {
  const cases = asked.flatMap(({ row, answer }) => {
    if (row.truth === null) return [];
    const outcome = compare(version, answer, row.truth);
    const decided = classOf(version, answer);
    const probability = answer.scores.find(({ label }) => label === decided)?.score;
    return outcome?.kind === 'class' && probability !== undefined ? [{ probability, isTrue: outcome.isRight }] : [];
  });
  const found = calibrate(cases);
  return found && { bins: found.bins, ece: found.ece, z: found.z, of: cases.length };
}

function numbersOf(version: VersionDetail, asked: readonly Asked[]): Pick<Study, 'margin' | 'spread'> {
  const numbers = asked.flatMap(({ answer }) => numberOf(answer) ?? []).sort((one, other) => one - other);
  const errors = asked.flatMap(({ row, answer }) => {
    const outcome = row.truth === null ? null : compare(version, answer, row.truth);
    return outcome?.kind === 'number' ? [outcome.error] : [];
  });
  const margin = errors.length < FEWEST_ROWS ? null : conformalMargin(errors, MARGIN_SHARE);
  const count = Math.min(MOST_SPREAD, numbers.length);
  const thinned = Array.from(
    { length: count },
    (_, at) => numbers[Math.round((at * (numbers.length - 1)) / Math.max(1, count - 1))] as number,
  );
  return {
    margin: margin === null ? null : { value: margin, of: errors.length },
    spread: numbers.length < FEWEST_ROWS ? null : thinned,
  };
}

/** The number that is the answer; null when it is something else. */
export function numberOf({ decision, values }: Answer): number | null {
  const numbers = values.filter(({ value }) => typeof value === 'number');
  const value = numbers.length === 1 && decision === null ? numbers[0]?.value : null;
  return typeof value === 'number' ? value : null;
}

function knownVector(row: ReferenceRow & { name?: string }, answer: Answer, at: number): KnownVector | null {
  const vector = vectorOf(answer);
  if (!vector) return null;
  const truth = row.truth === null ? null : String(row.truth);
  return { name: row.name ?? namedBy(row) ?? `Row ${at + 1}`, truth, vector };
}

const LONGEST_NAME = 80;

/** A row of one text is known by it. */
function namedBy({ inputs }: ReferenceRow): string | null {
  const texts = Object.values(inputs).filter((value) => typeof value === 'string' && value.trim() !== '');
  const [text, another] = texts as string[];
  if (text === undefined || another !== undefined) return null;
  return text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME - 1)}…` : text;
}

import type { VersionDetail } from '#app/catalog/contract.ts';
import type { FieldValue } from '#app/catalog/description-format.ts';
import { type AskingDeps, questionReader } from '../asking.ts';
import { askRows } from '../asking-rows.ts';
import type { Answer } from '../contract.ts';
import type { Row } from '../flip-finder/movable-fields.ts';
import type { Ask, Pace } from '../flip-finder/probe.ts';
import type { Reply } from '../flip-finder/reply.ts';
import type { ReadInputs } from '../inputs/read-inputs.ts';
import { createVariantReader } from '../inputs/read-variants.ts';

/** One batch of questions takes no longer than about this, so that a search ends soon when it is no longer wanted. */
const LONGEST_BATCH_MS = 40;
const MOST_BATCH_ROWS = 128;
/** Single questions under way at the same time, where the model takes one at a time. */
const AT_ONCE = 4;
/** Before anything was measured. */
const UNKNOWN_ROW_MS = 1;
/** These are no matter of one row: the model itself cannot go on. */
const ENDING: ReadonlySet<string> = new Set(['FL_RUN_CRASHED', 'FL_RUN_TIMEOUT', 'FL_RUN_QUARANTINED']);

interface Asked {
  /** The question whose variants are asked. */
  base: ReadInputs;
  /** Nobody waits for answers that come later. */
  deadline: AbortSignal;
}

/**
 * Asks a version rows at a time.
 * @throws what asking throws, and FL_RUN_CRASHED, FL_RUN_TIMEOUT, FL_RUN_QUARANTINED
 */
export function repliesOf(deps: AskingDeps, version: VersionDetail, { base, deadline }: Asked): Ask {
  const atOnce = version.report.batches ? 1 : AT_ONCE;
  const readVariant = createVariantReader(version, base, questionReader(deps, version));
  return async (rows, signal) => {
    const read = (row: Readonly<Record<string, unknown>>) => readVariant(row as Row);
    const either = AbortSignal.any([signal, deadline]);
    const answered = await askRows(deps, { version, rows, atOnce, read }, { signal: either }).catch(
      (thrown: unknown) => {
        if (deadline.aborted && !signal.aborted) return null;
        throw thrown;
      },
    );
    if (!answered) return null;
    return answered.map(({ answer, failure }) => {
      if (failure && ENDING.has(failure.code)) throw failure;
      return answer ? replyOf(answer) : null;
    });
  };
}

/** The part of an answer that can become another one: the class, else the first single number. */
function replyOf({ decision, scores, values }: Answer): Reply | null {
  if (values.some(({ value }) => holdsNaN(value))) return null;
  if (decision !== null) return { decision, number: null, scores };
  const number = values.map(({ value }) => value).find((value) => typeof value === 'number');
  return number === undefined ? null : { decision: null, number, scores: [] };
}

function holdsNaN(value: FieldValue): boolean {
  return Array.isArray(value) ? value.some(holdsNaN) : value === 'NaN';
}

/** The number of rows at which a row takes least, as measured; more than were measured while that stays quick. */
export function paceOf({ report }: Pick<VersionDetail, 'report'>): Pace {
  const single = report.answers.find(({ rows }) => rows === 1)?.ms ?? UNKNOWN_ROW_MS;
  if (!report.batches) return { batchRows: AT_ONCE, rowMs: single };
  const best = report.answers.reduce<{ rows: number; ms: number } | null>(
    (found, one) => (!found || one.ms / one.rows <= found.ms / found.rows ? one : found),
    null,
  );
  const rowMs = Math.max(best ? best.ms / best.rows : UNKNOWN_ROW_MS, 1e-3);
  const isLargest = report.answers.every(({ rows }) => rows <= (best?.rows ?? 1));
  const most = isLargest ? MOST_BATCH_ROWS : (best?.rows ?? 1);
  return { batchRows: Math.max(1, Math.min(most, Math.floor(LONGEST_BATCH_MS / rowMs))), rowMs };
}

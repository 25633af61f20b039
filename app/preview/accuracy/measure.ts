import { setImmediate as nextTurn } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import type { ReferenceRow, VersionDetail } from '#app/catalog/contract.ts';
import type { Catalog } from '#app/catalog/index.ts';
import type { Clock } from '#app/core/clock.ts';
import { isAppError } from '#app/core/errors.ts';
import type { Database, Transaction } from '#db/client.ts';
import { accuracy } from '#db/schema/index.ts';
import { type AskingDeps, ask } from '../asking.ts';
import { forgetScores, isBandable, keepScores, type RowScores, rowScoresOf } from '../bands/reference-scores.ts';
import type { Answer } from '../contract.ts';
import { compare, type Outcome } from './compare.ts';

export interface AccuracyDeps extends AskingDeps {
  db: Database;
  clock: Clock;
  catalog: Pick<Catalog, 'readRows' | 'referenceOf'>;
}

/** More rows would narrow the interval by less than anyone could tell. */
const MOST_ROWS = 2_000;
/** Questions under way at the same time: people who try the model come first. */
const AT_ONCE = 4;
/** When so many cannot be asked and none could, the rows are of another model. */
const HOPELESS_AFTER = 50;

/**
 * Asks the reference rows of a version, and keeps how well it did where the true answer is known, and what it said where
 * bands can be set over that. Doing it twice comes to the same. For a job: it takes as long as so many questions take.
 * @throws FL_SERVING_* and other failures that may be over the next time; what the signal was aborted with
 */
export async function measureAccuracy(deps: AccuracyDeps, versionId: string, signal: AbortSignal): Promise<void> {
  const { version, sha256, rows } = await deps.catalog.readRows(versionId, MOST_ROWS);
  if (sha256 === null || version.state === 'retired') return;
  const isUseful = isBandable(version);
  const questions = rows.filter(({ truth }) => truth !== null || isUseful);
  const { outcomes, scores } = await askAll(deps, { version, questions, signal });
  const about = { versionId, referenceSha256: sha256, computedAt: deps.clock.now() };
  keepScores(deps.db, { ...about, rows: scores });
  const row = { ...about, ...summaryOf(outcomes) };
  deps.db.insert(accuracy).values(row).onConflictDoUpdate({ target: accuracy.versionId, set: row }).run();
}

interface Asking {
  version: VersionDetail;
  questions: ReferenceRow[];
  signal: AbortSignal;
}

interface Asked {
  /** Of the rows whose true answer is known. */
  outcomes: Outcome[];
  scores: RowScores[];
}

async function askAll(deps: AskingDeps, { version, questions, signal }: Asking): Promise<Asked> {
  const asked: Asked = { outcomes: [], scores: [] };
  let next = 0;
  let failedCount = 0;
  const isHopeless = (): boolean => {
    const { outcomes, scores } = asked;
    const isIncomparable = outcomes.length >= HOPELESS_AFTER && outcomes.every((outcome) => outcome === null);
    return scores.length === 0 && (isIncomparable || failedCount >= HOPELESS_AFTER);
  };
  async function askInTurn(): Promise<void> {
    for (;;) {
      const question = questions[next++];
      if (!question || isHopeless()) return;
      signal.throwIfAborted();
      const answer = await answerOf(deps, { version, question, signal });
      const row = answer && rowScoresOf(version, answer);
      if (row) asked.scores.push(row);
      if (!answer) failedCount += 1;
      if (question.truth !== null) asked.outcomes.push(answer && compare(version, answer, question.truth));
      await nextTurn();
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, askInTurn));
  return asked;
}

async function answerOf(
  deps: AskingDeps,
  { version, question, signal }: Omit<Asking, 'questions'> & { question: Asking['questions'][number] },
): Promise<Answer | null> {
  try {
    return (await ask(deps, { version, inputs: question.inputs }, { signal })).answer;
  } catch (thrown) {
    // What cannot be asked, or crashes the model, counts as neither right nor wrong.
    if (isAppError(thrown) && (thrown.code === 'FL_INPUT_INVALID' || thrown.code.startsWith('FL_RUN_'))) return null;
    throw thrown;
  }
}

function summaryOf(outcomes: readonly Outcome[]) {
  const classes = outcomes.filter((outcome) => outcome?.kind === 'class');
  const errors = outcomes.flatMap((outcome) => (outcome?.kind === 'number' ? [outcome.error] : []));
  const isClass = classes.length >= errors.length;
  const rowCount = isClass ? classes.length : errors.length;
  const counts = { rowCount, skippedCount: outcomes.length - rowCount };
  if (isClass) {
    const rightCount = classes.filter(({ isRight }) => isRight).length;
    return { kind: 'class' as const, ...counts, rightCount, meanError: null, errorDeviation: null };
  }
  const meanError = errors.reduce((sum, error) => sum + error, 0) / rowCount;
  const squares = errors.reduce((sum, error) => sum + (error - meanError) ** 2, 0);
  const errorDeviation = rowCount > 1 ? Math.sqrt(squares / (rowCount - 1)) : null;
  return { kind: 'number' as const, ...counts, rightCount: null, meanError, errorDeviation };
}

/** What was measured does not count any more: other rows, or other names for the answers. */
export function forgetAccuracy(on: Database | Transaction, versionId: string): void {
  on.delete(accuracy).where(eq(accuracy.versionId, versionId)).run();
  forgetScores(on, versionId);
}

export type AccuracyRow = typeof accuracy.$inferSelect;

/** How a version did on its present reference rows; null while that is not known. */
export function findAccuracy({ db, catalog }: AccuracyDeps, versionId: string): AccuracyRow | null {
  const row = db.select().from(accuracy).where(eq(accuracy.versionId, versionId)).get();
  return row && row.referenceSha256 === catalog.referenceOf(versionId) ? row : null;
}

import { and, eq } from 'drizzle-orm';
import type { VersionDetail } from '#app/catalog/contract.ts';
import type { Clock } from '#app/core/clock.ts';
import { appError } from '#app/core/errors.ts';
import type { Ids } from '#app/core/ids.ts';
import type { Jobs } from '#app/jobs/index.ts';
import type { Actor } from '#app/ledger/contract.ts';
import { type Database, inTransaction } from '#db/client.ts';
import { job, twinReview } from '#db/schema/index.ts';
import type { TwinReviewResult, TwinReviewView } from '../../contract.ts';

const TWIN_REVIEW = 'twin-review';

/** What a review is of; what the job is given. */
export interface ReviewOf {
  versionId: string;
  descriptionId: string;
}

export interface ReviewDeps {
  db: Database;
  clock: Clock;
  ids: Ids;
  jobs: Pick<Jobs, 'enqueue'>;
  catalog: { referenceOf(versionId: string): string | null };
}

const GIVEN_UP = 'The model could not be reached for too long. Start it again.';

type Row = typeof twinReview.$inferSelect;

const whereOf = ({ versionId, descriptionId }: ReviewOf) =>
  and(eq(twinReview.versionId, versionId), eq(twinReview.descriptionId, descriptionId));

export function findReview(db: Database, of: ReviewOf): Row | undefined {
  return db.select().from(twinReview).where(whereOf(of)).get();
}

/** How the review of a version and its present description goes or went. */
export function reviewView(deps: ReviewDeps, version: VersionDetail): TwinReviewView {
  const { db } = deps;
  const row = findReview(db, { versionId: version.id, descriptionId: version.descriptionId });
  if (!row) return { state: 'none', problem: whyNone(deps, version) };
  const { state, startedAt, doneCount, caseCount } = row;
  if (state === 'done') {
    return { state, finishedAt: row.finishedAt ?? startedAt, result: row.result as TwinReviewResult };
  }
  // A job that was given up, at the last of its attempts, cannot say so itself.
  const isGivenUp = db.select({ state: job.state }).from(job).where(eq(job.id, row.jobId)).get()?.state === 'failed';
  if (state === 'failed' || isGivenUp) return { state: 'failed', problem: row.problem ?? GIVEN_UP, startedAt };
  return { state: 'running', doneCount, caseCount, startedAt };
}

/**
 * Starts a review, unless one is under way or done: twice is once. One that failed is done again.
 * @throws FL_VERSION_RETIRED, FL_REVIEW_IMPOSSIBLE with a sentence
 */
export function startReview(deps: ReviewDeps, { actor, version }: { actor: Actor; version: VersionDetail }): void {
  const { db, clock, ids, jobs } = deps;
  const of = { versionId: version.id, descriptionId: version.descriptionId };
  if (version.state === 'retired') throw appError('FL_VERSION_RETIRED');
  const problem = whyNone(deps, version);
  if (problem !== null) throw appError('FL_REVIEW_IMPOSSIBLE', { message: problem });
  inTransaction(db, (tx) => {
    const { state } = reviewView(deps, version);
    if (state === 'running' || state === 'done') return;
    const jobId = jobs.enqueue({ kind: TWIN_REVIEW, payload: of, idempotencyKey: ids.next('job') }, tx);
    const begun = { state: 'running', jobId, startedByKind: actor.kind, startedById: actor.id } as const;
    const row = { ...of, ...begun, startedAt: clock.now(), doneCount: 0, caseCount: null, problem: null, result: null };
    tx.insert(twinReview)
      .values(row)
      .onConflictDoUpdate({ target: [twinReview.versionId, twinReview.descriptionId], set: row })
      .run();
  });
}

export function updateReview(db: Database, of: ReviewOf, change: Partial<Omit<Row, keyof ReviewOf>>): void {
  db.update(twinReview).set(change).where(whereOf(of)).run();
}

/** Why no review can be started; null when it can. */
function whyNone({ catalog }: ReviewDeps, version: VersionDetail): string | null {
  if (version.state === 'retired') return 'This version is retired and no longer answers.';
  if (catalog.referenceOf(version.id) !== null) return null;
  return 'There are no reference rows to ask twins of. Publish the version again with a file reference.csv beside the model: one row a case, one column an input.';
}

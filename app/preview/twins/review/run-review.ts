import type { ReferenceCases, VersionDetail } from '#app/catalog/contract.ts';
import type { Clock } from '#app/core/clock.ts';
import { type AppError, isAppError } from '#app/core/errors.ts';
import type { AskingDeps } from '../../asking.ts';
import type { TwinReviewResult } from '../../contract.ts';
import { otherValues } from '../other-values.ts';
import { MOST_TWINS, sensitiveInputs } from '../twin-cases.ts';
import { absentGroups } from './absent-groups.ts';
import { checkProxiesInThread } from './proxy-in-thread.ts';
import { reviewCases } from './review-cases.ts';
import { reviewResult } from './review-result.ts';
import { findReview, type ReviewDeps, type ReviewOf, updateReview } from './reviews.ts';

export interface RunReviewDeps extends AskingDeps, ReviewDeps {
  clock: Clock;
  catalog: ReviewDeps['catalog'] & {
    versionOfRun(given: ReviewOf): VersionDetail;
    readCases(version: VersionDetail, limit: number): Promise<ReferenceCases | null>;
    sensitiveInputs(modelId: string): { key: string; label: string }[];
  };
}

/** Questions of one review (reference, bias monitoring 1.5), and cases beyond which no interval narrows much. */
const MOST_QUESTIONS = 50_000;
const MOST_CASES = 5_000;
const NO_ROWS = 'The reference rows are gone, or hold none without a missing value.';

/**
 * Asks the twins of all reference rows and keeps what came of it: for a job. Done twice it comes to the same.
 * @throws FL_SERVING_* and other failures that may be over the next time; what the signal was aborted with
 */
export async function runReview(deps: RunReviewDeps, of: ReviewOf, signal: AbortSignal): Promise<void> {
  if (findReview(deps.db, of)?.state !== 'running') return;
  const end = (change: { state: 'done'; result: TwinReviewResult } | { state: 'failed'; problem: string }): void =>
    updateReview(deps.db, of, { ...change, finishedAt: deps.clock.now() });
  try {
    const version = deps.catalog.versionOfRun(of);
    const reference = await deps.catalog.readCases(version, mostCases(version));
    const problem = problemOf(reference);
    if (!reference || problem !== null) return end({ state: 'failed', problem: problem ?? NO_ROWS });
    updateReview(deps.db, of, { referenceSha256: reference.sha256, caseCount: reference.cases.length });
    const result = await review(deps, { of, version, reference, signal });
    if (result.caseCount > 0) return end({ state: 'done', result });
    end({ state: 'failed', problem: 'The model answered none of the reference rows. Are they rows of this model?' });
  } catch (thrown) {
    signal.throwIfAborted();
    if (!isLasting(thrown)) throw thrown;
    end({ state: 'failed', problem: thrown.message });
  }
}

interface Reviewing {
  of: ReviewOf;
  version: VersionDetail;
  reference: ReferenceCases;
  signal: AbortSignal;
}

async function review(deps: RunReviewDeps, { of, version, reference, signal }: Reviewing): Promise<TwinReviewResult> {
  const { cases } = reference;
  const favourable = version.description.outputs.find((output) => output.favourable !== undefined)?.favourable ?? null;
  const onProgress = (doneCount: number): void => updateReview(deps.db, of, { doneCount });
  const reviewed = await reviewCases(deps, { version, cases, favourable, signal, onProgress });
  const keys = new Set(version.description.inputs.map(({ key }) => key));
  const elsewhere = deps.catalog.sensitiveInputs(version.modelId).filter(({ key }) => !keys.has(key));
  const sensitive = sensitiveInputs(version).map(({ key }) => key);
  const absent = absentGroups(cases, { sensitive, elsewhere });
  return reviewResult({ version, reference, favourable, reviewed, absent }, (question) =>
    checkProxiesInThread(question, signal),
  );
}

/** As many cases as all their twins leave room for. */
function mostCases(version: VersionDetail): number {
  const perCase = sensitiveInputs(version).reduce(
    (sum, input) => sum + otherValues(input, { current: null, most: MOST_TWINS }).values.length,
    1,
  );
  return Math.min(MOST_CASES, Math.max(1, Math.floor(MOST_QUESTIONS / Math.min(perCase, MOST_TWINS + 1))));
}

function problemOf(reference: ReferenceCases | null): string | null {
  const [first, ...more] = reference?.missing ?? [];
  if (first === undefined) return reference?.cases.length ? null : NO_ROWS;
  const others = more.length > 0 ? ` and ${more.length} more inputs` : '';
  return `The reference rows have no column for ${first}${others}. Name the columns as the inputs are named.`;
}

/** What will be the same the next time: no use in trying again. */
function isLasting(thrown: unknown): thrown is AppError {
  const lasting = ['FL_DESCRIPTION_INVALID', 'FL_VERSION_RETIRED', 'FL_VERSION_NOT_FOUND', 'FL_MODEL_CANNOT_LOAD'];
  return isAppError(thrown) && lasting.includes(thrown.code);
}

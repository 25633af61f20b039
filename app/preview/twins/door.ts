import type { Viewer } from '#app/accounts/contract.ts';
import { authorize } from '#app/accounts/index.ts';
import type { VersionDetail } from '#app/catalog/contract.ts';
import { type AskingDeps, ask } from '../asking.ts';
import type { Answer, ProbeFinding, TwinReviewView, TwinsView } from '../contract.ts';
import { readGivenInputs } from '../inputs/read-inputs.ts';
import { probe } from '../probes/probes.ts';
import { type ReviewOf, reviewView, startReview } from './review/reviews.ts';
import { type RunReviewDeps, runReview } from './review/run-review.ts';
import { askTwins } from './twins.ts';

export type TwinsDeps = AskingDeps & RunReviewDeps;

interface CaseAsked {
  viewer: Viewer;
  version: VersionDetail;
  /** Values by field key in the model's own unit; missing keys take their default. */
  inputs: Readonly<Record<string, unknown>>;
  /** What the model said to exactly these values; it is asked when absent. */
  answer?: Answer | undefined;
  signal?: AbortSignal | undefined;
}

/** The part of the preview that looks for bias and oddities by itself. Nothing of it is stored as a run. */
export interface TwinsDoor {
  /**
   * Asks a case with each sensitive thing changed: other values of sensitive fields, words of other groups in texts.
   * With combinations also several fields at once, up to 64 twins in all.
   * @throws what `run` throws; what fails for one twin only is told in its place
   */
  twins(given: CaseAsked & { withCombinations?: boolean }): Promise<TwinsView>;
  /**
   * Looks for what is odd in how the model answers around a case: at most three findings.
   * @throws what `run` throws
   */
  probe(given: CaseAsked): Promise<ProbeFinding[]>;
  /** How the twin review of a version, under its present description, goes or went. @throws FL_AUTH_* */
  twinReview(viewer: Viewer, version: VersionDetail): TwinReviewView;
  /**
   * Starts the twins of all reference rows of a version as a job; twice is once.
   * @throws FL_VERSION_RETIRED, FL_REVIEW_IMPOSSIBLE, FL_AUTH_*
   */
  startTwinReview(viewer: Viewer, version: VersionDetail): TwinReviewView;
  /**
   * Does such a review: for a job.
   * @throws FL_SERVING_* and other failures that may be over the next time; what the signal was aborted with
   */
  runTwinReview(of: ReviewOf, signal: AbortSignal): Promise<void>;
}

export function createTwins(deps: TwinsDeps): TwinsDoor {
  return {
    twins: async (given) => {
      const { version, withCombinations = false, signal } = given;
      const base = await caseOf(deps, given);
      const keys = new Set(version.description.inputs.map(({ key }) => key));
      const absent = deps.catalog.sensitiveInputs(version.modelId).filter(({ key }) => !keys.has(key));
      return askTwins(deps, { version, ...base, withCombinations, absent }, { signal });
    },
    probe: async (given) => {
      const base = await caseOf(deps, given);
      return probe(deps, { version: given.version, ...base }, { signal: given.signal });
    },
    twinReview: (viewer, version) => {
      authorizeReview(viewer, version);
      return reviewView(deps, version);
    },
    startTwinReview: (viewer, version) => {
      authorizeReview(viewer, version);
      startReview(deps, { actor: viewer.actor, version });
      return reviewView(deps, version);
    },
    runTwinReview: (of, signal) => runReview(deps, of, signal),
  };
}

/** The case that twins and probes begin with: every value, and what the model says to it. */
async function caseOf(deps: AskingDeps, { viewer, version, inputs, answer, signal }: CaseAsked) {
  authorize(viewer, 'try', { projectId: version.projectId, versionState: version.state });
  if (answer) return { inputs: readGivenInputs(version, inputs).values, answer };
  const asked = await ask(deps, { version, inputs }, { signal });
  return { inputs: asked.inputs, answer: asked.answer };
}

function authorizeReview(viewer: Viewer, version: VersionDetail): void {
  authorize(viewer, 'read-feedback', { projectId: version.projectId, versionState: version.state });
}

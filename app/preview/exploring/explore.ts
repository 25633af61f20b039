import type { Viewer } from '#app/accounts/contract.ts';
import { authorize } from '#app/accounts/index.ts';
import type { VersionDetail } from '#app/catalog/contract.ts';
import type { Clock } from '#app/core/clock.ts';
import { type AskingDeps, questionReader } from '../asking.ts';
import type { FlipEvent } from '../contract.ts';
import { findFlips } from '../flip-finder/search.ts';
import { contentHash } from '../runs.ts';
import { paceOf, repliesOf } from './ask-replies.ts';
import { hasMovable, movableInputs } from './movable-inputs.ts';
import { toldFinding, toldOutcome } from './outcome.ts';
import type { RealRows } from './real-rows.ts';

export type ExploringDeps = AskingDeps & { clock: Clock; realRows: RealRows };

export interface Exploring {
  viewer: Viewer;
  version: VersionDetail;
  /** Values by field key in the model's own unit; missing keys take their default. */
  inputs: Readonly<Record<string, unknown>>;
  /** For numbers: a change counts from here on, in the answer's unit. What the description says if absent. */
  tolerance?: number | undefined;
  /** Ends the search within one batch. */
  signal: AbortSignal;
}

/** Interactive: what people wait for (bias-monitoring.md, section 3). */
const BUDGET = { rows: 5000, ms: 2000 };
/** A batch that hangs is not waited for any longer than this, ms. */
const LATEST_MS = 3000;

/**
 * Begins to search for what would change an answer. Nothing is stored.
 * @returns findings as they are found; the last event is `done`, however the search ends
 * @throws FL_AUTH_*, FL_INPUT_INVALID with fields, FL_VERSION_RETIRED, FL_SERVING_*
 */
export async function explore(deps: ExploringDeps, given: Exploring): Promise<AsyncGenerator<FlipEvent>> {
  const { viewer, version, inputs } = given;
  authorize(viewer, 'try', { projectId: version.projectId, versionState: version.state });
  const startedMs = deps.clock.monotonicMs();
  const base = await questionReader(deps, version)(inputs);
  const { values } = base;
  const reference = hasMovable(version) ? await deps.realRows.of(version) : null;
  const fields = movableInputs(version, values, reference?.rows ?? []);
  const question = {
    ...{ row: values, fields, reference, tolerance: given.tolerance ?? ownTolerance(version) },
    // The same question is searched in the same way.
    seed: Number.parseInt(contentHash(version.digest, values).slice(0, 8), 16),
  };
  const search = findFlips(question, {
    ...{
      ask: repliesOf(deps, version, { base, deadline: AbortSignal.timeout(LATEST_MS) }),
      budget: BUDGET,
      pace: paceOf(version),
      signal: given.signal,
    },
    // The time it took to get ready counts too.
    nowMs: () => deps.clock.monotonicMs(),
    startedMs,
  });
  return tell(search, version, reference !== null);
}

/** What the publisher says of the number that is the answer. */
function ownTolerance({ description }: VersionDetail): number | null {
  return description.outputs.find(({ kind }) => kind === 'number')?.tolerance ?? null;
}

async function* tell(
  search: ReturnType<typeof findFlips>,
  version: VersionDetail,
  hasReference: boolean,
): AsyncGenerator<FlipEvent> {
  for (;;) {
    const next = await search.next();
    if (next.done) {
      yield { event: 'done', data: toldOutcome(version, next.value, { hasReference }) };
      return;
    }
    const { finding, base } = next.value;
    yield { event: 'finding', data: toldFinding({ version, base }, finding) };
  }
}

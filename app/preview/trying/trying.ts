import type { Viewer } from '#app/accounts/contract.ts';
import { authorize } from '#app/accounts/index.ts';
import type { VersionDetail } from '#app/catalog/contract.ts';
import { appError } from '#app/core/errors.ts';
import { type Answered, type AskingDeps, ask } from '../asking.ts';
import type { LiveAnswer, RunView } from '../contract.ts';
import { findRun, type RunDeps, type RunRow, runView, storeRun } from '../runs.ts';
import { exampleValues, findExampleRun } from './examples.ts';
import type { LiveAnswers } from './live-answers.ts';

export type TryingDeps = RunDeps &
  AskingDeps & { live: LiveAnswers; versionOfRun(given: { versionId: string; descriptionId: string }): VersionDetail };

interface Asked {
  viewer: Viewer;
  version: VersionDetail;
  signal?: AbortSignal | undefined;
}

/** Asks, and holds the answer without storing it. */
export async function answerLive(
  deps: TryingDeps,
  { viewer, version, inputs, signal }: Asked & { inputs: Readonly<Record<string, unknown>> },
): Promise<LiveAnswer> {
  authorize(viewer, 'try', { projectId: version.projectId, versionState: version.state });
  const answered = await ask(deps, { version, inputs }, { signal });
  return holdAnswer(deps, { viewer, version, answered });
}

/** Holds an answer that is shown, so that it can be kept as it is. */
export function holdAnswer(
  { live }: Pick<TryingDeps, 'live'>,
  { viewer, version, answered }: { viewer: Viewer; version: VersionDetail; answered: Answered },
): LiveAnswer {
  const id = live.hold(viewer.actor, { ...answered, versionId: version.id, descriptionId: version.descriptionId });
  return { id, ...answered };
}

/**
 * Stores an answer as it was shown: with the description it was shown with, once however often it is asked for.
 * @throws FL_RUN_LIVE_GONE, FL_AUTH_FORBIDDEN
 */
export function keepLive(
  deps: TryingDeps,
  { viewer, live }: { viewer: Viewer; live: string },
): { run: RunView; created: boolean } {
  const held = deps.live.find(viewer.actor, live);
  if (!held) throw appError('FL_RUN_LIVE_GONE');
  const version = deps.versionOfRun(held);
  authorize(viewer, 'try', { projectId: version.projectId, versionState: version.state });
  const before = held.runId === null ? undefined : findRun(deps.db, held.runId);
  if (before) return { run: runView(before, version), created: false };
  const row = storeRun(deps, { ...held, viewer, version, source: 'page' });
  held.runId = row.id;
  return { run: runView(row, version), created: true };
}

/**
 * Runs an example. It is stored once per example, version and person: the second click shows the same run.
 * @throws FL_EXAMPLE_NOT_FOUND and what asking throws
 */
export async function runExample(
  deps: TryingDeps,
  { viewer, version, signal, place }: Asked & { place: number },
): Promise<{ run: RunView; created: boolean }> {
  authorize(viewer, 'try', { projectId: version.projectId, versionState: version.state });
  const values = exampleValues(version, place);
  const find = (): RunRow | undefined => findExampleRun(deps.db, { viewer, version, values });
  const before = find();
  if (before) return { run: runView(before, version), created: false };
  const answered = await ask(deps, { version, inputs: values }, { signal });
  // Two clicks at once both ask; the second to get its answer finds what the first stored.
  const meanwhile = find();
  if (meanwhile) return { run: runView(meanwhile, version), created: false };
  const row = storeRun(deps, { ...answered, viewer, version, source: 'example' });
  return { run: runView(row, version), created: true };
}

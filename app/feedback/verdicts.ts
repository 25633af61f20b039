import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import { authorize, can } from '#app/accounts/index.ts';
import type { Actor } from '#app/ledger/contract.ts';
import { inTransaction, type Transaction } from '#db/client.ts';
import { verdict } from '#db/schema/index.ts';
import { VERDICTS, type VerdictValue, type VerdictView } from './contract.ts';
import type { FeedbackDeps } from './deps.ts';
import { knownWord } from './texts.ts';

/** What a judgement is about: a run and where it belongs. */
export interface JudgedRun {
  id: string;
  projectId: string;
  modelId: string;
  versionId: string;
}

/**
 * Keeps a person's judgement of a run. All of them stay; the newest of each person counts.
 * @throws FL_RUN_NOT_FOUND, FL_AUTH_FORBIDDEN, FL_REQUEST_INVALID for a word that is no verdict
 */
export function giveVerdict(deps: FeedbackDeps, viewer: Viewer, given: { runId: string; value: VerdictValue }): void {
  const value = knownWord(VERDICTS, given.value, 'value');
  const run = deps.preview.getRun(viewer, given.runId);
  authorize(viewer, 'try', { projectId: run.projectId });
  inTransaction(deps.db, (tx) => recordVerdict(deps, tx, { run, value, actor: viewer.actor }));
}

/**
 * Writes the verdict and its event, unless it is what this person said last: pressing twice is one judgement. `flagId`
 * is the flag that brings it along.
 */
export function recordVerdict(
  { clock, ids, ledger }: FeedbackDeps,
  tx: Transaction,
  { run, value, actor, flagId = null }: { run: JudgedRun; value: VerdictValue; actor: Actor; flagId?: string | null },
): void {
  if (countingVerdict(tx, run.id, actor) === value) return;
  const id = ids.next('verdict');
  tx.insert(verdict)
    .values({ id, runId: run.id, value, flagId, actorKind: actor.kind, actorId: actor.id, createdAt: clock.now() })
    .run();
  ledger.append(tx, {
    kind: 'verdict.given',
    actor,
    subject: { type: 'verdict', id },
    projectId: run.projectId,
    modelId: run.modelId,
    versionId: run.versionId,
    payload: { runId: run.id, value },
  });
}

/** What each person says of a run now, the newest first. @throws FL_RUN_NOT_FOUND */
export function verdictsOf(deps: FeedbackDeps, viewer: Viewer, runId: string): VerdictView[] {
  const { id, projectId } = deps.preview.getRun(viewer, runId);
  const isMember = can(viewer, 'read-feedback', { projectId });
  const rows = deps.db
    .select()
    .from(verdict)
    .where(and(eq(verdict.runId, id), isNull(verdict.withdrawnAt)))
    .orderBy(desc(verdict.createdAt), sql`rowid desc`)
    .all();
  const newest = new Map<string, VerdictView>();
  for (const { actorKind: kind, actorId, value, createdAt } of rows) {
    const isOwn = kind === viewer.actor.kind && actorId === viewer.actor.id;
    if (!isMember && !isOwn) continue;
    const said = {
      actor: { kind, id: actorId, name: deps.accounts.nameOf({ kind, id: actorId }) },
      value,
      at: createdAt,
    };
    if (!newest.has(`${kind} ${actorId}`)) newest.set(`${kind} ${actorId}`, said);
  }
  return [...newest.values()];
}

/** What this person says of the run now: their newest verdict, null before the first. */
function countingVerdict(tx: Transaction, runId: string, actor: Actor): VerdictValue | null {
  const newest = tx
    .select({ value: verdict.value })
    .from(verdict)
    .where(and(eq(verdict.runId, runId), ...saidBy(actor)))
    // Two within a millisecond are in the order they were written.
    .orderBy(desc(verdict.createdAt), sql`rowid desc`)
    .limit(1)
    .get();
  return newest?.value ?? null;
}

/** What someone said and did not take back. */
export function saidBy({ kind, id }: Actor) {
  return [eq(verdict.actorKind, kind), eq(verdict.actorId, id), isNull(verdict.withdrawnAt)];
}

import { and, asc, eq, gt, ne } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import type { Actor } from '#app/ledger/contract.ts';
import { inTransaction, type Transaction } from '#db/client.ts';
import { flag, flagRun, verdict } from '#db/schema/index.ts';
import { changeState } from './changes.ts';
import type { FlagView } from './contract.ts';
import type { FeedbackDeps } from './deps.ts';
import { visibleFlag } from './flags.ts';
import { saidBy } from './verdicts.ts';

/**
 * Takes a flag back as one that should not have been sent: it is withdrawn, and so is the verdict it brought along, so
 * that what its reporter said of the run before counts again. A flag that is withdrawn later, on its own page, leaves
 * the verdict: that the run was not right may be true all the same. Doing it twice is no mistake.
 * @throws FL_FLAG_NOT_FOUND, FL_FLAG_BAD_STATE, FL_AUTH_FORBIDDEN
 */
export function undoFlag(deps: FeedbackDeps, viewer: Viewer, id: string): FlagView {
  return inTransaction(deps.db, (tx) => {
    const { view } = visibleFlag(deps, viewer, id);
    const undone = view.state === 'withdrawn' ? view : changeState(deps, viewer, { id, state: 'withdrawn' });
    takeVerdictBack(deps, tx, { flag: undone, actor: viewer.actor });
    return undone;
  });
}

function takeVerdictBack(
  { clock, ledger }: FeedbackDeps,
  tx: Transaction,
  { flag: { id: flagId, projectId, modelId }, actor }: { flag: FlagView; actor: Actor },
): void {
  const brought = tx
    .select({ id: verdict.id, runId: verdict.runId, versionId: flag.versionId, number: flag.number })
    .from(verdict)
    .innerJoin(flagRun, and(eq(flagRun.runId, verdict.runId), eq(flagRun.flagId, verdict.flagId)))
    .innerJoin(flag, eq(flag.id, flagRun.flagId))
    .where(and(eq(flagRun.flagId, flagId), ...saidBy(actor)))
    .get();
  if (!brought) return;
  const { id, runId, versionId, number } = brought;
  const heir = laterFlag(tx, { runId, modelId, number, actor });
  if (heir !== null) {
    tx.update(verdict).set({ flagId: heir }).where(eq(verdict.id, id)).run();
    return;
  }
  tx.update(verdict).set({ withdrawnAt: clock.now() }).where(eq(verdict.id, id)).run();
  ledger.append(tx, {
    kind: 'verdict.withdrawn',
    actor,
    subject: { type: 'verdict', id },
    ...{ projectId, modelId, versionId },
    payload: { runId, flagId },
  });
}

/**
 * A flag of the same person on the same run that was sent after this one and stands: it says 'not right' too, but found
 * that said already and wrote nothing.
 */
function laterFlag(
  tx: Transaction,
  { runId, modelId, number, actor }: { runId: string; modelId: string; number: number; actor: Actor },
): string | null {
  const later = tx
    .select({ id: flag.id, verdictId: verdict.id })
    .from(flagRun)
    .innerJoin(flag, eq(flag.id, flagRun.flagId))
    .leftJoin(verdict, and(eq(verdict.runId, flagRun.runId), eq(verdict.flagId, flag.id)))
    .where(
      and(
        ...[eq(flagRun.runId, runId), eq(flag.modelId, modelId), gt(flag.number, number)],
        ...[ne(flag.kind, 'idea'), ne(flag.state, 'withdrawn')],
        ...[eq(flag.reporterKind, actor.kind), eq(flag.reporterId, actor.id)],
      ),
    )
    .orderBy(asc(flag.number))
    .all();
  return later.find(({ verdictId }) => verdictId === null)?.id ?? null;
}

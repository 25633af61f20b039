import { createHash } from 'node:crypto';
import { and, eq, max } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import { authorize, can } from '#app/accounts/index.ts';
import { appError } from '#app/core/errors.ts';
import type { Actor } from '#app/ledger/contract.ts';
import { inTransaction, type Transaction } from '#db/client.ts';
import { flag, flagRun } from '#db/schema/index.ts';
import { FLAG_KINDS, FLAG_SEVERITIES, type FlagKind, type FlagSeverity, type FlagView } from './contract.ts';
import type { FeedbackDeps } from './deps.ts';
import { type FoundFlag, findFlag } from './flags.query.ts';
import { invalidField, keptText, knownWord } from './texts.ts';
import { type JudgedRun, recordVerdict } from './verdicts.ts';
import { waitAfterMove } from './waiting.ts';

const MAX_KEY_LENGTH = 200;

/** What is said about a run that is not right. */
export interface NewFlag {
  runId: string;
  kind: FlagKind;
  severity: FlagSeverity;
  /** At most 10,000 characters; may be empty. */
  note: string;
  /** Refused until there are cases. */
  expectation?: unknown;
  /** The same key with the same request is the same flag, however often it is sent. */
  idempotencyKey?: string;
}

/** A request whose words were checked. */
type CheckedFlag = Pick<NewFlag, 'kind' | 'severity' | 'note' | 'idempotencyKey'> & { requestHash: string };

/**
 * Opens a flag on a run, numbered after the last one of its model.
 * @throws FL_RUN_NOT_FOUND, FL_AUTH_FORBIDDEN, FL_FLAG_EXPECTATION, FL_IDEMPOTENCY_REUSED, FL_REQUEST_INVALID with fields
 */
export function openFlag(deps: FeedbackDeps, viewer: Viewer, given: NewFlag): { flag: FlagView; created: boolean } {
  if (given.expectation !== undefined && given.expectation !== null) throw appError('FL_FLAG_EXPECTATION');
  const checked = check(given);
  const run = deps.preview.getRun(viewer, given.runId);
  authorize(viewer, 'try', { projectId: run.projectId });
  const { id, created } = inTransaction(deps.db, (tx) => {
    // Inside the lock, so that of two at once the second finds the first one's flag.
    const before = sentBefore(tx, viewer.actor, checked);
    return before === null
      ? { id: store(deps, tx, { run, checked, viewer }), created: true }
      : { id: before, created: false };
  });
  const opened = findFlag(deps, id);
  if (!opened) throw new Error('The flag is not there after it was stored.');
  return { flag: opened.view, created };
}

/** The flag, for someone who may read it. @throws FL_FLAG_NOT_FOUND for everyone else too */
export function visibleFlag(deps: FeedbackDeps, viewer: Viewer, id: string): FoundFlag {
  const found = findFlag(deps, id);
  if (!found || !canRead(viewer, found)) throw appError('FL_FLAG_NOT_FOUND');
  return found;
}

function canRead(viewer: Viewer, { view: { projectId }, wasAnnounced }: FoundFlag): boolean {
  return can(viewer, 'read-feedback', { projectId, versionState: wasAnnounced ? 'announced' : 'ready' });
}

function check(given: NewFlag): CheckedFlag {
  const { runId, idempotencyKey: key } = given;
  if (key !== undefined && (key.length === 0 || key.length > MAX_KEY_LENGTH)) {
    throw invalidField('idempotencyKey', `The idempotency key must have 1 to ${MAX_KEY_LENGTH} characters.`);
  }
  const kind = knownWord(FLAG_KINDS, given.kind, 'kind');
  const severity = knownWord(FLAG_SEVERITIES, given.severity, 'severity');
  const note = keptText(given.note, 'note');
  const requestHash = createHash('sha256')
    .update(JSON.stringify([runId, kind, severity, note]))
    .digest('hex');
  return { kind, severity, note, requestHash, ...(key !== undefined && { idempotencyKey: key }) };
}

/** Id of the flag this person made with this key. @throws FL_IDEMPOTENCY_REUSED when it was another request */
function sentBefore(tx: Transaction, actor: Actor, { idempotencyKey, requestHash }: CheckedFlag): string | null {
  if (idempotencyKey === undefined) return null;
  const before = tx
    .select({ id: flag.id, requestHash: flag.requestHash })
    .from(flag)
    .where(
      and(eq(flag.reporterKind, actor.kind), eq(flag.reporterId, actor.id), eq(flag.idempotencyKey, idempotencyKey)),
    )
    .get();
  if (before && before.requestHash !== requestHash) throw appError('FL_IDEMPOTENCY_REUSED');
  return before?.id ?? null;
}

function store(
  deps: FeedbackDeps,
  tx: Transaction,
  { run, checked, viewer: { actor } }: { run: JudgedRun; checked: CheckedFlag; viewer: Viewer },
): string {
  const id = deps.ids.next('flag');
  const { kind, severity, note, requestHash, idempotencyKey = null } = checked;
  const { projectId, modelId, versionId } = run;
  const now = deps.clock.now();
  // Numbers have no gaps: the write lock is held from before this look to after the insert.
  const last = tx
    .select({ number: max(flag.number) })
    .from(flag)
    .where(eq(flag.modelId, modelId))
    .get();
  const number = (last?.number ?? 0) + 1;
  tx.insert(flag)
    .values({
      ...{ id, projectId, modelId, versionId, number, kind, severity, note, requestHash, idempotencyKey },
      ...{ state: 'open', waitsFor: waitAfterMove('open'), waitsSince: now },
      ...{ reporterKind: actor.kind, reporterId: actor.id, createdAt: now, updatedAt: now },
    })
    .run();
  tx.insert(flagRun).values({ flagId: id, runId: run.id, part: 'this' }).run();
  deps.ledger.append(tx, {
    kind: 'flag.opened',
    actor,
    subject: { type: 'flag', id },
    ...{ projectId, modelId, versionId },
    payload: { number, kind, severity },
  });
  // An idea is not about this answer; every other kind says that it is not right.
  if (kind !== 'idea') recordVerdict(deps, tx, { run, value: 'not-right', actor, flagId: id });
  return id;
}

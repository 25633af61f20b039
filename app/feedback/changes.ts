import { eq } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import { authorize, can } from '#app/accounts/index.ts';
import { appError } from '#app/core/errors.ts';
import type { Actor, LedgerEvent } from '#app/ledger/contract.ts';
import { inTransaction, type Transaction } from '#db/client.ts';
import { flag, flagMessage } from '#db/schema/index.ts';
import { FLAG_STATES, type FlagState, type FlagView } from './contract.ts';
import type { FeedbackDeps } from './deps.ts';
import { visibleFlag } from './flags.ts';
import { detailsOf, type StateDetails } from './state-details.ts';
import { MOVES, type Mover, statesFrom } from './states.ts';
import { knownWord } from './texts.ts';
import { recordVerdict } from './verdicts.ts';
import { waitAfterMove } from './waiting.ts';

/** A new state and what has to be said along with it. */
export type StateChange = StateDetails & { state: FlagState };

/** The states this viewer can bring the flag to. */
export function movesOf(viewer: Viewer, flag: FlagView): FlagState[] {
  return statesFrom(flag.state, moversOf(viewer, flag));
}

/**
 * Moves a flag on.
 * @throws FL_FLAG_NOT_FOUND, FL_FLAG_BAD_STATE saying what is possible, FL_AUTH_FORBIDDEN, FL_REQUEST_INVALID with fields
 */
export function changeState(
  deps: FeedbackDeps,
  viewer: Viewer,
  { id, ...given }: StateChange & { id: string },
): FlagView {
  const to = knownWord(FLAG_STATES, given.state, 'state');
  return inTransaction(deps.db, (tx) => {
    // Inside the lock: two people may move the same flag at once, and each must move it from where it is.
    const { view: before, versionId } = visibleFlag(deps, viewer, id);
    requireMove(viewer, before, to);
    const said = detailsOf(deps, tx, { viewer, flag: before, to, given });
    const updatedAt = deps.clock.now();
    const changed = { state: to, ...said, waitsFor: waitAfterMove(to), waitsSince: updatedAt, updatedAt };
    tx.update(flag).set(changed).where(eq(flag.id, id)).run();
    const [event] = deps.ledger.append(tx, {
      kind: 'flag.changed',
      actor: viewer.actor,
      subject: { type: 'flag', id },
      ...{ projectId: before.projectId, modelId: before.modelId, versionId },
      payload: {
        ...{ from: before.state, to, stateVersion: said.stateVersion },
        ...(said.duplicateOf !== null && { duplicateOf: said.duplicateOf }),
      },
    });
    if (event && said.stateReason !== null) keepReason(deps, tx, { event, reason: said.stateReason });
    if (before.state === 'withdrawn') sayAgain(deps, tx, { flag: before, versionId, actor: viewer.actor });
    return { ...before, ...changed };
  });
}

/** A flag that stands again says again that its run is not right: taking it back may have taken that back too. */
function sayAgain(
  deps: FeedbackDeps,
  tx: Transaction,
  { flag: { id: flagId, kind, runs, projectId, modelId }, versionId, actor }: Reopened,
): void {
  const runId = runs.find(({ part }) => part === 'this')?.runId;
  if (kind === 'idea' || runId === undefined) return;
  const run = { id: runId, projectId, modelId, versionId };
  recordVerdict(deps, tx, { run, value: 'not-right', actor, flagId });
}

interface Reopened {
  flag: FlagView;
  versionId: string;
  actor: Actor;
}

/** The flag itself holds the reason of its state only; the thread keeps every one. */
function keepReason({ ids }: FeedbackDeps, tx: Transaction, { event, reason }: { event: LedgerEvent; reason: string }) {
  const { actor, at, subject } = event;
  tx.insert(flagMessage)
    .values({
      ...{ id: ids.next('message'), flagId: subject.id, body: reason, eventId: event.id },
      ...{ actorKind: actor.kind, actorId: actor.id, createdAt: at },
    })
    .run();
}

/** In what capacity a viewer can act on a flag. */
export function moversOf(viewer: Viewer, { projectId, reporter }: FlagView): Mover[] {
  const { kind, id } = viewer.actor;
  const isReporter = kind === reporter.kind && id === reporter.id;
  return [
    ...(can(viewer, 'publish', { projectId }) ? (['triage'] as const) : []),
    ...(isReporter && can(viewer, 'try', { projectId }) ? (['reporter'] as const) : []),
  ];
}

function requireMove(viewer: Viewer, flag: FlagView, to: FlagState): void {
  const possible = movesOf(viewer, flag);
  if (possible.includes(to)) return;
  const movers = MOVES[flag.state][to];
  // What no one can do is said differently from what this viewer may not do.
  if (!movers) {
    const choices = possible.length > 0 ? `you can make it ${inWords(possible)}` : 'you cannot change that';
    throw appError('FL_FLAG_BAD_STATE', {
      message: `Flag ${flag.number} is ${flag.state}; from there ${choices}.`,
    });
  }
  if (movers.includes('triage')) authorize(viewer, 'publish', { projectId: flag.projectId });
  throw appError('FL_AUTH_FORBIDDEN', {
    message: `Only whoever reported flag ${flag.number} can make it ${to}.`,
  });
}

function inWords(states: FlagState[]): string {
  return [states.slice(0, -1).join(', '), ...states.slice(-1)].filter(Boolean).join(' or ');
}

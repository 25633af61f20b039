import type { Viewer } from '#app/accounts/contract.ts';
import { changeState, movesOf, type StateChange } from './changes.ts';
import type { FlagMessageView, FlagState, FlagView, VerdictValue } from './contract.ts';
import type { FeedbackDeps } from './deps.ts';
import { type FlagQuery, listFlags } from './flags.query.ts';
import { type NewFlag, openFlag, visibleFlag } from './flags.ts';
import { messagesOf, reply } from './messages.ts';
import { giveVerdict } from './verdicts.ts';

/** What people say about runs: verdicts, flags and what is said under them. Everything said is in the ledger too. */
export interface Feedback {
  /**
   * Keeps a person's judgement of a run; the newest of each person counts.
   * @throws FL_RUN_NOT_FOUND, FL_AUTH_FORBIDDEN, FL_REQUEST_INVALID
   */
  giveVerdict(viewer: Viewer, given: { runId: string; value: VerdictValue }): void;
  /**
   * Opens a flag on a run, numbered per model; other than an idea it is also the verdict 'not right'. `created` is
   * false when this very request was sent before with its idempotency key.
   * @throws FL_RUN_NOT_FOUND, FL_AUTH_FORBIDDEN, FL_FLAG_EXPECTATION, FL_IDEMPOTENCY_REUSED, FL_REQUEST_INVALID
   */
  openFlag(viewer: Viewer, given: NewFlag): { flag: FlagView; created: boolean };
  /** Flags of the viewer's projects, newest first. @throws FL_REQUEST_BAD_CURSOR */
  listFlags(viewer: Viewer, query: FlagQuery): { items: FlagView[]; next: string | null };
  /** A flag and what was said under it. @throws FL_FLAG_NOT_FOUND, also where the viewer may not see it */
  getFlag(viewer: Viewer, id: string): FlagView & { messages: FlagMessageView[] };
  /** The states this viewer can bring the flag to; empty when there is none. */
  movesOf(viewer: Viewer, flag: FlagView): FlagState[];
  /**
   * Moves a flag on: publishers and admins triage, the reporter withdraws, confirms and reopens.
   * @throws FL_FLAG_NOT_FOUND, FL_FLAG_BAD_STATE, FL_AUTH_FORBIDDEN, FL_REQUEST_INVALID
   */
  changeState(viewer: Viewer, id: string, given: StateChange): FlagView;
  /** Says something under a flag. @throws FL_FLAG_NOT_FOUND, FL_REQUEST_INVALID */
  reply(viewer: Viewer, id: string, given: { body: string }): FlagMessageView;
}

export function createFeedback(deps: FeedbackDeps): Feedback {
  return {
    giveVerdict: (viewer, given) => giveVerdict(deps, viewer, given),
    openFlag: (viewer, given) => openFlag(deps, viewer, given),
    listFlags: (viewer, query) => listFlags(deps, viewer, query),
    getFlag: (viewer, id) => ({ ...visibleFlag(deps, viewer, id).view, messages: messagesOf(deps, id) }),
    movesOf,
    changeState: (viewer, id, given) => changeState(deps, viewer, { ...given, id }),
    reply: (viewer, id, given) => reply(deps, viewer, { ...given, id }),
  };
}

import type { Viewer } from '#app/accounts/contract.ts';
import { changeState, movesOf, type StateChange } from './changes.ts';
import type {
  FlagCounts,
  FlagFilter,
  FlagListItem,
  FlagMessageView,
  FlagState,
  FlagThread,
  FlagView,
  VerdictValue,
  VerdictView,
} from './contract.ts';
import type { FeedbackDeps } from './deps.ts';
import { type NewFlag, openFlag, visibleFlag } from './flags.ts';
import { countFlags, openFlagsOf } from './listing/count-flags.query.ts';
import type { FlagQuery } from './listing/flag-filter.ts';
import { browseFlags, type FlagBrowsing, type FlagPage, listFlags } from './listing/list-flags.query.ts';
import { waitingFlags } from './listing/waiting-flags.query.ts';
import { messagesOf, reply } from './messages.ts';
import { readThread } from './thread/read-thread.query.ts';
import { undoFlag } from './undo-flag.ts';
import { giveVerdict, verdictsOf } from './verdicts.ts';

export { respondersOf, responds } from './listing/responders.query.ts';

/** What people say about runs: verdicts, flags and what is said under them. Everything said is in the ledger too. */
export interface Feedback {
  /**
   * Keeps a person's judgement of a run; the newest of each person counts.
   * @throws FL_RUN_NOT_FOUND, FL_AUTH_FORBIDDEN, FL_REQUEST_INVALID
   */
  giveVerdict(viewer: Viewer, given: { runId: string; value: VerdictValue }): void;
  /** What each person says of a run now, the newest first; of others only for members. @throws FL_RUN_NOT_FOUND */
  verdictsOf(viewer: Viewer, runId: string): VerdictView[];
  /**
   * Opens a flag on a run, numbered per model; other than an idea it is also the verdict 'not right'. `created` is
   * false when this very request was sent before with its idempotency key.
   * @throws FL_RUN_NOT_FOUND, FL_AUTH_FORBIDDEN, FL_FLAG_EXPECTATION, FL_IDEMPOTENCY_REUSED, FL_REQUEST_INVALID
   */
  openFlag(viewer: Viewer, given: NewFlag): { flag: FlagView; created: boolean };
  /** Flags of the viewer's projects, newest first. @throws FL_REQUEST_BAD_CURSOR */
  listFlags(viewer: Viewer, query: FlagQuery): { items: FlagView[]; next: string | null };
  /** The same for the page of flags: with the model's title and whose turn it is. @throws FL_REQUEST_BAD_CURSOR */
  browseFlags(viewer: Viewer, browsing: FlagBrowsing): FlagPage;
  /** How many flags of a filter are in each state and wait on the viewer, whatever state and turn the filter names. */
  countFlags(viewer: Viewer, filter: FlagFilter): FlagCounts;
  /** How many flags of these models are still to be worked on, and how many of those stop the release. */
  openFlags(viewer: Viewer, modelIds: readonly string[]): Map<string, { open: number; stopsRelease: number }>;
  /** The flags that need a word from the viewer, the most pressing first, and how many there are. */
  waitingFlags(viewer: Viewer, limit: number): { items: FlagListItem[]; total: number };
  /** A flag and what was said under it. @throws FL_FLAG_NOT_FOUND, also where the viewer may not see it */
  getFlag(viewer: Viewer, id: string): FlagView & { messages: FlagMessageView[] };
  /**
   * Everything the page of a flag shows; of a thread of more than `limit` entries the newest.
   * @throws FL_FLAG_NOT_FOUND, also where the viewer may not see it
   */
  readThread(viewer: Viewer, id: string, options: { limit: number }): FlagThread;
  /** The states this viewer can bring the flag to; empty when there is none. */
  movesOf(viewer: Viewer, flag: FlagView): FlagState[];
  /**
   * Moves a flag on: publishers and admins triage, the reporter withdraws, confirms and reopens.
   * @throws FL_FLAG_NOT_FOUND, FL_FLAG_BAD_STATE, FL_AUTH_FORBIDDEN, FL_REQUEST_INVALID
   */
  changeState(viewer: Viewer, id: string, given: StateChange): FlagView;
  /**
   * Takes a flag back as if it had not been sent: it is withdrawn, and what its reporter said of the run before counts
   * again. Doing it twice is no mistake.
   * @throws FL_FLAG_NOT_FOUND, FL_FLAG_BAD_STATE, FL_AUTH_FORBIDDEN
   */
  undoFlag(viewer: Viewer, id: string): FlagView;
  /** Says something under a flag. @throws FL_FLAG_NOT_FOUND, FL_REQUEST_INVALID */
  reply(viewer: Viewer, id: string, given: { body: string }): FlagMessageView;
}

export function createFeedback(deps: FeedbackDeps): Feedback {
  return {
    giveVerdict: (viewer, given) => giveVerdict(deps, viewer, given),
    verdictsOf: (viewer, runId) => verdictsOf(deps, viewer, runId),
    openFlag: (viewer, given) => openFlag(deps, viewer, given),
    listFlags: (viewer, query) => listFlags(deps, viewer, query),
    browseFlags: (viewer, browsing) => browseFlags(deps, viewer, browsing),
    countFlags: (viewer, filter) => countFlags(deps.db, viewer, filter),
    openFlags: (viewer, modelIds) => openFlagsOf(deps.db, viewer, modelIds),
    waitingFlags: (viewer, limit) => waitingFlags(deps, viewer, limit),
    getFlag: (viewer, id) => ({ ...visibleFlag(deps, viewer, id).view, messages: messagesOf(deps, id) }),
    readThread: (viewer, id, { limit }) => readThread(deps, viewer, { id, limit }),
    movesOf,
    changeState: (viewer, id, given) => changeState(deps, viewer, { ...given, id }),
    undoFlag: (viewer, id) => undoFlag(deps, viewer, id),
    reply: (viewer, id, given) => reply(deps, viewer, { ...given, id }),
  };
}

import { isPassing } from '../trying/answer-state.ts';
import { deliverFlag } from './deliver-flag.ts';
import { findDraft, forgetWaiting, keepDraft, keepWaiting, waitingFlags } from './draft-store.ts';
import type { FlagDraft } from './flag-draft.ts';
import { spreadSent } from './flag-news.ts';
import { failed } from './judgement-toasts.ts';
import { type DraftPlace, WAITING, waitingPlaces } from './waiting-places.ts';

let isSending = false;
/** Flags that cannot be sent and have no other place: said once per page, not with every try. */
const said = new Set<string>();

/** Sends the flags of this person that waited for a connection, wherever they belong, the oldest of each version first. */
export async function sendWaiting(personId: string): Promise<void> {
  if (isSending) return;
  isSending = true;
  try {
    await inOneTab(async () => {
      for (const place of waitingPlaces(personId)) if (!(await sendAt(place))) return;
    });
  } finally {
    isSending = false;
  }
}

/** Two tabs that send the same flag make one flag, but two runs. Browsers outside secure contexts have no locks. */
async function inOneTab(work: () => Promise<void>): Promise<void> {
  const { locks } = navigator as { locks?: LockManager };
  if (!locks) return work();
  await locks.request(WAITING, { ifAvailable: true }, (lock) => (lock ? work() : undefined));
}

/** Whether others can be tried: not while there is no connection, or the person is not signed in. */
async function sendAt(place: DraftPlace): Promise<boolean> {
  for (const draft of waitingFlags(place)) if (!(await sendOne(place, draft))) return false;
  return true;
}

async function sendOne(place: DraftPlace, draft: FlagDraft): Promise<boolean> {
  const { personId, model, version } = place;
  const page = `/m/${model}/v/${version}`;
  const { outcome, draft: now } = await deliverFlag({ page, personId }, draft, (next) => keepWaiting(place, next));
  if (outcome.type === 'sent') {
    forgetWaiting(place, draft);
    spreadSent(place, outcome, now);
    return true;
  }
  if (outcome.type === 'failed' && (isPassing(outcome) || outcome.code === 'FL_AUTH_REQUIRED')) return false;
  // Another tab sent it at the same time.
  if (outcome.type === 'failed' && outcome.code === 'FL_IDEMPOTENCY_REUSED') forgetWaiting(place, draft);
  else giveUp(place, now, outcome.type === 'failed' ? outcome.message : 'The model says something else by now.');
  return true;
}

/** It becomes the draft of its version, unless another one is being written there: then it goes on waiting. */
function giveUp(place: DraftPlace, draft: FlagDraft, why: string): void {
  const isFree = findDraft(place) === null && keepDraft(place, draft);
  if (isFree) forgetWaiting(place, draft);
  else if (said.has(draft.idempotencyKey)) return;
  said.add(draft.idempotencyKey);
  const { model, version } = place;
  failed('A flag that waited was not sent', {
    message: `${why} Its words are kept ${isFree ? 'as a draft' : 'on this device'}.`,
    links: [{ label: `Open ${model} v${version}`, to: `/m/${model}/v/${version}` }],
  });
}

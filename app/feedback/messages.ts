import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import { inTransaction } from '#db/client.ts';
import { flag, flagMessage } from '#db/schema/index.ts';
import { moversOf } from './changes.ts';
import type { FlagMessageView } from './contract.ts';
import type { FeedbackDeps } from './deps.ts';
import { visibleFlag } from './flags.ts';
import { invalidField, keptText } from './texts.ts';
import { waitAfterReply } from './waiting.ts';

/**
 * Says something under a flag.
 * @throws FL_FLAG_NOT_FOUND, FL_REQUEST_INVALID for an empty or too long text
 */
export function reply(deps: FeedbackDeps, viewer: Viewer, given: { id: string; body: string }): FlagMessageView {
  const { db, clock, ids, ledger, accounts } = deps;
  const body = keptText(given.body, 'body');
  if (body === '') throw invalidField('body', 'Write something first.');
  const { actor } = viewer;
  return inTransaction(db, (tx) => {
    // Whoever may read a flag may reply to it (design §8).
    const { view: answered, versionId } = visibleFlag(deps, viewer, given.id);
    const message = { id: ids.next('message'), body, createdAt: clock.now() };
    tx.insert(flagMessage)
      .values({ ...message, flagId: answered.id, actorKind: actor.kind, actorId: actor.id })
      .run();
    const waitsFor = waitAfterReply(answered.state, moversOf(viewer, answered));
    const waitsSince = waitsFor === answered.waitsFor ? answered.waitsSince : message.createdAt;
    tx.update(flag).set({ waitsFor, waitsSince, updatedAt: message.createdAt }).where(eq(flag.id, answered.id)).run();
    ledger.append(tx, {
      kind: 'flag.replied',
      actor,
      subject: { type: 'flag', id: answered.id },
      ...{ projectId: answered.projectId, modelId: answered.modelId, versionId },
      payload: { messageId: message.id },
    });
    return { ...message, actor: { ...actor, name: accounts.nameOf(actor) } };
  });
}

/** Everything said under a flag, oldest first. */
export function messagesOf({ db, accounts }: FeedbackDeps, flagId: string): FlagMessageView[] {
  return (
    db
      .select()
      .from(flagMessage)
      // A reason belongs to the change it explains, not to what was said.
      .where(and(eq(flagMessage.flagId, flagId), isNull(flagMessage.eventId)))
      // Two within a millisecond are in the order they were written.
      .orderBy(asc(flagMessage.createdAt), sql`rowid`)
      .all()
      .map(({ id, body, createdAt, actorKind: kind, actorId }) => ({
        id,
        body,
        createdAt,
        actor: { kind, id: actorId, name: accounts.nameOf({ kind, id: actorId }) },
      }))
  );
}

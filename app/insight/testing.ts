import { eq } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import { createAccounts } from '#app/accounts/index.ts';
import { createCatalog } from '#app/catalog/index.ts';
import { createSilentLog } from '#app/core/log.ts';
import { createFeedback } from '#app/feedback/index.ts';
import { createBench as createFeedbackBench, seedRun } from '#app/feedback/testing.ts';
import type { Actor, EventKind, NewEvent } from '#app/ledger/contract.ts';
import { inTransaction } from '#db/client.ts';
import { run, version } from '#db/schema/index.ts';
import { createInsight } from './index.ts';

export type Bench = ReturnType<typeof createBench>;

/** Insight over real slices and a real database; only files and serving are not there, and nothing here needs them. */
export function createBench() {
  const { db, clock, ids, ledger, preview } = createFeedbackBench();
  const base = { db, clock, ids, ledger, log: createSilentLog() };
  const accounts = createAccounts({ ...base, adminToken: undefined, secureCookies: false });
  const nowhere = { folder: {}, oip: {}, control: {}, portalUrl: '' } as unknown as Omit<
    Parameters<typeof createCatalog>[0],
    keyof typeof base | 'accounts'
  >;
  const catalog = createCatalog({ ...base, ...nowhere, accounts });
  const feedback = createFeedback({ ...base, preview, catalog, accounts });
  const insight = createInsight({ db, accounts, catalog, feedback });
  /** Writes an event as if it had just happened. */
  const tell = <K extends EventKind>(given: NewEvent<K>) =>
    inTransaction(db, (tx) => ledger.append(tx, given as NewEvent));
  return { ...base, accounts, catalog, feedback, insight, tell };
}

export type Seeded = ReturnType<typeof seedRun>;

/** A run of a version asked by someone, with its event. */
export function ask({ db, clock, ids, tell }: Bench, of: Seeded, { actor }: Pick<Viewer, 'actor'>): string {
  const id = ids.next('run');
  const { modelId, versionId, descriptionId, projectId } = of;
  const by = { actorKind: actor.kind, actorId: actor.id };
  const kept = { inputs: {}, answer: {}, tookMs: 1, contentHash: id, source: 'page' as const, createdAt: clock.now() };
  db.insert(run)
    .values({ id, modelId, versionId, descriptionId, ...kept, ...by })
    .run();
  const place = { projectId, modelId, versionId };
  tell({ kind: 'run.stored', actor, subject: { type: 'run', id }, payload: { source: 'page' }, ...place });
  return id;
}

/** A version handed over and ready after 40 ms, with its events; announced too, unless it is to stay `ready`. */
export function publish(bench: Bench, given: Parameters<typeof seedRun>[1] & { publisher?: Actor }): Seeded {
  const { publisher = { kind: 'human', id: 'usr_maker' }, ...rest } = given ?? {};
  const receivedAt = bench.clock.now();
  bench.clock.advance(40);
  const seeded = seedRun(bench, rest);
  const { projectId, modelId, versionId } = seeded;
  bench.db.delete(run).where(eq(run.id, seeded.runId)).run();
  bench.db
    .update(version)
    .set({ receivedAt, publishedByKind: publisher.kind, publishedById: publisher.id })
    .where(eq(version.id, versionId))
    .run();
  const number = rest.number ?? 1;
  const about = { actor: publisher, subject: { type: 'version', id: versionId }, projectId, modelId, versionId };
  bench.tell({ kind: 'version.ready', payload: { number, uploadId: `upl_${versionId}`, receivedAt }, ...about });
  if (rest.state !== 'ready') {
    bench.tell({ kind: 'version.announced', payload: { number, automatic: true }, ...about });
  }
  return seeded;
}

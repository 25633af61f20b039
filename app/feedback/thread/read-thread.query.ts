import { and, desc, eq, ne } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import { nearestExample } from '#app/catalog/description-format.ts';
import type { Database } from '#db/client.ts';
import { version } from '#db/schema/index.ts';
import { movesOf } from '../changes.ts';
import type { FlagThread, FlagView, ThreadRun } from '../contract.ts';
import type { FeedbackDeps } from '../deps.ts';
import { visibleFlag } from '../flags.ts';
import { listItems } from '../listing/list-items.query.ts';
import { threadEntries } from './thread-entries.query.ts';

/** A flag with the runs inside, what happened, and what the viewer can do. @throws FL_FLAG_NOT_FOUND */
export function readThread(deps: FeedbackDeps, viewer: Viewer, given: { id: string; limit: number }): FlagThread {
  const found = visibleFlag(deps, viewer, given.id);
  const [flag] = listItems(deps, viewer, [found]);
  if (!flag) throw new Error('A flag that was found is in the list of it.');
  const moves = movesOf(viewer, flag);
  return {
    flag,
    runs: flag.runs.map((one) => threadRun(deps, viewer, one)),
    ...threadEntries(deps, given.id, given.limit),
    moves,
    versions: moves.includes('looks-fixed') ? versionsOf(deps.db, flag.modelId) : [],
  };
}

function threadRun({ preview }: FeedbackDeps, viewer: Viewer, { runId, part }: FlagView['runs'][number]): ThreadRun {
  const { version: asked, ...run } = preview.getRun(viewer, runId);
  const { description } = asked;
  const inputs = description.inputs.filter(({ hidden }) => !hidden);
  return { part, run, inputs, ...nearestExample(description.examples, inputs, run.inputs) };
}

function versionsOf(db: Database, modelId: string): number[] {
  return db
    .select({ number: version.number })
    .from(version)
    .where(and(eq(version.modelId, modelId), ne(version.state, 'retired')))
    .orderBy(desc(version.number))
    .all()
    .map(({ number }) => number);
}

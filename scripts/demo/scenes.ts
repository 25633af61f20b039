import type { Viewer } from '#app/accounts/contract.ts';
import { isAppError } from '#app/core/errors.ts';
import type { FlagKind, FlagSeverity, FlagState, VerdictValue } from '#app/feedback/contract.ts';
import type { PersonKey } from './cast.ts';
import type { Moment } from './moments.ts';
import { referenceRows } from './reference-rows.ts';
import {
  answerOf,
  ask,
  flagCalled,
  type Publication,
  publish,
  publishCard,
  type Question,
  type Stage,
  viewerOf,
} from './stage.ts';

/** Something someone does at some moment of the story. */
export interface Scene {
  at: Moment;
  play(stage: Stage): Promise<void> | void;
}

/** How long people look at an answer before they say what they think of it, and how long they write about it. */
const LOOK_MS = 20_000;
const WRITE_MS = 75_000;
/** Between two rows somebody tries one after another. */
const NEXT_ROW_MS = 50_000;

function scene(at: Moment, who: PersonKey, does: (stage: Stage, viewer: Viewer) => Promise<void> | void): Scene {
  return { at, play: (stage) => does(stage, viewerOf(stage, who)) };
}

/** A new version of a model is handed over. */
export function publishes(at: Moment, who: PersonKey, given: Publication): Scene {
  return scene(at, who, (stage, viewer) => publish(stage, viewer, given));
}

/** Something else is handed over by mistake. It is refused, and stays in the ledger as that. */
export function publishesWrongFile(at: Moment, who: PersonKey, given: Pick<Publication, 'model' | 'project'>): Scene {
  return scene(at, who, async (stage, viewer) => {
    const isRefused = await publishCard(stage, viewer, given).then(
      () => false,
      (thrown) => isAppError(thrown) && thrown.status === 422,
    );
    if (!isRefused) throw new Error('A file that is no model was not refused.');
  });
}

interface Named {
  model: string;
  version: number;
}

/** A version is shown to everyone the model is shared with. */
export function announces(at: Moment, who: PersonKey, { model, version }: Named): Scene {
  return scene(at, who, async ({ doors }, viewer) => {
    await doors.catalog.announce(viewer, model, version);
  });
}

/** A version is taken out of use. */
export function retires(at: Moment, who: PersonKey, { model, version }: Named): Scene {
  return scene(at, who, async ({ doors }, viewer) => {
    await doors.catalog.retire(viewer, model, version);
  });
}

interface Tried extends Question {
  verdict?: VerdictValue;
  /** A flag on the answer, and what the story calls it from then on. */
  flag?: { as: string; kind: FlagKind; severity: FlagSeverity; note: string };
}

/** Somebody asks a question and may say what they think of the answer. */
export function tries(at: Moment, who: PersonKey, { verdict, flag, ...question }: Tried): Scene {
  return scene(at, who, async (stage, viewer) => {
    const { id: runId } = await ask(stage, viewer, question);
    const { feedback } = stage.doors;
    if (verdict) {
      stage.clock.pass(LOOK_MS);
      feedback.giveVerdict(viewer, { runId, value: verdict });
    }
    if (!flag) return;
    stage.clock.pass(WRITE_MS);
    const { as, ...said } = flag;
    stage.flags.set(as, feedback.openFlag(viewer, { runId, ...said }).flag);
  });
}

interface TriedRows extends Named {
  /** The first of the reference rows, counted from 0, and how many. */
  from: number;
  count: number;
}

/** Somebody goes through cases whose end they know: right where the model says what happened, else not sure. */
export function triesRows(at: Moment, who: PersonKey, { model, version: number, from, count }: TriedRows): Scene {
  return scene(at, who, async (stage, viewer) => {
    const { preview, feedback, catalog } = stage.doors;
    const version = catalog.getVersion(viewer, model, number);
    const { inputs } = version.description;
    for (const { values, truth } of referenceRows(model, inputs, { from, count })) {
      const run = await preview.run({ viewer, version, inputs: values, source: 'page' });
      stage.clock.pass(LOOK_MS);
      const value = answerOf(run) === truth ? 'looks-right' : 'not-sure';
      feedback.giveVerdict(viewer, { runId: run.id, value });
      stage.clock.pass(NEXT_ROW_MS);
    }
  });
}

/** Somebody writes under a flag. */
export function replies(at: Moment, who: PersonKey, { to, body }: { to: string; body: string }): Scene {
  return scene(at, who, (stage, viewer) => {
    stage.doors.feedback.reply(viewer, flagCalled(stage, to).id, { body });
  });
}

interface Move {
  flag: string;
  to: FlagState;
  reason?: string;
  version?: number;
  /** What the story calls the flag this one repeats. */
  sameAs?: string;
}

/** Somebody brings a flag to another state. */
export function moves(at: Moment, who: PersonKey, { flag, to, sameAs, ...said }: Move): Scene {
  return scene(at, who, (stage, viewer) => {
    const duplicateOf = sameAs && flagCalled(stage, sameAs).id;
    stage.doors.feedback.changeState(viewer, flagCalled(stage, flag).id, { state: to, duplicateOf, ...said });
  });
}

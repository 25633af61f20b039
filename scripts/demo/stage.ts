import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '#app/accounts/contract.ts';
import type { UploadPart } from '#app/catalog/contract.ts';
import type { PublishFields } from '#app/catalog/index.ts';
import type { FlagView } from '#app/feedback/contract.ts';
import type { RunView } from '#app/preview/contract.ts';
import { type Container, SAMPLES_DIR } from '#app/server/container.ts';
import type { PersonKey } from './cast.ts';
import type { StoryClock } from './story-clock.ts';

/** What the scenes of the story act with: the doors of the portal, its clock, and what happened so far. */
export interface Stage {
  doors: Pick<Container, 'accounts' | 'catalog' | 'preview' | 'feedback'>;
  clock: StoryClock;
  viewers: ReadonlyMap<PersonKey, Viewer>;
  /** Flags by what the story calls them. */
  flags: Map<string, FlagView>;
}

/** A model's version as it lies in the samples, and how it is published. */
export interface Publication {
  model: string;
  version: number;
  project: string;
  fields?: PublishFields;
}

/** A question and what the model is known to answer. */
export interface Question {
  model: string;
  version: number;
  /** Name of the example it starts from; the defaults when absent. */
  example?: string;
  /** Fields that differ from it. */
  values?: Record<string, unknown>;
  /** The decision, or a number to the nearest whole. */
  says: string | number;
}

/** @throws when nobody is called that */
export function viewerOf(stage: Stage, who: PersonKey): Viewer {
  const viewer = stage.viewers.get(who);
  if (!viewer) throw new Error(`Nobody in the story is called ${who}.`);
  return viewer;
}

/** @throws when there is no such flag yet */
export function flagCalled(stage: Stage, name: string): FlagView {
  const flag = stage.flags.get(name);
  if (!flag) throw new Error(`No flag is called ${name} at this point of the story.`);
  return flag;
}

/** Hands over a version of a sample as a person would, with the files that lie beside it. */
export async function publish(stage: Stage, viewer: Viewer, given: Publication): Promise<void> {
  const { model, version, fields = {} } = given;
  const folder = join(SAMPLES_DIR, model);
  const made = await upload(stage, viewer, {
    ...given,
    fields,
    files: [
      ['model', join(folder, String(version), 'model.onnx')],
      ['preview', join(folder, 'preview.json')],
      ['labels', join(folder, 'labels.txt')],
      ['card', join(folder, 'card.md')],
      ['reference', join(folder, 'test.csv')],
    ],
  });
  if (made !== version) throw new Error(`${model} became version ${made}, not ${version}.`);
}

/** Takes a text beside the model for the model itself. @throws what the check says to that */
export async function publishCard(stage: Stage, viewer: Viewer, given: Omit<Sending, 'fields' | 'files'>) {
  const card = join(SAMPLES_DIR, given.model, 'card.md');
  await upload(stage, viewer, { ...given, fields: {}, files: [['model', card]] });
}

interface Sending {
  model: string;
  project: string;
  fields: PublishFields;
  files: [UploadPart, string][];
}

/** Sends those of the files that are there; answers the number of the version. */
async function upload({ doors, clock }: Stage, viewer: Viewer, { model, project, fields, files }: Sending) {
  const sending = doors.catalog.beginUpload({ viewer, model, project, receivedAt: clock.now() });
  try {
    const present = files.filter(([, path]) => existsSync(path));
    await Promise.all(present.map(([part, path]) => sending.file(part, createReadStream(path))));
    return (await sending.finish(fields)).version;
  } catch (thrown) {
    await sending.abandon();
    throw thrown;
  }
}

/**
 * Asks, and keeps the run.
 * @throws when the model answers something else than the story says: then the story would not be true
 */
export async function ask({ doors }: Stage, viewer: Viewer, question: Question): Promise<RunView> {
  const { model, version: number, example, values = {}, says } = question;
  const { preview, catalog } = doors;
  const version = catalog.getVersion(viewer, model, number);
  const { description } = version;
  const place = description.examples.findIndex(({ name }) => name === example);
  if (example !== undefined && place < 0) throw new Error(`${model} has no example ${example}.`);
  const isAsIs = example !== undefined && Object.keys(values).length === 0;
  const inputs = { ...description.examples[place]?.values, ...values };
  const run = isAsIs
    ? (await preview.runExample({ viewer, version, place })).run
    : await preview.run({ viewer, version, inputs, source: 'page' });
  const said = answerOf(run);
  if (said === says) return run;
  throw new Error(`${model} v${number} answers ${said} to ${example} ${JSON.stringify(values)}, not ${says}.`);
}

/** What a run says, as the story puts it: the decision, else its number to the nearest whole. */
export function answerOf({ answer }: RunView): string | number {
  return answer.decision ?? Math.round(Number([answer.values[0]?.value].flat(2)[0]));
}

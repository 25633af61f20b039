import { join } from 'node:path';
import type { Config } from '#app/core/config.ts';
import { type DataFolder, makeDataFolder } from '#app/core/data-folder.ts';
import { createIds, createSeededIds, type Ids } from '#app/core/ids.ts';
import type { Log } from '#app/core/log.ts';
import { readOrMakeSecret } from '#app/core/secret-file.ts';
import { type Container, createContainer, recover } from '#app/server/container.ts';
import { type Serving, startServing } from '#app/serving/serving.ts';
import { closeDatabase, doNotWaitForDisk, openDatabase } from '#db/client.ts';
import { migrateDatabase } from '#db/migrate.ts';
import { meetPeople } from './meet-people.ts';
import type { Scene } from './scenes.ts';
import { FIRST_DAY, STORY } from './story/index.ts';
import { createStoryClock, type StoryClock } from './story-clock.ts';

/** Where ids start, so that the same story has the same addresses every time. */
const SEED = 20;

export interface Telling {
  /** Its data folder must be empty. */
  config: Config;
  log: Log;
  /** Wall clock at the end of the story, ms. */
  nowMs: number;
  /** Looks at what came of it before everything is closed. */
  look?: (container: Container) => void;
}

/**
 * Fills a data folder with the story of the demo: by the doors of the portal, with real answers of real models, on a
 * clock that goes through the weeks. Whatever is measured on the way (how long a publish takes) is what it took.
 */
export async function tellStory({ config, log, nowMs, look }: Telling): Promise<void> {
  const folder = makeDataFolder(config.dataDir);
  const servingToken = readOrMakeSecret(join(folder.secrets, 'serving-token'));
  const clock = createStoryClock(FIRST_DAY(nowMs));
  migrateDatabase({ path: folder.database, backupsDir: folder.backups, now: clock.now() });
  const db = openDatabase(folder.database);
  // A story that was broken off is told again from the start.
  doNotWaitForDisk(db);
  const parts = { config, db, folder, log, clock, ids: storyIds(), servingToken };
  const starting = serve(parts);
  let serving: Serving | null = null;
  try {
    const container = createContainer(parts);
    await recover(container);
    const viewers = await meetPeople(container.accounts);
    serving = await starting;
    const stage = { doors: container, clock, viewers, flags: new Map() };
    for (const { play } of inOrder(STORY, clock, nowMs)) await play(stage);
    look?.(container);
  } finally {
    await (serving ?? (await starting.catch(() => null)))?.stop();
    closeDatabase(db);
  }
}

/** The scenes one after another, each at its moment. */
function* inOrder(scenes: readonly Scene[], clock: StoryClock, nowMs: number): Generator<Scene> {
  const timed = scenes.map((scene) => ({ scene, ms: scene.at(nowMs) }));
  for (const { scene, ms } of timed.toSorted((one, other) => one.ms - other.ms)) {
    clock.moveTo(ms);
    yield scene;
  }
}

/** What is answered comes from the models themselves. */
function serve({ config, folder, servingToken, log }: ServingParts): Promise<Serving> {
  const { serving, workerCount, sandbox } = config;
  const { host, port } = serving;
  const dataDir = folder.root;
  // Scenes come one after another, and so do their questions: more workers would only load every model again.
  return startServing({ dataDir, host, port, tokens: [servingToken], workerCount: workerCount ?? 1, sandbox, log });
}

interface ServingParts {
  config: Config;
  folder: DataFolder;
  servingToken: string;
  log: Log;
}

/** Addresses are the same in every telling; nobody can foresee a secret. */
function storyIds(): Ids {
  const { secret } = createIds();
  return { next: createSeededIds(SEED).next, secret };
}

import { join } from 'node:path';
import type { Clock } from '#app/core/clock.ts';
import type { DataFolder } from '#app/core/data-folder.ts';
import type { Log } from '#app/core/log.ts';
import type { Engine } from '../engines/engine.ts';
import type { Repository } from '../repository/repository.ts';
import { createStatistics } from '../statistics/statistics.ts';
import { type Ask, createAsk } from './ask.ts';
import { createModels, type Models } from './models.ts';
import { createRouter, type Router } from './router.ts';

/** What the transports share: everything the protocol can do, without the form it comes in. */
export interface Protocol {
  engine: Engine;
  repository: Repository;
  router: Router;
  models: Models;
  ask: Ask;
}

export async function openProtocol(deps: {
  engine: Engine;
  repository: Repository;
  folder: DataFolder;
  clock: Clock;
  log: Log;
}): Promise<Protocol> {
  const { engine, repository, folder, clock, log } = deps;
  const router = createRouter({ repository, path: join(folder.serving, 'routes.json'), log });
  await router.open();
  const statistics = createStatistics(() => clock.now());
  const models = createModels({ engine, repository, router, statistics, modelsDir: folder.models });
  return { engine, repository, router, models, ask: createAsk({ engine, statistics, clock }) };
}

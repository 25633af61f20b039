import { appError } from '#app/core/errors.ts';
import { oipError } from '#app/oip/oip-error.ts';
import type { ModelMetadata } from '#app/oip/tensor.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import type { Engine, ServedVersion } from '../engines/engine.ts';
import { filesOfLoad, type SentFile } from '../repository/load-request.ts';
import { putVersion } from '../repository/put-version.ts';
import type { IndexEntry, Repository } from '../repository/repository.ts';
import type { ModelStatistics, Statistics } from '../statistics/statistics.ts';
import { type ModelConfig, modelConfig } from './model-config.ts';
import type { Address, Router } from './router.ts';

/** Everything of the protocol but questions, the same over HTTP and gRPC. All failures are coded or OipErrors. */
export interface Models {
  server(): { name: string; version: string; extensions: string[] };
  /** @throws FL_SERVING_UNAVAILABLE when the server takes no questions; what the router throws */
  ready(address: Address): { name: string; ready: true };
  metadata(address: Address): Promise<ModelMetadata>;
  config(address: Address): Promise<ModelConfig>;
  /** Of one version, of a model's versions, or of all. */
  statistics(address: Address | null): Promise<{ model_stats: ModelStatistics[] }>;
  index(options: { ready?: unknown; repository_name?: unknown }): Promise<IndexEntry[]>;
  load(model: string, options: { parameters?: unknown; repository_name?: unknown }): Promise<void>;
  unload(model: string, options: { parameters?: unknown; repository_name?: unknown }): void;
}

/** Name of the engine's file format in the protocol's list of platforms. */
const PLATFORM = 'onnx_onnxv1';

/** Only what works is announced: `schedule_policy` joins once priorities order the queue. */
const EXTENSIONS = ['binary_tensor_data', 'model_configuration', 'model_repository', 'statistics'];

export interface ModelsDeps {
  engine: Engine;
  repository: Repository;
  router: Router;
  statistics: Statistics;
  modelsDir: string;
}

export function createModels({ engine, repository, router, statistics, modelsDir }: ModelsDeps): Models {
  async function allServed(): Promise<ServedVersion[]> {
    const entries = (await repository.index()).filter(({ state }) => state === 'READY');
    // One may have been unloaded since the folder was read.
    const still = entries.filter(({ name, version }) => isServed(repository, name, Number(version)));
    return still.map(({ name, version }) => repository.find(name, version));
  }
  return {
    server: () => ({ name: 'firstlook', version: packageJson.version, extensions: EXTENSIONS }),
    ready: (address) => {
      const { model } = router.find(address);
      if (!engine.isReady()) throw appError('FL_SERVING_UNAVAILABLE', { retryAfterS: 1 });
      return { name: model, ready: true };
    },
    metadata: async (address) => {
      const version = router.describe(address);
      const { inputs, outputs } = await engine.signature(version);
      const versions = repository.versionsOf(version.model).map(String);
      return { name: version.model, versions, platform: PLATFORM, inputs, outputs };
    },
    config: async (address) => {
      const version = router.describe(address);
      return modelConfig(version.model, await engine.signature(version));
    },
    statistics: async (address) => {
      if (address && (address.version !== undefined || address.model.includes('@'))) {
        return { model_stats: [statistics.of(router.find(address))] };
      }
      if (address) {
        const numbers = repository.versionsOf(address.model);
        return { model_stats: numbers.map((n) => statistics.of(repository.find(address.model, String(n)))) };
      }
      const served = await allServed();
      statistics.keepOnly(served);
      return { model_stats: served.map((version) => statistics.of(version)) };
    },
    index: async ({ ready, repository_name: name }) => {
      refuseOtherRepository(name);
      const entries = await repository.index();
      return ready === true ? entries.filter((entry) => entry.state === 'READY') : entries;
    },
    load: async (model, { parameters, repository_name: name }) => {
      refuseOtherRepository(name);
      await loadWith({ model, files: filesOfLoad(model, parameters) }, { repository, modelsDir });
    },
    unload: (model, { parameters, repository_name: name }) => {
      refuseOtherRepository(name);
      checkUnload(parameters);
      repository.unload(model);
    },
  };
}

/** Files are written first; those that turn out not to load are taken away again. */
async function loadWith(
  { model, files }: { model: string; files: readonly SentFile[] },
  { repository, modelsDir }: Pick<ModelsDeps, 'repository' | 'modelsDir'>,
): Promise<void> {
  const written: { version: number; remove: () => Promise<void> }[] = [];
  try {
    for (const file of files) {
      const remove = await putVersion(modelsDir, model, file);
      if (remove) written.push({ version: file.version, remove });
    }
    await repository.load(model);
  } catch (error) {
    const useless = written.filter(({ version }) => !isServed(repository, model, version));
    await Promise.all(useless.map(({ remove }) => remove()));
    throw error;
  }
}

function isServed(repository: Repository, model: string, version: number): boolean {
  try {
    return repository.versionsOf(model).includes(version);
  } catch {
    return false;
  }
}

/** There is one repository, and it has no name. */
function refuseOtherRepository(name: unknown): void {
  if (name === undefined || name === null || name === '') return;
  throw oipError(501, 'There is one repository here, without a name. Leave "repository_name" out.');
}

function checkUnload(parameters: unknown): void {
  if (parameters === undefined || parameters === null) return;
  const { unload_dependents: dependents = false } = parameters as { unload_dependents?: unknown };
  if (typeof parameters !== 'object' || typeof dependents !== 'boolean') {
    throw oipError(400, 'The parameter "unload_dependents" must be true or false.');
  }
}

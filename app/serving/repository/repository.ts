import { appError } from '#app/core/errors.ts';
import type { Log } from '#app/core/log.ts';
import type { Engine, ServedVersion } from '../engines/engine.ts';
import { chooseVersion } from '../router/choose-version.ts';
import { MODEL_NAME, scanModel, scanModels, versionNumber } from './scan.ts';

export interface IndexEntry {
  name: string;
  version: string;
  state: 'READY' | 'UNAVAILABLE';
  reason: string;
}

/** Which versions are served: those found at the start, and since then what was loaded and unloaded by name. */
export interface Repository {
  /** Reads the whole folder and serves every version in it. */
  open(): Promise<void>;
  /** Lets go of versions whose file is gone or another one now. */
  prune(): Promise<void>;
  /** What is on the disk and whether it is served. */
  index(): Promise<IndexEntry[]>;
  /**
   * The version an address means; without a version, what `router/` chooses.
   * @throws FL_MODEL_NOT_FOUND, FL_VERSION_NOT_FOUND
   */
  find(model: string, version?: string): ServedVersion;
  /** Numbers of the versions served, in order. */
  versionsOf(model: string): number[];
  /**
   * Serves every version in the model's folder, each loaded once so that a bad file is known now and not later.
   * @throws FL_MODEL_NOT_FOUND; what loading a version throws, while the versions that did load are served
   */
  load(model: string): Promise<void>;
  /** Serves the model no longer. @throws FL_MODEL_NOT_FOUND */
  unload(model: string): void;
}

export function createRepository(deps: { modelsDir: string; engine: Engine; log: Log }): Repository {
  const { modelsDir, engine, log } = deps;
  const served = new Map<string, Map<number, ServedVersion>>();

  function modelNamed(name: string): Map<number, ServedVersion> {
    const versions = MODEL_NAME.test(name) ? served.get(name) : undefined;
    if (!versions) throw appError('FL_MODEL_NOT_FOUND');
    return versions;
  }

  function serve(version: ServedVersion): void {
    const versions = served.get(version.model) ?? new Map<number, ServedVersion>();
    const before = versions.get(version.version);
    served.set(version.model, versions.set(version.version, version));
    if (before && before.key !== version.key) engine.forget(before);
  }

  function drop(version: ServedVersion): void {
    const versions = served.get(version.model);
    if (versions?.get(version.version)?.key !== version.key) return;
    versions.delete(version.version);
    if (versions.size === 0) served.delete(version.model);
    engine.forget(version);
  }

  return {
    open: async () => {
      for (const versions of (await scanModels(modelsDir)).values()) versions.forEach(serve);
      log.info({ models: served.size }, 'the model folder is read');
    },
    prune: async () => {
      for (const [model, versions] of [...served]) {
        const onDisk = new Set((await scanModel(modelsDir, model)).map((version) => version.key));
        const isGone = (version: ServedVersion) => !onDisk.has(version.key);
        // Only what was looked at may go: another load may have brought more meanwhile.
        for (const version of [...versions.values()].filter(isGone)) drop(version);
      }
    },
    index: async () => {
      const onDisk = [...(await scanModels(modelsDir)).values()].flat();
      return onDisk.map(({ model, version, key }) => {
        const isServed = served.get(model)?.get(version)?.key === key;
        return { name: model, version: String(version), ...(isServed ? READY : UNLOADED) };
      });
    },
    find: (model, version) => {
      const versions = modelNamed(model);
      const number = version === undefined ? chooseVersion([...versions.keys()]) : versionNumber(version);
      const found = number === undefined ? undefined : versions.get(number);
      if (!found) throw appError('FL_VERSION_NOT_FOUND', { message: noSuchVersion([...versions.keys()]) });
      return found;
    },
    versionsOf: (model) => [...modelNamed(model).keys()].sort((a, b) => a - b),
    load: async (model) => {
      const onDisk = MODEL_NAME.test(model) ? await scanModel(modelsDir, model) : [];
      if (onDisk.length === 0) throw appError('FL_MODEL_NOT_FOUND', { message: NOT_IN_FOLDER });
      let failure: unknown = null;
      for (const version of onDisk) {
        if (served.get(model)?.get(version.version)?.key === version.key) continue;
        try {
          await engine.load(version);
          serve(version);
        } catch (error) {
          failure ??= error;
        }
      }
      if (failure) throw failure;
    },
    unload: (model) => {
      for (const version of [...modelNamed(model).values()]) drop(version);
    },
  };
}

const NOT_IN_FOLDER = 'There is no model of this name in the model folder.';
const READY = { state: 'READY', reason: '' } as const;
const UNLOADED = { state: 'UNAVAILABLE', reason: 'unloaded' } as const;

function noSuchVersion(numbers: readonly number[]): string {
  return `This model has no such version; it has ${numbers.join(', ')}.`;
}

import { appError } from '#app/core/errors.ts';
import type { Log } from '#app/core/log.ts';
import type { Engine, ServedVersion } from '../engines/engine.ts';
import { type IndexEntry, indexEntry } from './index-entry.ts';
import { createStateFile, type StateFile } from './kept-state.ts';
import { MODEL_NAME, scanModel, scanModels } from './scan.ts';
import { ServedVersions } from './served-versions.ts';

export type { IndexEntry } from './index-entry.ts';

/** Which versions are served: those found at the start, and since then what was loaded and unloaded by name. */
export interface Repository {
  /** Reads the whole folder and serves every version in it, save what was unloaded by name before a restart. */
  open(): Promise<void>;
  /** Loads what was loaded before a restart, one after another; what does not load any more is left to be asked. */
  restore(): Promise<void>;
  /** Lets go of versions whose file is gone, loads those that have another file now, writes down what is loaded. */
  prune(): Promise<void>;
  /** What is on the disk, whether it is served, and where it is in its life. */
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
  /** Serves the model no longer, also after a restart. @throws FL_MODEL_NOT_FOUND */
  unload(model: string): void;
}

export interface RepositoryDeps {
  modelsDir: string;
  /** File that keeps what is loaded. */
  statePath: string;
  engine: Engine;
  log: Log;
}

/** The model folder as it is served. */
export class FolderRepository implements Repository {
  readonly #deps: RepositoryDeps;
  readonly #served: ServedVersions;
  /** Models unloaded by name. */
  readonly #unloaded = new Set<string>();
  /** `<model>/<version>` of what a restart has yet to load. */
  readonly #restoring = new Set<string>();
  readonly #file: StateFile;

  constructor(deps: RepositoryDeps) {
    this.#deps = deps;
    this.#served = new ServedVersions(deps.engine);
    this.#file = createStateFile(deps.statePath, deps.log);
  }

  async open(): Promise<void> {
    const kept = await this.#file.read();
    for (const [model, versions] of await scanModels(this.#deps.modelsDir)) {
      if (kept.unloaded.includes(model)) this.#unloaded.add(model);
      else for (const version of versions) await this.#served.serve(version);
    }
    for (const name of kept.loaded) this.#restoring.add(name);
    this.#deps.log.info({ models: this.#served.models().length }, 'the model folder is read');
  }

  async restore(): Promise<void> {
    const { engine, log } = this.#deps;
    for (const name of [...this.#restoring]) {
      const [model = '', number = ''] = name.split('/');
      const version = this.#served.get(model, Number(number));
      if (version) await engine.load(version).catch((error) => log.warn({ err: error, name }, NOT_RESTORED));
      this.#restoring.delete(name);
    }
  }

  async prune(): Promise<void> {
    for (const model of this.#served.models()) await this.#pruneModel(model);
    await this.#save();
  }

  async index(): Promise<IndexEntry[]> {
    const onDisk = [...(await scanModels(this.#deps.modelsDir)).values()].flat();
    return onDisk.map((version) => {
      const now = this.#served.get(version.model, version.version);
      const life = this.#deps.engine.stateOf(now ?? version);
      return indexEntry(version, { isServed: now !== undefined, life });
    });
  }

  find(model: string, version?: string): ServedVersion {
    return this.#served.find(model, version);
  }

  versionsOf(model: string): number[] {
    return [...this.#served.ofModel(model).keys()].sort((a, b) => a - b);
  }

  async load(model: string): Promise<void> {
    const { modelsDir, engine } = this.#deps;
    const onDisk = MODEL_NAME.test(model) ? await scanModel(modelsDir, model) : [];
    if (onDisk.length === 0) throw appError('FL_MODEL_NOT_FOUND', { message: NOT_IN_FOLDER });
    this.#unloaded.delete(model);
    let failure: unknown = null;
    for (const version of onDisk) {
      try {
        // Loaded first: until then what was served before goes on answering.
        if (!this.#served.isServed(version)) await engine.load(version);
        await this.#served.serve(version);
      } catch (error) {
        failure ??= error;
      }
    }
    await this.#save();
    if (failure) throw failure;
  }

  unload(model: string): void {
    for (const version of [...this.#served.ofModel(model).values()]) this.#served.drop(version);
    this.#unloaded.add(model);
    void this.#save();
  }

  async #pruneModel(model: string): Promise<void> {
    // Only what was looked at may go: another load may have brought more meanwhile.
    const before = this.#served.all().filter((version) => version.model === model);
    const onDisk = new Map((await scanModel(this.#deps.modelsDir, model)).map((version) => [version.version, version]));
    for (const version of before) {
      const now = onDisk.get(version.version);
      if (!now) this.#served.drop(version);
      else if (now.key !== version.key) await this.#exchange(version, now);
    }
  }

  /** Another file has come in a served one's place: that answers until the new one is loaded. */
  async #exchange(before: ServedVersion, now: ServedVersion): Promise<void> {
    try {
      await this.#deps.engine.load(now);
      if (this.#served.isServed(before)) await this.#served.serve(now);
    } catch {
      this.#served.drop(before);
    }
  }

  #save(): Promise<void> {
    const { engine } = this.#deps;
    const loaded = this.#served.all().filter((version) => engine.stateOf(version).state === 'ready');
    const names = new Set([...this.#restoring, ...loaded.map(({ model, version }) => `${model}/${version}`)]);
    return this.#file.write({ loaded: [...names].sort(), unloaded: [...this.#unloaded].sort() });
  }
}

const NOT_IN_FOLDER = 'There is no model of this name in the model folder.';
const NOT_RESTORED = 'what was loaded before the restart could not be loaded';

import { appError } from '#app/core/errors.ts';
import type { Engine, ServedVersion } from '../engines/engine.ts';
import { chooseVersion } from '../router/choose-version.ts';
import { readRunDeadlineMs } from './author-limits.ts';
import { MODEL_NAME, versionNumber } from './scan.ts';

/** The versions that answer, by model and number. */
export class ServedVersions {
  readonly #engine: Engine;
  readonly #models = new Map<string, Map<number, ServedVersion>>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  models(): string[] {
    return [...this.#models.keys()];
  }

  all(): ServedVersion[] {
    return [...this.#models.values()].flatMap((versions) => [...versions.values()]);
  }

  get(model: string, version: number): ServedVersion | undefined {
    return this.#models.get(model)?.get(version);
  }

  isServed({ model, version, key }: ServedVersion): boolean {
    return this.get(model, version)?.key === key;
  }

  /** @throws FL_MODEL_NOT_FOUND */
  ofModel(name: string): ReadonlyMap<number, ServedVersion> {
    const versions = MODEL_NAME.test(name) ? this.#models.get(name) : undefined;
    if (!versions) throw appError('FL_MODEL_NOT_FOUND');
    return versions;
  }

  /** @throws FL_MODEL_NOT_FOUND, FL_VERSION_NOT_FOUND */
  find(model: string, version?: string): ServedVersion {
    const versions = this.ofModel(model);
    const number = version === undefined ? chooseVersion([...versions.keys()]) : versionNumber(version);
    const found = number === undefined ? undefined : versions.get(number);
    if (found) return found;
    const message = `This model has no such version; it has ${[...versions.keys()].join(', ')}.`;
    throw appError('FL_VERSION_NOT_FOUND', { message });
  }

  /** From now on this file answers; the one before it is let go of. */
  async serve(version: ServedVersion): Promise<void> {
    const runDeadlineMs = await readRunDeadlineMs(version.path);
    const versions = this.#models.get(version.model) ?? new Map<number, ServedVersion>();
    const before = versions.get(version.version);
    versions.set(version.version, runDeadlineMs === undefined ? version : { ...version, runDeadlineMs });
    this.#models.set(version.model, versions);
    if (before && before.key !== version.key) this.#engine.forget(before);
  }

  drop(version: ServedVersion): void {
    const versions = this.#models.get(version.model);
    if (!versions || !this.isServed(version)) return;
    versions.delete(version.version);
    if (versions.size === 0) this.#models.delete(version.model);
    this.#engine.forget(version);
  }
}

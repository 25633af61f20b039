import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReferenceRow, VersionDetail } from '#app/catalog/contract.ts';
import type { Catalog } from '#app/catalog/index.ts';
import type { Log } from '#app/core/log.ts';
import { fingerprintOf, isWorthStudying, type Study } from './study.ts';

/** Studies of versions, from the cache. */
export interface Studies {
  /** What is known of a version; null while nothing is. A missing or stale study is asked for. Never throws. */
  of(version: VersionDetail): Promise<Study | null>;
  /** Makes the study of a version and keeps it: for a job. @throws what asking throws when it may be over next time */
  make(versionId: string, signal: AbortSignal): Promise<void>;
  /** What is held in memory does not count any more: other reference rows. */
  forget(versionId: string): void;
}

export interface StudiesDeps {
  /** Deleting it is always safe. */
  cacheDir: string;
  log: Log;
  catalog: Pick<Catalog, 'readRows' | 'referenceOf'>;
  study(given: {
    version: VersionDetail;
    referenceSha256: string | null;
    rows: ReferenceRow[];
    signal: AbortSignal;
  }): Promise<Study>;
  /** Has `make` called soon, by a job. */
  request(versionId: string): void;
}

/** Enough for ten bins of a hundred; more would only take the model's time. */
const MOST_ROWS = 1_000;
/** A study takes up to a few megabytes. */
const MOST_HELD = 64;

interface Held {
  descriptionId: string;
  study: Promise<Study | null>;
}

export function createStudies(deps: StudiesDeps): Studies {
  const { cacheDir, catalog, log } = deps;
  const held = new Map<string, Held>();
  const requested = new Set<string>();
  const pathOf = (versionId: string): string => join(cacheDir, 'studies', `${versionId}.json`);

  async function load(version: VersionDetail): Promise<Study | null> {
    const referenceSha256 = catalog.referenceOf(version.id);
    if (!isWorthStudying(version, referenceSha256)) return null;
    const fingerprint = fingerprintOf(version, referenceSha256);
    const study = await readStudy(pathOf(version.id));
    if (study?.fingerprint === fingerprint) return study;
    const wanted = `${version.id} ${fingerprint}`;
    if (!requested.has(wanted)) {
      requested.add(wanted);
      deps.request(version.id);
    }
    return null;
  }

  return {
    of: (version) => {
      const { id, descriptionId } = version;
      const before = held.get(id);
      if (before?.descriptionId === descriptionId) return before.study;
      const study = load(version).catch((error: unknown) => {
        log.warn({ err: error, versionId: id }, 'what is known of a version could not be read');
        return null;
      });
      held.delete(id);
      held.set(id, { descriptionId, study });
      const [oldest] = held.keys();
      if (held.size > MOST_HELD && oldest !== undefined) held.delete(oldest);
      return study;
    },
    make: async (versionId, signal) => {
      const { version, sha256, rows } = await catalog.readRows(versionId, MOST_ROWS);
      if (!isWorthStudying(version, sha256)) return;
      const study = await deps.study({ version, referenceSha256: sha256, rows, signal });
      await keepStudy(pathOf(versionId), study);
      held.delete(versionId);
    },
    forget: (versionId) => void held.delete(versionId),
  };
}

async function readStudy(path: string): Promise<Study | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Study;
  } catch {
    // Not there yet, or cut short: it is made again.
    return null;
  }
}

/** Whole or not at all. */
async function keepStudy(path: string, study: Study): Promise<void> {
  const half = `${path}.${process.pid}.part`;
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(half, JSON.stringify(study));
  await rename(half, path);
}

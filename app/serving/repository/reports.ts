import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Clock, isoTime } from '#app/core/clock.ts';
import { appError } from '#app/core/errors.ts';
import type { CheckResult, GraphValue, ModelReport } from '#app/oip/control.ts';
import type { ServedVersion } from '../engines/engine.ts';

/** What the check measured of a file, and the types it saw. */
export interface FileReport extends ModelReport {
  sha256: string;
  measuredAt: string;
  inputs: GraphValue[];
  outputs: GraphValue[];
}

/** The reports of all files that passed a check, on the disk by the hash of the file: no list has to be kept. */
export interface Reports {
  keep(sha256: string, result: CheckResult): Promise<void>;
  /** @throws FL_REPORT_NOT_FOUND when no check has seen the file of this version */
  of(version: ServedVersion): Promise<FileReport>;
}

/** Hashes remembered: a file of 200 MB takes half a second to hash. */
const MOST_HASHES = 2000;

export function createReports({ dir, clock }: { dir: string; clock: Clock }): Reports {
  const hashes = new Map<string, Promise<string>>();
  const pathOf = (sha256: string) => join(dir, `${sha256}.json`);

  function hashOf({ key, path }: ServedVersion): Promise<string> {
    const known = hashes.get(key);
    if (known) return known;
    const [oldest] = hashes.keys();
    if (hashes.size >= MOST_HASHES && oldest !== undefined) hashes.delete(oldest);
    const hash = hashFile(path);
    hashes.set(key, hash);
    hash.catch(() => hashes.delete(key));
    return hash;
  }

  return {
    keep: async (sha256, { report, facts }) => {
      const { inputs, outputs } = facts;
      const kept: FileReport = { sha256, measuredAt: isoTime(clock.now()), ...report, inputs, outputs };
      await mkdir(dir, { recursive: true });
      const temporary = `${pathOf(sha256)}.${randomUUID()}.tmp`;
      await writeFile(temporary, JSON.stringify(kept));
      await rename(temporary, pathOf(sha256));
    },
    of: async (version) => {
      const sha256 = await hashOf(version).catch(() => null);
      const text = sha256 && (await readFile(pathOf(sha256), 'utf8').catch(() => null));
      if (!text) throw appError('FL_REPORT_NOT_FOUND');
      return JSON.parse(text) as FileReport;
    },
  };
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

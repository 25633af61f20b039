import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Unpacked, UnpackLimits } from '../messages.ts';
import { unpack } from './unpack.ts';

/** As serving sets them. */
const LIMITS: UnpackLimits = { entries: 1000, totalBytes: 4 * 2 ** 30, ratio: 200, freeBytes: 2 ** 20 };

/** Folders to unpack in, in this process. */
export interface UnpackBench {
  outbox: string;
  unpack(bytes: Uint8Array, limits?: Partial<UnpackLimits>): Promise<Unpacked>;
  /** What came out, by path. */
  filesOf(bytes: Uint8Array): Promise<Record<string, string>>;
  remove(): void;
}

export function makeUnpackBench(): UnpackBench {
  const root = mkdtempSync(join(tmpdir(), 'firstlook-unpack-'));
  const rooms = { inbox: join(root, 'in'), outbox: join(root, 'out') };
  for (const path of Object.values(rooms)) mkdirSync(path);
  const { outbox } = rooms;

  function unpackBytes(bytes: Uint8Array, limits: Partial<UnpackLimits> = {}) {
    writeFileSync(join(rooms.inbox, 'archive'), bytes);
    const order = { type: 'unpack' as const, id: 1, archive: 'archive', name: 'bundle.zip' };
    return unpack({ ...order, limits: { ...LIMITS, ...limits } }, rooms);
  }
  return {
    outbox,
    unpack: (bytes, limits) => {
      for (const name of readdirSync(outbox)) if (/^\d+$/.test(name)) rmSync(join(outbox, name));
      return unpackBytes(bytes, limits);
    },
    filesOf: async (bytes) => {
      for (const name of readdirSync(outbox)) rmSync(join(outbox, name));
      const unpacked = await unpackBytes(bytes);
      if (unpacked.type !== 'unpacked') throw new Error(unpacked.message);
      return Object.fromEntries(unpacked.files.map(({ path, at }) => [path, readFileSync(join(outbox, at), 'utf8')]));
    },
    remove: () => rmSync(root, { recursive: true }),
  };
}

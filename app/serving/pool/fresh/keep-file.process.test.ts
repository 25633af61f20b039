import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DataFolder, makeDataFolder } from '#app/core/data-folder.ts';
import { makeStaging, type Staging } from './staging.ts';

let folder: DataFolder;
let staging: Staging;
beforeEach(async () => {
  folder = makeDataFolder(mkdtempSync(join(tmpdir(), 'firstlook-keep-')));
  staging = await makeStaging(join(folder.cache, 'checking'));
});
afterEach(() => rmSync(folder.root, { recursive: true }));

/** Keeps a file in a process that may write files of so many blocks (512 or 1,024 bytes, as the shell has it) only. */
function keepWithin(blocks: number): { status: number | null; said: string } {
  const code = `
    import { keepFile } from ${JSON.stringify(join(import.meta.dirname, 'keep-file.ts'))};
    const [staging, folder] = ${JSON.stringify([staging, folder])};
    const made = { path: 'model.onnx', allowance: { leftBytes: 4 << 20 } };
    await keepFile(staging, made, folder).then(
      (kept) => console.log(JSON.stringify(kept)),
      ({ code }) => console.log(code),
    );`;
  const script = `ulimit -f ${blocks}; exec "$0" --input-type=module -e "$1"`;
  const { status, stdout } = spawnSync('/bin/sh', ['-c', script, process.execPath, code], { encoding: 'utf8' });
  return { status, said: stdout.trim() };
}

test('C4 A10 a write that takes only a part of the bytes is not taken for the whole: the rest is refused, nothing stays', () => {
  const bytes = Buffer.alloc(1 << 20, 7);
  writeFileSync(join(staging.outbox, 'model.onnx'), bytes);
  // The limit lies inside the last piece: the system takes a part of it and refuses the next byte.
  expect(keepWithin(800)).toEqual({ status: 0, said: 'EFBIG' });
  expect(readdirSync(folder.blobs)).toEqual([]);
  expect(readdirSync(staging.root).sort()).toEqual(['empty', 'in', 'out']);

  expect(JSON.parse(keepWithin(10_000).said)).toMatchObject({ sizeBytes: bytes.length });
  const [part = ''] = readdirSync(folder.blobs);
  const [blob = ''] = readdirSync(join(folder.blobs, part));
  expect(readFileSync(join(folder.blobs, part, blob)).equals(bytes)).toBe(true);
});

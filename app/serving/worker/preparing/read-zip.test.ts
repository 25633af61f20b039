import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { goodZip } from '../../pool/preparing/testing-archives.ts';
import { createBudget } from './budget.ts';
import { readZip } from './read-zip.ts';

const LIMITS = { entries: 10, totalBytes: 1 << 20, ratio: 200, freeBytes: 1 << 20 };

test('A6 an entry that fails before anyone reads it is a failure for whoever reads it then', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'firstlook-zip-'));
  const bytes = await goodZip({ 'model.onnx': 'm'.repeat(100) });
  // Inside the packed bytes, behind the header and the name.
  bytes[45] = bytes[45]! ^ 0xff;
  const path = join(folder, 'damaged.zip');
  writeFileSync(path, bytes);
  const read = readZip(path, createBudget(bytes.length, LIMITS), async (entry) => {
    const chunks = await entry.open();
    await rest(50);
    for await (const _chunk of chunks);
  });
  await expect(read).rejects.toThrow();
  rmSync(folder, { recursive: true });
});

import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Unpacked, UnpackOrder } from '../messages.ts';
import { isRefusal, refusal, refusalOf } from '../refusal.ts';
import type { ArchiveEntry, Visit } from './archive-entry.ts';
import { archiveKind } from './archive-kind.ts';
import { arrange } from './arrange.ts';
import { type Budget, createBudget } from './budget.ts';
import { explained } from './explained.ts';
import { isLeftOut, leftOutNotice } from './left-out.ts';
import { createPlaces } from './places.ts';
import { readTar } from './read-tar.ts';
import { readZip } from './read-zip.ts';
import { safePath } from './safe-path.ts';
import { shown } from './shown.ts';

/** Where the archive lies, and where its files go. */
export interface Rooms {
  inbox: string;
  outbox: string;
}

/**
 * Unpacks an archive into plain numbered files: its own names are never used on the disk. Every way in which it cannot
 * be unpacked is a refusal; anything else thrown is a fault of ours and ends the process.
 */
export async function unpack(order: UnpackOrder, { inbox, outbox }: Rooms): Promise<Unpacked> {
  try {
    return await pass(order, join(inbox, order.archive), outbox);
  } catch (thrown) {
    const error = explained(thrown);
    if (!isRefusal(error)) throw error;
    return { type: 'refused', code: error.code, message: error.message };
  }
}

async function pass({ name, limits }: UnpackOrder, archive: string, outbox: string): Promise<Unpacked> {
  const budget = createBudget((await stat(archive)).size, limits);
  const places = createPlaces();
  const found: string[] = [];
  const leftOut: string[] = [];
  await visitEntries({ archive, name }, budget, async (entry) => {
    budget.countEntry(entry.statedBytes);
    const path = safePath(entry.name);
    refuseSpecial(entry);
    if (path === '' && entry.kind === 'folder') return;
    if (path === '') throw refusalOf('FL_ARCHIVE_NAME');
    if (isLeftOut(path)) {
      if (entry.kind === 'file') leftOut.push(path);
    } else if (entry.kind === 'folder') {
      places.takeFolder(path);
    } else {
      places.takeFile(path);
      await save(await entry.open(), join(outbox, String(found.length)));
      found.push(path);
    }
  });
  const { files, notices } = arrange(found);
  const extras = [...leftOut, ...places.emptyFolders()];
  return {
    type: 'unpacked',
    files: files.map(({ path, from }) => ({ path, at: String(found.indexOf(from)) })),
    notices: extras.length > 0 ? [leftOutNotice(extras), ...notices] : notices,
  };
}

async function visitEntries(from: { archive: string; name: string }, budget: Budget, visit: Visit): Promise<void> {
  const kind = await archiveKind(from.archive);
  if (kind === 'empty') throw refusalOf('FL_ARCHIVE_EMPTY');
  if (kind === 'zip') return readZip(from.archive, budget, visit);
  if (kind !== 'other') return readTar({ path: from.archive, isGzip: kind === 'gzip' }, budget, visit);
  const message = `${shown(from.name)} is not an archive that can be unpacked. Pack the folder as .zip or .tar.gz.`;
  throw refusal('FL_ARCHIVE_FORMAT', message);
}

function refuseSpecial({ kind, name }: ArchiveEntry): void {
  if (kind === 'link') {
    const message = `${shown(name)} in the archive is a link. Pack the folder with the file itself in its place.`;
    throw refusal('FL_ARCHIVE_LINK', message);
  }
  if (kind === 'special') {
    const message = `${shown(name)} in the archive is neither a plain file nor a folder. Leave it out.`;
    throw refusal('FL_ARCHIVE_SPECIAL', message);
  }
}

async function save(bytes: AsyncIterable<Uint8Array>, path: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of bytes) await file.writeFile(chunk);
  } finally {
    await file.close();
  }
}

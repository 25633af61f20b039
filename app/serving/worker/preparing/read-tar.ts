import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Extract, extract } from 'tar-stream';
import { isRefusal, refusalOf } from '../refusal.ts';
import type { ArchiveEntry, Visit } from './archive-entry.ts';
import { startsTar, TAR_BLOCK_BYTES } from './archive-kind.ts';
import type { Budget } from './budget.ts';

/** A tar ends with two blocks of zeros: without them it may have been cut between two entries. */
const END_BYTES = 2 * TAR_BLOCK_BYTES;

const KINDS: Record<string, ArchiveEntry['kind']> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'folder',
  link: 'link',
  symlink: 'link',
};

/**
 * Visits the entries of a tar in their order.
 * @throws a refusal, an Error in the library's words when the tar is damaged, and what `visit` throws
 */
export async function readTar(from: { path: string; isGzip: boolean }, budget: Budget, visit: Visit): Promise<void> {
  const entries = extract();
  const unzipped = from.isGzip ? [createGunzip()] : [];
  const feeding = pipeline([createReadStream(from.path), ...unzipped, watch(budget), entries]).then(
    () => null,
    (error: unknown) => error,
  );
  try {
    for await (const entry of entries) {
      await visit(asEntry(entry));
      // What the visit did not want has to go by all the same.
      entry.resume();
    }
  } catch (error) {
    entries.destroy();
    // When the bytes stopped coming, the reason is the one that counts.
    const reason = await feeding;
    throw isRefusal(reason) || !isRefusal(error) ? (reason ?? error) : error;
  }
  // The entries end only when the bytes did; a part must never pass for the whole, all the same.
  const failure = await feeding;
  if (failure) throw failure;
}

type Entry = Extract extends AsyncIterable<infer Source> ? Source : never;

function asEntry(entry: Entry): ArchiveEntry {
  const { name, type, size, pax } = entry.header;
  // Its holes are listed in front of its bytes, so they are not the file.
  const isSparse = Object.keys(pax ?? {}).some((key) => key.startsWith('GNU.sparse.'));
  const kind = isSparse ? 'special' : (KINDS[type ?? ''] ?? 'special');
  return {
    name,
    // Old tars mark a folder by its name alone.
    kind: kind === 'file' && name.endsWith('/') ? 'folder' : kind,
    statedBytes: size ?? 0,
    open: () => Promise.resolve(entry as AsyncIterable<Uint8Array>),
  };
}

/** Lets the bytes of a tar through, counted; refuses what does not begin or end as a tar does. */
function watch(budget: Budget): Transform {
  let start = Buffer.alloc(0);
  let isKnown = false;
  let zeroCount = 0;
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      try {
        budget.spend(chunk.length);
        zeroCount = zerosAtEnd(chunk, zeroCount);
        if (!isKnown) {
          start = Buffer.concat([start, chunk]);
          isKnown = start.length >= TAR_BLOCK_BYTES;
          if (isKnown && !startsTar(start)) throw refusalOf('FL_ARCHIVE_FORMAT');
          if (isKnown) start = Buffer.alloc(0);
        }
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
    flush: (done) => {
      if (!isKnown) done(refusalOf('FL_ARCHIVE_FORMAT'));
      else done(zeroCount >= END_BYTES ? null : refusalOf('FL_ARCHIVE_DAMAGED'));
    },
  });
}

/** How many zeros the bytes so far end with. */
function zerosAtEnd(chunk: Buffer, before: number): number {
  let i = chunk.length;
  while (i > 0 && chunk[i - 1] === 0) i -= 1;
  return i === 0 ? before + chunk.length : chunk.length - i;
}

import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { refusal, refusalOf } from '../refusal.ts';
import type { ArchiveEntry, Visit } from './archive-entry.ts';
import type { Budget } from './budget.ts';

const STORED = 0;
const DEFLATED = 8;

/** Kinds of files in the upper half of a zip's attributes, as Unix has them; none: made on another system. */
const UNIX_MASK = 0o170000;
const UNIX_FILE = 0o100000;
const UNIX_FOLDER = 0o040000;
const UNIX_LINK = 0o120000;
/** Windows' mark of a link. */
const REPARSE_POINT = 0x400;

/**
 * Visits the entries of a zip in the order of its directory.
 * @throws a refusal, an Error in the library's words when the zip is damaged, and what `visit` throws
 */
export async function readZip(path: string, budget: Budget, visit: Visit): Promise<void> {
  // Names stay bytes: the library would put something in the place of what is no text, and turn backslashes round.
  const zip = await openPromise(path, { decodeStrings: false, validateEntrySizes: true });
  try {
    for await (const entry of zip.eachEntry()) {
      refuseUnreadable(entry);
      await visit(asEntry(zip, entry, budget));
    }
  } catch (error) {
    if (error instanceof Error && error.message === 'strong encryption is not supported') {
      throw refusalOf('FL_ARCHIVE_ENCRYPTED');
    }
    throw error;
  }
}

function refuseUnreadable(entry: Entry): void {
  if (entry.isEncrypted()) throw refusalOf('FL_ARCHIVE_ENCRYPTED');
  if (entry.compressionMethod === STORED || entry.compressionMethod === DEFLATED) return;
  const message = 'The zip is packed in a way that cannot be unpacked here. Pack it as a plain .zip or as .tar.gz.';
  throw refusal('FL_ARCHIVE_FORMAT', message);
}

function asEntry(zip: ZipFile, entry: Entry, budget: Budget): ArchiveEntry {
  const name = decoded(entry.fileNameRaw);
  return {
    name,
    kind: kindOf(entry, name),
    statedBytes: entry.uncompressedSize,
    open: async () => {
      const bytes = await zip.openReadStreamPromise(entry);
      // A damaged entry may fail before its first reader is there. The library only tells of it: a reader that comes
      // later gets the failure from a stream that was destroyed with it, and would wait for ever otherwise.
      bytes.on('error', (error) => bytes.destroy(error));
      return measured(bytes, entry, budget);
    },
  };
}

/** Most tools write UTF-8 whether or not they say so; a name in another encoding is not guessed at. */
function decoded(name: Uint8Array): string {
  return Buffer.from(name).toString('utf8');
}

function kindOf({ externalFileAttributes: attributes }: Entry, name: string): ArchiveEntry['kind'] {
  const unix = (attributes >>> 16) & UNIX_MASK;
  if (unix === UNIX_LINK || (attributes & REPARSE_POINT) !== 0) return 'link';
  if (unix === UNIX_FOLDER) return 'folder';
  if (unix !== UNIX_FILE && unix !== 0) return 'special';
  return name.endsWith('/') ? 'folder' : 'file';
}

/** The bytes as they come, counted, and held against the checksum at the end. */
async function* measured(bytes: AsyncIterable<Uint8Array>, entry: Entry, budget: Budget) {
  let checksum = 0;
  for await (const chunk of bytes) {
    budget.spend(chunk.byteLength);
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (checksum !== entry.crc32) throw refusalOf('FL_ARCHIVE_DAMAGED');
}

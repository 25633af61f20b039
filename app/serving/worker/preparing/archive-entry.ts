/** One thing in an archive, as the archive tells it: nothing of this is to be believed. */
export interface ArchiveEntry {
  name: string;
  kind: 'file' | 'folder' | 'link' | 'special';
  statedBytes: number;
  /** The bytes of a file, once; they need not be asked for, and are not held in memory. */
  open(): Promise<AsyncIterable<Uint8Array>>;
}

/** Called for each entry in turn; the next one is read when it is done. */
export type Visit = (entry: ArchiveEntry) => Promise<void>;

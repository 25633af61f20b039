/** A file with where it lay: folders that were dropped or chosen are part of its path. */
export interface PickedFile {
  file: File;
  path: string;
}

/** As many as a version's folder may hold; more is somebody's home folder. */
const MOST_FILES = 1_000;
/** What desktops leave in folders. */
const LEFT_BEHIND = /(^|\/)(\.|__MACOSX|Thumbs\.db|desktop\.ini)/i;

/** Files of an <input>, with their folders where a folder was chosen. */
export function filesOfInput(list: FileList): PickedFile[] {
  const files = [...list].slice(0, MOST_FILES + 1);
  return keep(files.map((file) => ({ file, path: file.webkitRelativePath || file.name })));
}

/** Files that were dropped or pasted; folders are walked through. */
export async function filesOfTransfer(transfer: DataTransfer): Promise<PickedFile[]> {
  // The list is emptied as soon as the event is over, so entries are taken before anything is waited for.
  const entries = [...transfer.items].flatMap((item) =>
    item.kind === 'file' ? (item.webkitGetAsEntry?.() ?? []) : [],
  );
  const plain = [...transfer.files];
  if (entries.length === 0) return keep(plain.map((file) => ({ file, path: file.name })));
  const found: PickedFile[] = [];
  for (const entry of entries) await walk(entry, found);
  return keep(found);
}

function keep(files: PickedFile[]): PickedFile[] {
  return files.filter(({ path }) => !LEFT_BEHIND.test(path));
}

async function walk(entry: FileSystemEntry, found: PickedFile[]): Promise<void> {
  if (found.length > MOST_FILES) return;
  const path = entry.fullPath.replace(/^\//, '') || entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    found.push({ file, path });
    return;
  }
  for (const child of await childrenOf(entry as FileSystemDirectoryEntry)) await walk(child, found);
}

/** Browsers hand a folder out a hundred entries at a time. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0 || children.length > MOST_FILES) return children;
    children.push(...some);
  }
}

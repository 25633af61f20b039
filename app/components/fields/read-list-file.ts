import { npyToJson, readNpy } from '#app/preview/formats/npy.ts';
import { type NumberColumn, readNumberColumns } from '#app/preview/formats/number-columns.ts';

/** A file as the text of a list, or the columns it offers, or why it is neither. */
export type ListFile =
  | { text: string; words: string; columns?: never; problem?: never }
  | { columns: NumberColumn[]; text?: never; problem?: never }
  | { problem: string; text?: never; columns?: never };

/** As much as a question can carry. */
const LARGEST_BYTES = 12 * 1024 * 1024;

/** Reads a .npy, .json or comma-separated file; which it is, its first bytes say. */
export async function readListFile(file: File, count: number | null): Promise<ListFile> {
  if (file.size > LARGEST_BYTES) {
    return { problem: `This file has ${Math.ceil(file.size / 1024 / 1024)} MB. At most 12 MB can be sent from here.` };
  }
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    return { problem: 'This file could not be read. It may have been moved or changed since it was chosen.' };
  }
  if (bytes[0] === 0x93) {
    const { array, problem } = readNpy(bytes);
    if (problem !== undefined) return { problem };
    return { text: npyToJson(array), words: `${array.shape.join(' × ') || '1'} values, ${array.descr}` };
  }
  return fromText(bytes, count);
}

function fromText(bytes: Uint8Array, count: number | null): ListFile {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { problem: 'This is not a .npy, .csv, .txt or .json file.' };
  }
  if (/^\s*[[{]/.test(text)) {
    try {
      JSON.parse(text);
      return { text: text.trim(), words: 'JSON' };
    } catch {
      // NumPy prints lists that are no JSON.
    }
  }
  const read = readNumberColumns(text, { length: count });
  return read.columns ? { columns: read.columns } : { problem: read.problem };
}

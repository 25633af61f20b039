import { readFile, stat } from 'node:fs/promises';
import { appError } from '#app/core/errors.ts';
import type { SideFiles } from '../describing/index.ts';
import { readReferenceRows } from '../describing/index.ts';

/** The files beside a model, by the part of the form, and what they are called in its folder (design §6). */
export const SIDE_PATHS = {
  preview: 'preview.json',
  labels: 'labels.txt',
  card: 'card.md',
  reference: 'reference.csv',
} as const;
export type SidePart = keyof typeof SIDE_PATHS;
const SIDE_PARTS = Object.keys(SIDE_PATHS) as SidePart[];

/** Where the bytes of each side file lie. */
export type SideLocations = Partial<Record<SidePart, string>>;

/** The files that tell about a model, for its description, with how large they are together. */
export function givenSides(
  sides: readonly { path: string; sha256: string; sizeBytes: number }[],
  blobPath: (sha256: string) => string,
): { locations: SideLocations; pictures: string[]; sizeBytes: number } {
  const locations: SideLocations = {};
  let sizeBytes = 0;
  for (const part of SIDE_PARTS) {
    const file = sides.find(({ path }) => path === SIDE_PATHS[part]);
    if (!file) continue;
    locations[part] = blobPath(file.sha256);
    sizeBytes += file.sizeBytes;
  }
  const pictures = sides.map(({ path }) => path).filter((path) => path.startsWith('examples/'));
  return { locations, pictures, sizeBytes };
}

const LARGEST_TEXT_BYTES = 4_000_000;

/** Reads side files for the description. @throws FL_DESCRIPTION_INVALID, with what is wrong by file */
export async function readSideFiles(at: SideLocations): Promise<SideFiles> {
  const files: SideFiles = {};
  if (at.preview) files.preview = parsePreview(await readText('preview.json', at.preview));
  if (at.labels) files.labels = await readText('labels.txt', at.labels);
  // A card is only shown: one letter that cannot be read must not refuse the model.
  if (at.card) files.card = await readText('card.md', at.card, { isLenient: true });
  if (at.reference) files.reference = await readReferenceRows(at.reference);
  return files;
}

async function readText(name: string, path: string, { isLenient = false } = {}): Promise<string> {
  const { size } = await stat(path);
  if (size > LARGEST_TEXT_BYTES) throw invalid(name, `is larger than ${LARGEST_TEXT_BYTES / 1e6} MB`);
  try {
    // A byte order mark at the start is left out, as Windows programs write one.
    return new TextDecoder('utf-8', { fatal: !isLenient }).decode(await readFile(path));
  } catch (cause) {
    if (cause instanceof TypeError) throw invalid(name, 'is not UTF-8 text', cause);
    throw cause;
  }
}

function parsePreview(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const hasNaN = /[[:,]\s*(?:NaN|-?Infinity)\b/.test(text);
    throw invalid('preview.json', hasNaN ? 'holds NaN or Infinity, which JSON has not' : 'is not valid JSON', cause);
  }
}

function invalid(name: string, what: string, cause?: unknown) {
  return appError('FL_DESCRIPTION_INVALID', {
    message: `${name} ${what}.`,
    fields: { [name]: what },
    ...(cause !== undefined && { cause }),
  });
}

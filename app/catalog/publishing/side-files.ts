import { open, readFile, stat } from 'node:fs/promises';
import { appError } from '#app/core/errors.ts';
import type { SideFiles } from '../describing/index.ts';
import { BUNDLE_FILES, type BundleFile, type BundleTexts, readReferenceRows } from '../describing/index.ts';

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

/** Where the files of a Hugging Face folder lie that tell something of inputs and outputs. */
export type BundleLocations = Partial<Record<BundleFile, string>>;

interface GivenSides {
  locations: SideLocations;
  bundle: BundleLocations;
  pictures: string[];
  /** Of all that is read. */
  sizeBytes: number;
}

/** The files that tell about a model, for its description, among its own and those beside it. */
export function givenSides(
  files: readonly { path: string; sha256: string; sizeBytes: number }[],
  blobPath: (sha256: string) => string,
): GivenSides {
  const given: GivenSides = { locations: {}, bundle: {}, pictures: [], sizeBytes: 0 };
  const byPath = new Map(files.map((file) => [file.path, file]));
  for (const part of SIDE_PARTS) {
    const file = byPath.get(SIDE_PATHS[part]);
    if (!file) continue;
    given.locations[part] = blobPath(file.sha256);
    given.sizeBytes += file.sizeBytes;
  }
  for (const name of BUNDLE_FILES) {
    const file = byPath.get(name);
    if (!file) continue;
    given.bundle[name] = blobPath(file.sha256);
    given.sizeBytes += Math.min(file.sizeBytes, MOST_READ_BYTES[name]);
  }
  given.pictures = [...byPath.keys()].filter((path) => path.startsWith('examples/'));
  return given;
}

const SETTINGS_BYTES = 2_000_000;
/** Of a tokenizer, whose vocabulary may be tens of megabytes, only the beginning says something of the description. */
const MOST_READ_BYTES: Record<BundleFile, number> = {
  'config.json': SETTINGS_BYTES,
  'preprocessor_config.json': SETTINGS_BYTES,
  'tokenizer_config.json': SETTINGS_BYTES,
  'tokenizer.json': 16_384,
  'config.pbtxt': SETTINGS_BYTES,
};

/** The beginnings of the files of a bundle; what is no text says nothing later on. */
export async function readBundleTexts(at: BundleLocations): Promise<BundleTexts> {
  const texts: BundleTexts = {};
  for (const name of BUNDLE_FILES) {
    const path = at[name];
    if (path !== undefined) texts[name] = await readBeginning(path, MOST_READ_BYTES[name]);
  }
  return texts;
}

async function readBeginning(path: string, mostBytes: number): Promise<string> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(mostBytes, (await file.stat()).size)));
    return new TextDecoder().decode(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
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

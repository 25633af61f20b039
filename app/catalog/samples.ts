import { createReadStream } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Viewer } from '#app/accounts/contract.ts';
import { systemViewer } from '#app/accounts/index.ts';
import { appError, asAppError } from '#app/core/errors.ts';
import { unlessMissing } from './blobs/links.ts';
import { MODEL_NAME } from './contract.ts';
import type { CatalogParts } from './deps.ts';
import { PICTURE } from './publishing/arrange-files.ts';
import { MAIN_FILE } from './publishing/check-candidate.ts';
import { SIDE_PATHS, type SidePart } from './publishing/side-files.ts';
import { beginUpload } from './publishing/upload.ts';

const PROJECT = { slug: 'samples', title: 'Samples', isSample: true };

/** Reference rows go by several names (design §6); the first that is there counts. */
const FILE_NAMES: Record<SidePart, readonly string[]> = {
  preview: [SIDE_PATHS.preview],
  labels: [SIDE_PATHS.labels],
  card: [SIDE_PATHS.card],
  reference: [SIDE_PATHS.reference, 'train.csv', 'test.csv'],
};

const PICTURES = 'examples';

/** How long serving may take to come up before the import is given up for now. */
const START_WAIT_MS = 30_000;
const START_POLL_MS = 200;

export interface ImportOptions {
  /** Stops between two samples. */
  signal?: AbortSignal;
  /** How long to wait for serving, ms. */
  waitMs?: number;
}

/** A file as it is sent. */
interface SampleFile {
  part: 'model' | 'files' | SidePart;
  /** Absolute. */
  path: string;
  /** Of a picture: its path in the version's folder. */
  name?: string;
}

interface Sample {
  model: string;
  /** In the order they are sent. */
  files: SampleFile[];
}

/**
 * Publishes every version in a folder laid out like the model repository, in order, as the samples' own actor. What is
 * published already stays as it is, so it may be broken off and begun again; a sample that is refused is skipped.
 * @throws FL_SERVING_UNAVAILABLE and other failures that may be over the next time
 */
export async function importSamples(
  parts: CatalogParts,
  samplesDir: string,
  { signal, waitMs = START_WAIT_MS }: ImportOptions = {},
): Promise<void> {
  const { accounts, log } = parts;
  await waitForServing(parts, waitMs, signal);
  const project = accounts.ensureProject(PROJECT);
  const viewer = systemViewer(PROJECT.slug);
  for (const sample of await findSamples(samplesDir)) {
    signal?.throwIfAborted();
    try {
      await importSample(parts, { sample, viewer, project: project.slug });
    } catch (thrown) {
      const error = asAppError(thrown);
      if (error.status >= 500) throw error;
      log.warn({ model: sample.model, code: error.code }, `a sample was skipped: ${error.message}`);
    }
  }
}

/** Both processes start at the same time, and serving takes longer. @throws FL_SERVING_UNAVAILABLE */
async function waitForServing({ oip, clock }: CatalogParts, waitMs: number, signal?: AbortSignal): Promise<void> {
  const untilMs = clock.monotonicMs() + waitMs;
  while (!(await oip.serverReady())) {
    if (clock.monotonicMs() >= untilMs) throw appError('FL_SERVING_UNAVAILABLE');
    await setTimeout(START_POLL_MS, undefined, { ref: false, ...(signal && { signal }) });
  }
}

interface Import {
  sample: Sample;
  viewer: Viewer;
  project: string;
}

async function importSample(parts: CatalogParts, { sample, viewer, project }: Import): Promise<void> {
  const receivedAt = parts.clock.now();
  const upload = beginUpload(parts, { viewer, model: sample.model, receivedAt, project });
  try {
    for (const { part, path, name } of sample.files) {
      const stream = createReadStream(path);
      await upload.file(part, stream, name).finally(() => stream.destroy());
    }
    await upload.finish({});
  } catch (thrown) {
    await upload.abandon();
    throw thrown;
  }
}

async function findSamples(samplesDir: string): Promise<Sample[]> {
  const samples: Sample[] = [];
  const models = (await foldersIn(samplesDir)).filter((name) => MODEL_NAME.test(name)).sort();
  for (const model of models) {
    const folder = join(samplesDir, model);
    const numbers = (await foldersIn(folder)).filter((name) => /^[1-9]\d*$/.test(name)).map(Number);
    for (const number of numbers.sort((a, b) => a - b)) {
      const files = await filesOf([join(folder, String(number)), folder]);
      if (files) samples.push({ model, files });
    }
  }
  return samples;
}

/** Files of one version: beside its model file, else beside the model. Null without a model file. */
async function filesOf([own, shared]: [own: string, shared: string]): Promise<Sample['files'] | null> {
  const main = join(own, MAIN_FILE);
  if (!(await isThere(main))) return null;
  const files: SampleFile[] = [{ part: 'model', path: main }];
  for (const [part, names] of Object.entries(FILE_NAMES) as [keyof typeof FILE_NAMES, readonly string[]][]) {
    const places = [own, shared].flatMap((folder) => names.map((name) => join(folder, name)));
    const present = await Promise.all(places.map(isThere));
    const path = places[present.indexOf(true)];
    if (path !== undefined) files.push({ part, path });
  }
  return [...files, ...(await picturesIn([join(own, PICTURES), join(shared, PICTURES)]))];
}

/** Pictures of examples: of the first folder that has any. */
async function picturesIn(folders: readonly string[]): Promise<SampleFile[]> {
  for (const folder of folders) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(unlessMissing([]));
    const names = entries.filter((entry) => entry.isFile() && PICTURE.test(entry.name)).map(({ name }) => name);
    if (names.length === 0) continue;
    return names.sort().map((name) => ({ part: 'files', path: join(folder, name), name: `${PICTURES}/${name}` }));
  }
  return [];
}

async function foldersIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

const isThere = (path: string): Promise<boolean> => access(path).then(() => true, unlessMissing(false));

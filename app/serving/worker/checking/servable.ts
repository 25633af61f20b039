import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Notice } from '#app/oip/control.ts';
import {
  explainLoadError,
  isMissingLocale,
  type OnnxModel,
  readModel,
  repairLocale,
  repairZipMap,
} from '#app/onnx/index.ts';
import { refusal } from '../refusal.ts';
import { openSession, type Session } from '../session.ts';
import { isOutOfMemory, outOfMemory } from './out-of-memory.ts';

/** Where the candidate lies and where a repaired file goes. */
export interface Order {
  inbox: string;
  outbox: string;
  /** Path of the model in the inbox. */
  main: string;
}

/** The file that would be served: the candidate as it is, or repaired. */
export interface Servable {
  model: OnnxModel;
  path: string;
  isRepaired: boolean;
  notices: Notice[];
}

export const REPAIRED_NAME = 'model.onnx';

/** Paths of all files sent, relative to the model's folder. */
export async function listFiles({ inbox, main }: Order): Promise<string[]> {
  const home = dirname(join(inbox, main));
  const entries = await readdir(inbox, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(home, join(entry.parentPath, entry.name)));
}

/** The candidate with its maps turned into tables, which is done at once: ONNX Runtime would load them all the same. */
export async function prepare(order: Order, model: OnnxModel): Promise<Servable> {
  const path = join(order.inbox, order.main);
  const cut = repairZipMap(model);
  const asItIs = { model, path, isRepaired: false, notices: [] };
  return cut ? repaired(order, asItIs, cut) : asItIs;
}

/**
 * Loads it; when the machine lacks a language setting, once more with that repaired.
 * @throws a refusal that explains what the engine said
 */
export async function openServable(
  order: Order,
  servable: Servable,
): Promise<{ servable: Servable; session: Session }> {
  try {
    return { servable, session: await openSession(servable.path) };
  } catch (error) {
    const cured = isMissingLocale(String(error)) ? repairLocale(servable.model) : null;
    if (!cured) throw explained(error);
    const next = await repaired(order, servable, cured);
    const session = await openSession(next.path).catch((again: unknown) => Promise.reject(explained(again)));
    return { servable: next, session };
  }
}

async function repaired(
  order: Order,
  before: Servable,
  repair: { bytes: Uint8Array; notice: Notice },
): Promise<Servable> {
  const path = join(order.outbox, REPAIRED_NAME);
  await writeFile(path, repair.bytes);
  if (!before.isRepaired) await bringWeights(order, before.model);
  return { model: readModel(repair.bytes), path, isRepaired: true, notices: [...before.notices, repair.notice] };
}

/** Weights outside the model are looked up beside it, so they have to be beside the repaired one too. */
async function bringWeights({ inbox, outbox, main }: Order, model: OnnxModel): Promise<void> {
  for (const file of new Set(model.externalFiles)) {
    await mkdir(dirname(join(outbox, file)), { recursive: true });
    await copyFile(join(dirname(join(inbox, main)), file), join(outbox, file));
  }
}

function explained(error: unknown): Error {
  if (isOutOfMemory(error)) return outOfMemory();
  const { code, message } = explainLoadError(error instanceof Error ? error.message : String(error));
  return refusal(code, message);
}

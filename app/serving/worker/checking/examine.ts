import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Notice } from '#app/oip/control.ts';
import { type OnnxModel, readFacts, readModel, refuseUnservable } from '#app/onnx/index.ts';
import type { Verdict } from '../messages.ts';
import { isRefusal, refusal } from '../refusal.ts';
import { measure } from './measure.ts';
import { listFiles, type Order, openServable, prepare, REPAIRED_NAME } from './servable.ts';

const LARGE_BYTES = 2 ** 30;
/** The format itself ends here: larger models keep their weights in files beside them. */
const LARGEST_BYTES = 2 ** 31;
const LARGE: Notice = {
  code: 'file.large',
  message: 'The model is larger than 1 GB: it loads slowly, and few models of this size fit into memory at once.',
};

/**
 * Reads, repairs, loads and measures a candidate. Every way in which it cannot be served is a refusal; anything else
 * thrown is a fault of ours and ends the process.
 */
export async function examine(order: Order): Promise<Verdict> {
  try {
    return await pass(order);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { type: 'refused', code: error.code, message: error.message };
  }
}

async function pass(order: Order): Promise<Verdict> {
  const startedAt = performance.now();
  const model = await readCandidate(order);
  refuseUnservable(model, await listFiles(order));
  const facts = readFacts(model);
  const prepared = await prepare(order, model);
  const checkedAt = performance.now();

  const bytesBefore = process.memoryUsage.rss();
  const { servable, session } = await openServable(order, prepared);
  if (session.unreturnable.length > 0) throw unreturnable();
  const loadMs = performance.now() - checkedAt;
  const { notices, ...answered } = await measure(session, facts);
  const memoryBytes = Math.max(0, process.memoryUsage.rss() - bytesBefore);

  const isLarge = servable.model.bytes.byteLength > LARGE_BYTES;
  return {
    type: 'checked',
    result: {
      facts,
      report: { loadMs, memoryBytes, ...answered },
      notices: [...servable.notices, ...(isLarge ? [LARGE] : []), ...notices],
      timings: { checkedMs: checkedAt - startedAt, measuredMs: performance.now() - checkedAt },
    },
    repaired: servable.isRepaired ? REPAIRED_NAME : null,
  };
}

async function readCandidate({ inbox, main }: Order): Promise<OnnxModel> {
  const path = join(inbox, main);
  if ((await stat(path)).size >= LARGEST_BYTES) {
    const message = 'The model file is larger than 2 GB, the most ONNX allows. Keep its weights in files beside it.';
    throw refusal('FL_CHECK_CANNOT_LOAD', message);
  }
  return readModel(await readFile(path));
}

function unreturnable(): Error {
  const message = 'The model has an output that is not a tensor and cannot be served. Export it without that output.';
  return refusal('FL_CHECK_UNSUPPORTED_TYPE', message);
}

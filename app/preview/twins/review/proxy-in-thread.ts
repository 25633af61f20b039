import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ProxyView } from '../../contract.ts';
import type { ProxyQuestion } from './proxy-check.ts';

const THREAD = new URL('proxy-thread.ts', import.meta.url);
const TIMEOUT_MS = 60_000;
const MEMORY_MB = 512;

/** Runs the proxy check in a thread. @throws what the signal was aborted with; when it takes over a minute */
export async function checkProxiesInThread(question: ProxyQuestion, signal: AbortSignal): Promise<ProxyView> {
  const limits = { maxOldGenerationSizeMb: MEMORY_MB };
  const thread = new Worker(THREAD, { workerData: question, env: {}, resourceLimits: limits });
  try {
    const [view] = await once(thread, 'message', {
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    return view as ProxyView;
  } catch (thrown) {
    signal.throwIfAborted();
    throw thrown;
  } finally {
    await thread.terminate();
  }
}

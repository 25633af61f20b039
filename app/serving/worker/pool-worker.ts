import type { Tensor } from '#app/oip/tensor.ts';
import { WORKER_BUDGET_BYTES } from './budget.ts';
import { findMisfit, findUnknownOutput } from './fit-inputs.ts';
import { FRAME_CAPS, type Frame, type FrameHeader } from './frames.ts';
import { type Failure, type PoolRequest, packTensors, unpackTensors } from './messages.ts';
import { openSession, type Session } from './session.ts';
import { createSessionCache } from './session-cache.ts';

type Send = (header: FrameHeader, parts?: readonly Uint8Array[]) => void;

/** What a pool worker does with each message; replies go out through `send`. */
export function createPoolWorker(send: Send) {
  const sessions = createSessionCache(WORKER_BUDGET_BYTES);

  function fail(id: number, reason: Failure, message: string): void {
    send({ type: 'failed', id, reason, message });
  }

  async function load(request: PoolRequest & { type: 'load' }): Promise<void> {
    const startedAt = performance.now();
    let session: Session;
    try {
      session = await openSession(request.path);
    } catch {
      return fail(request.id, 'cannot-load', 'The model file could not be loaded.');
    }
    const evicted = await sessions.keep(request.key, session, request.sizeBytes);
    const { inputs, outputs } = session;
    send({ type: 'loaded', id: request.id, inputs, outputs, ms: performance.now() - startedAt, evicted });
  }

  async function run(request: PoolRequest & { type: 'run' }, body: Uint8Array): Promise<void> {
    const session = sessions.get(request.key);
    if (!session) return fail(request.id, 'not-loaded', 'The model is not loaded here.');
    const inputs = unpackTensors(request.inputs, body);
    const wanted = request.outputs ?? session.outputs.map((output) => output.name);
    const misfit = findMisfit(session.inputs, inputs) ?? findUnknownOutput(session.outputs, wanted);
    if (misfit) return fail(request.id, 'invalid-input', misfit);
    const startedAt = performance.now();
    let outputs: Tensor[];
    try {
      outputs = await session.run(inputs, wanted);
    } catch {
      return fail(request.id, 'cannot-answer', 'The model could not answer this input. Try other values.');
    }
    const { packed, parts } = packTensors(outputs);
    const sizeBytes = packed.reduce((sum, tensor) => sum + tensor.sizeBytes, 0);
    if (sizeBytes > FRAME_CAPS.bodyBytes) return fail(request.id, 'too-large', 'The answer is too large to send.');
    send({ type: 'answer', id: request.id, outputs: packed, ms: performance.now() - startedAt }, parts);
  }

  return async ({ header, body }: Frame): Promise<void> => {
    const request = header as unknown as PoolRequest;
    if (request.type === 'load') await load(request);
    else if (request.type === 'run') await run(request, body);
    else if (request.type === 'unload') await sessions.drop(request.key);
    else throw new Error('a message of an unknown type');
  };
}

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { EncodedBody } from '#app/oip/binary-codec.ts';
import type { InferRequest, InferResponse } from '#app/oip/json-codec.ts';
import { oipError } from '#app/oip/oip-error.ts';
import type { ThreadReply, ThreadRequest } from './large-bodies-thread.ts';

/** The same as `bodies.ts`, always in a thread. */
export interface LargeBodies {
  decode(body: Uint8Array, headerLength: string | undefined): Promise<InferRequest>;
  encode(answer: InferResponse, question: InferRequest): Promise<EncodedBody>;
}

const THREAD = new URL('large-bodies-thread.ts', import.meta.url);
/** What a large body left behind is given back to the machine. */
const KEPT_MS = 10_000;

/**
 * One thread, one body at a time, so that the worst JSON (64 MiB of empty lists take a gigabyte and a half) is there
 * once. The thread has no limit of its own: V8 ends the whole process when one is reached within JSON.parse.
 */
export function createLargeBodies(): LargeBodies {
  let thread: Worker | null = null;
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const dismiss = () => {
    void thread?.terminate();
    thread = null;
  };

  async function tell(request: ThreadRequest, transfer: ArrayBuffer[]): Promise<ThreadReply> {
    clearTimeout(timer);
    thread ??= new Worker(THREAD, { env: {} });
    thread.unref();
    const replying = once(thread, 'message') as Promise<[ThreadReply]>;
    thread.postMessage(request, transfer);
    try {
      return (await replying)[0];
    } catch (error) {
      dismiss();
      throw error;
    } finally {
      timer = setTimeout(dismiss, KEPT_MS).unref();
    }
  }

  /** After those that came before. */
  async function ask(request: ThreadRequest, transfer: ArrayBuffer[]): Promise<ThreadReply> {
    const replied = last.then(() => tell(request, transfer));
    last = replied.catch(() => undefined);
    const reply = await replied;
    if ('failure' in reply) throw oipError(reply.failure.status, reply.failure.message);
    return reply;
  }

  return {
    decode: async (body, headerLength) => {
      const own = ownBuffer(body);
      const reply = await ask({ decode: { body: own, headerLength } }, [own.buffer]);
      if (!('question' in reply)) throw new Error('the thread answered something else');
      return reply.question;
    },
    encode: async (answer, { outputs, parameters }) => {
      const asked = { ...(outputs && { outputs }), ...(parameters && { parameters }) };
      const reply = await ask({ encode: { answer, asked } }, []);
      if (!('encoded' in reply)) throw new Error('the thread answered something else');
      const { body, headerLength } = reply.encoded;
      return { body: Buffer.from(body.buffer, body.byteOffset, body.byteLength), headerLength };
    },
  };
}

/** Bytes that can be handed over: a view of a larger buffer would take its neighbours along. */
function ownBuffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const isWhole = bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength;
  return isWhole ? (bytes as Uint8Array<ArrayBuffer>) : Uint8Array.from(bytes);
}

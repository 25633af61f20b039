import type { EngineAnswer, Question, ServedVersion, Signature } from '../engines/engine.ts';
import type { Frame } from '../worker/frames.ts';
import { type Answered, FAILURES, type Failed, type Loaded, packTensors, unpackTensors } from '../worker/messages.ts';
import type { Child } from './child.ts';
import { answerFailure } from './failures.ts';

/** One worker as the pool sees it: what it holds and whether it is free. */
export class PoolWorker {
  readonly child: Child;
  readonly addressSpaceBytes: number;
  isBusy = false;
  isReady = false;
  /** It was given work, so its dying is no sign of a machine on which nothing starts. */
  wasAsked = false;
  readonly #held = new Set<string>();
  #lastId = 0;

  constructor(child: Child, addressSpaceBytes: number) {
    this.child = child;
    this.addressSpaceBytes = addressSpaceBytes;
  }

  isFree(): boolean {
    return this.isReady && !this.isBusy && !this.child.isOver();
  }

  holds(version: ServedVersion): boolean {
    return this.#held.has(version.key);
  }

  /**
   * Loads a version here.
   * @throws ChildFailure, FL_MODEL_CANNOT_LOAD
   */
  async load(version: ServedVersion, timeoutMs: number): Promise<Signature> {
    this.wasAsked = true;
    const { key, path, sizeBytes } = version;
    const reply = await this.child.ask({
      header: { type: 'load', id: ++this.#lastId, key, path, sizeBytes },
      timeoutMs,
    });
    const loaded = this.#understand<Loaded>(reply, 'loaded');
    if (!Array.isArray(loaded.inputs) || !Array.isArray(loaded.outputs) || !Array.isArray(loaded.evicted)) {
      return this.#disown('the process loaded a model without saying what it takes');
    }
    for (const dropped of loaded.evicted) this.#held.delete(dropped);
    this.#held.add(key);
    return { inputs: loaded.inputs, outputs: loaded.outputs };
  }

  /**
   * Asks a model held here.
   * @throws ChildFailure, FL_TENSOR_INVALID, FL_RUN_FAILED
   */
  async run(version: ServedVersion, question: Question, timeoutMs: number): Promise<EngineAnswer> {
    this.wasAsked = true;
    const { packed, parts } = packTensors(question.inputs);
    const { key } = version;
    const header = { type: 'run', id: ++this.#lastId, key, inputs: packed, outputs: question.outputs };
    const reply = await this.child.ask({ header, parts, timeoutMs });
    const answered = this.#understand<Answered>(reply, 'answer');
    try {
      return { outputs: unpackTensors(answered.outputs, reply.body), ms: Number(answered.ms) };
    } catch {
      return this.#disown('the process sent an answer that cannot be read');
    }
  }

  forget(key: string): void {
    if (this.#held.delete(key)) this.child.tell({ type: 'unload', key });
  }

  #understand<T>(reply: Frame, wanted: string): T {
    if (reply.header.type === wanted) return reply.header as T;
    const failed = reply.header as Failed;
    if (failed.type !== 'failed' || !FAILURES.includes(failed.reason) || typeof failed.message !== 'string') {
      return this.#disown('the process answered something else');
    }
    if (failed.reason === 'not-loaded') this.#held.clear();
    throw answerFailure(failed);
  }

  /** Its words cannot be trusted any more: it ends, and the question goes to another. */
  #disown(why: string): never {
    throw this.child.disown(why);
  }
}

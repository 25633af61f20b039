import type { DataFolder } from '#app/core/data-folder.ts';
import { appError } from '#app/core/errors.ts';
import type { TextRequest } from '#app/oip/control.ts';
import type { FrameHeader } from '../../worker/frames.ts';
import type { Child } from '../child.ts';
import type { FreshOptions } from '../fresh/fresh-children.ts';
import { fillInbox, makeStaging, removeStaging, type Staging } from '../fresh/staging.ts';
import { addressSpaceFor } from '../launch.ts';

export interface TextLimits {
  /** Reading a tokenizer and cutting its first text. */
  openMs: number;
  /** Cutting a text. */
  timeMs: number;
  /** Tokenizers that are kept, each in a child of its own. */
  keptCount: number;
  /** While so many are being asked, another has to wait. */
  mostCount: number;
  /** A child that was not asked for so long ends. */
  idleMs: number;
  /** Questions that wait for one child. */
  queueLength: number;
  /** A tokenizer that could not be used is not tried again for so long. */
  refusedMs: number;
  roomBytes: number;
}

export interface KeptTokenizerOptions {
  dir: string;
  folder: DataFolder;
  start: FreshOptions['start'];
  limits: Pick<TextLimits, 'openMs' | 'timeMs' | 'idleMs' | 'queueLength' | 'roomBytes'>;
  files: Pick<TextRequest, 'tokenizer' | 'config'>;
}

const TOKENIZER = 'tokenizer.json';
const CONFIG = 'tokenizer_config.json';

/** One child that holds one tokenizer. It is asked one thing at a time. */
export class KeptTokenizer {
  readonly #options: KeptTokenizerOptions;
  readonly #started: Promise<{ child: Child; staging: Staging }>;
  #child: Child | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #waitingCount = 0;
  #nextId = 1;
  #isOver = false;
  #idle: NodeJS.Timeout | null = null;

  constructor(options: KeptTokenizerOptions) {
    this.#options = options;
    this.#started = this.#start();
    this.#started.catch(() => {
      this.#isOver = true;
    });
  }

  /** It answers no more. */
  isOver(): boolean {
    return this.#isOver || (this.#child?.isOver() ?? false);
  }

  /** Nobody waits for its answer. */
  isIdle(): boolean {
    return this.#waitingCount === 0;
  }

  /** @throws ChildFailure, FL_SERVING_BUSY, FL_SERVING_UNAVAILABLE, FL_REQUEST_INVALID */
  async ask({ texts, spec }: TextRequest): Promise<{ header: FrameHeader; isFirst: boolean }> {
    const { queueLength } = this.#options.limits;
    if (this.#waitingCount > queueLength) throw appError('FL_SERVING_BUSY', { retryAfterS: 2 });
    this.#waitingCount += 1;
    if (this.#idle) clearTimeout(this.#idle);
    const turn = this.#last.then(() => this.#askNow({ texts, spec }));
    this.#last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      this.#waitingCount -= 1;
      if (this.#waitingCount === 0 && !this.isOver()) {
        this.#idle = setTimeout(() => void this.end(), this.#options.limits.idleMs).unref();
      }
    }
  }

  async end(): Promise<void> {
    this.#isOver = true;
    if (this.#idle) clearTimeout(this.#idle);
    const started = await this.#started.catch(() => null);
    if (!started) return;
    started.child.kill();
    await started.child.gone;
    await removeStaging(started.staging);
  }

  async #start(): Promise<{ child: Child; staging: Staging }> {
    const { dir, folder, start, limits, files } = this.#options;
    const staging = await makeStaging(dir);
    try {
      const given = [
        { path: TOKENIZER, sha256: files.tokenizer },
        ...(files.config === null ? [] : [{ path: CONFIG, sha256: files.config }]),
      ];
      await fillInbox(staging, given, folder);
      const child = start(staging, addressSpaceFor(limits.roomBytes));
      this.#child = child;
      // Its folder goes with it, whatever ended it.
      void child.gone.then(() => removeStaging(staging)).catch(() => undefined);
      await child.ready.catch((error) => {
        throw appError('FL_SERVING_UNAVAILABLE', { cause: error, retryAfterS: 1 });
      });
      return { child, staging };
    } catch (error) {
      this.#child?.kill();
      await removeStaging(staging);
      throw error;
    }
  }

  async #askNow({ texts, spec }: Pick<TextRequest, 'texts' | 'spec'>) {
    const { child } = await this.#started;
    const { limits, files } = this.#options;
    const id = this.#nextId++;
    const isFirst = id === 1;
    const names = { tokenizer: TOKENIZER, config: files.config === null ? null : CONFIG };
    const timeoutMs = isFirst ? limits.openMs : limits.timeMs;
    const { header } = await child.ask({ header: { type: 'text', id, ...names, texts, spec }, timeoutMs });
    return { header, isFirst };
  }
}

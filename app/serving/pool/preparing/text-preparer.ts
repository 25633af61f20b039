import { join } from 'node:path';
import type { Clock } from '#app/core/clock.ts';
import type { DataFolder } from '#app/core/data-folder.ts';
import { type AppError, appError } from '#app/core/errors.ts';
import { type TextRequest, type TextResult, textResult } from '#app/oip/control.ts';
import type { FrameHeader } from '../../worker/frames.ts';
import type { FreshOptions } from '../fresh/fresh-children.ts';
import { asRefusal, type RefusalRules, readRefusal } from '../fresh/read-refusal.ts';
import { removeLeftovers } from '../fresh/staging.ts';
import { KeptTokenizer, type TextLimits } from './kept-tokenizer.ts';

export interface TextPreparerOptions extends Pick<FreshOptions, 'folder' | 'start'> {
  clock: Pick<Clock, 'monotonicMs'>;
  limits?: Partial<TextLimits>;
}

const LIMITS: TextLimits = {
  openMs: 10_000,
  timeMs: 3_000,
  keptCount: 2,
  mostCount: 6,
  idleMs: 120_000,
  queueLength: 32,
  refusedMs: 60_000,
  roomBytes: 256 << 20,
};

const LOSS = { timeout: 'FL_TOKENIZER_TIMEOUT', crashed: 'FL_TOKENIZER_CRASHED' } as const;
const RULES: RefusalRules = { codes: /^FL_TOKENIZER_/, nonsense: 'FL_TOKENIZER_CRASHED' };

/**
 * Cuts texts into tokens. Reading a tokenizer takes a hundred times as long as using it, so the child of one is kept for
 * the next text; one that takes too long, dies or says nonsense is ended, and the next text gets a new one.
 */
export class TextPreparer {
  readonly #options: TextPreparerOptions;
  readonly #limits: TextLimits;
  readonly #dir: string;
  readonly #folder: DataFolder;
  /** The one asked last is the last. */
  readonly #kept = new Map<string, KeptTokenizer>();
  readonly #refused = new Map<string, { error: AppError; untilMs: number }>();
  #runningCount = 0;
  #isDraining = false;
  #onIdle: () => void = () => undefined;

  constructor(options: TextPreparerOptions) {
    this.#options = options;
    this.#folder = options.folder;
    this.#limits = { ...LIMITS, ...options.limits };
    this.#dir = join(options.folder.cache, 'preparing-texts');
  }

  /** Clears what a killed serving left behind. */
  open(): Promise<void> {
    return removeLeftovers(this.#dir);
  }

  /** @throws FL_TOKENIZER_*, FL_REQUEST_INVALID, FL_SERVING_* */
  async tokenize(request: TextRequest): Promise<TextResult> {
    if (this.#isDraining) throw appError('FL_SERVING_DRAINING', { retryAfterS: 5 });
    const key = `${request.tokenizer} ${request.config}`;
    this.#recall(key);
    const kept = this.#take(key, request);
    this.#runningCount += 1;
    try {
      const { header, isFirst } = await kept.ask(request);
      return this.#read(header, { key, isFirst, count: request.texts.length });
    } catch (thrown) {
      throw asRefusal(thrown, LOSS);
    } finally {
      this.#runningCount -= 1;
      if (this.#runningCount === 0) this.#onIdle();
    }
  }

  drain(): void {
    this.#isDraining = true;
  }

  async whenIdle(deadlineMs: number): Promise<void> {
    if (this.#runningCount === 0) return;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
      setTimeout(resolve, deadlineMs).unref();
    });
  }

  async stop(): Promise<void> {
    this.#isDraining = true;
    await Promise.all([...this.#kept.values()].map((kept) => kept.end()));
  }

  #recall(key: string): void {
    const refused = this.#refused.get(key);
    if (refused && refused.untilMs > this.#options.clock.monotonicMs()) throw refused.error;
    this.#refused.delete(key);
  }

  #take(key: string, { tokenizer, config }: TextRequest): KeptTokenizer {
    const before = this.#kept.get(key);
    this.#kept.delete(key);
    if (before && !before.isOver()) {
      this.#kept.set(key, before);
      return before;
    }
    for (const [other, kept] of this.#kept) {
      if (this.#kept.size < this.#limits.keptCount) break;
      // One that is being asked answers first: for a while there may be more.
      if (!kept.isIdle()) continue;
      this.#kept.delete(other);
      void kept.end();
    }
    if (this.#kept.size >= this.#limits.mostCount) throw appError('FL_SERVING_BUSY', { retryAfterS: 2 });
    const { start } = this.#options;
    const files = { tokenizer, config };
    const kept = new KeptTokenizer({ dir: this.#dir, folder: this.#folder, start, limits: this.#limits, files });
    this.#kept.set(key, kept);
    return kept;
  }

  /** What the child says, believed only as far as it fits: a hostile tokenizer may be speaking. */
  #read(header: FrameHeader, { key, isFirst, count }: { key: string; isFirst: boolean; count: number }): TextResult {
    const parsed = header.type === 'tokenized' ? textResult.safeParse(header) : null;
    if (parsed?.success && parsed.data.encodings.length === count && parsed.data.encodings.every(isEven)) {
      return parsed.data;
    }
    void this.#kept.get(key)?.end();
    const error = header.type === 'refused' ? readRefusal(header, RULES) : appError('FL_TOKENIZER_CRASHED');
    const untilMs = this.#options.clock.monotonicMs() + this.#limits.refusedMs;
    if (isFirst) this.#refused.set(key, { error, untilMs });
    throw error;
  }
}

function isEven({ ids, mask, types }: TextResult['encodings'][number]): boolean {
  return mask.length === ids.length && types.length === ids.length;
}

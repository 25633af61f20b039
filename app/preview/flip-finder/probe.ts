import type { Row } from './movable-fields.ts';
import { isSameReply, type Reply } from './reply.ts';

/**
 * Asks rows in one go; a row that the model cannot answer is null, and so is the whole when it takes too long to wait
 * for. What it throws ends the search.
 */
export type Ask = (rows: readonly Row[], signal: AbortSignal) => Promise<readonly (Reply | null)[] | null>;

/** How many rows the model is best asked at once, and about how long each takes, as measured when it was published. */
export interface Pace {
  batchRows: number;
  rowMs: number;
}

export interface ProbeOptions {
  ask: Ask;
  budget: { rows: number; ms: number };
  pace: Pace;
  /** Monotonic, ms. */
  nowMs: () => number;
  /** When the time of the budget began; now if absent. */
  startedMs?: number;
  signal: AbortSignal;
}

/** An answer; null: there was none to go by; undefined: not asked any more. */
export type Asked = Reply | null | undefined;

/** The part of the budget that looking around may use; the rest is for checking what was found. */
const LOOKING_SHARE = 0.9;
/** A batch of so many rows holds the question itself once more. */
const ROWS_A_WATCH = 9;
/** A busy machine may hold any batch up for so long, ms. */
const PAUSE_MS = 50;
const LEAST_ROW_MS = 0.001;

/** Asks within the budget, in batches of the size that suits the model and the time that is left. */
export class Probe {
  readonly batchRows: number;
  rowsAsked = 0;
  /** Why nothing more can be asked at all. */
  stop: 'cancelled' | 'failed' | 'time' | 'two-answers' | null = null;
  /** What was thrown, when it failed. */
  failure: unknown = null;
  /** Which part of the budget for looking around is used up. */
  spent: 'rows' | 'time' | null = null;
  readonly #options: ProbeOptions;
  readonly #startedMs: number;
  #rowMs: number;
  #watched: { row: Row; reply: Reply } | null = null;

  constructor(options: ProbeOptions) {
    this.#options = options;
    this.#startedMs = options.startedMs ?? options.nowMs();
    this.batchRows = Math.max(1, Math.floor(options.pace.batchRows));
    this.#rowMs = Math.max(options.pace.rowMs, LEAST_ROW_MS);
  }

  elapsedMs(): number {
    return this.#options.nowMs() - this.#startedMs;
  }

  /** Whether looking around is over. */
  isOver(): boolean {
    return this.stop !== null || this.spent !== null;
  }

  /** About for how many more rows there are rows and time. */
  affordable(): number {
    return Math.max(0, Math.min(this.#rowsLeft(LOOKING_SHARE), this.#rowsInTime(LOOKING_SHARE)));
  }

  /** Asks, looking around: answers in the order of the rows. */
  look(rows: readonly Row[]): Promise<Asked[]> {
    return this.#askWithin(rows, LOOKING_SHARE);
  }

  /** Asks from the part of the budget that is kept for checking. */
  check(rows: readonly Row[]): Promise<Asked[]> {
    return this.#askWithin(rows, 1);
  }

  /** From now on every larger batch asks this again: one question with two answers ends the search. */
  watch(row: Row, reply: Reply): void {
    this.#watched = { row, reply };
  }

  /** One question was given two answers: nothing more can be learned from asking. */
  giveUp(): void {
    this.stop ??= 'two-answers';
  }

  #rowsLeft(share: number): number {
    return Math.floor(this.#options.budget.rows * share) - this.rowsAsked;
  }

  #rowsInTime(share: number): number {
    return Math.floor((this.#options.budget.ms * share - this.elapsedMs()) / this.#rowMs);
  }

  async #askWithin(rows: readonly Row[], share: number): Promise<Asked[]> {
    const replies: Asked[] = new Array(rows.length).fill(undefined);
    for (let at = 0; at < rows.length && this.stop === null; ) {
      if (this.#options.signal.aborted) this.stop = 'cancelled';
      const room = this.#roomFor(rows.length - at, share);
      if (this.stop !== null || room < 1) break;
      const watched = room >= ROWS_A_WATCH ? this.#watched : null;
      const batch = rows.slice(at, at + (watched ? room - 1 : room));
      const answered = await this.#send(watched ? [...batch, watched.row] : batch);
      if (!answered) break;
      const again = watched ? answered[batch.length] : null;
      if (watched && !(again && isSameReply(again, watched.reply))) {
        this.giveUp();
        break;
      }
      for (const place of batch.keys()) replies[at + place] = answered[place] ?? null;
      at += batch.length;
    }
    return replies;
  }

  /** How many rows the next batch may have; 0 when the budget is used up. */
  #roomFor(wanted: number, share: number): number {
    // The question itself is asked whatever it takes.
    if (this.rowsAsked === 0) return 1;
    const [rows, timed] = [this.#rowsLeft(share), this.#rowsInTime(share)];
    if (Math.min(rows, timed) < 1) {
      if (share === LOOKING_SHARE) this.spent = rows < 1 ? 'rows' : 'time';
      return 0;
    }
    return Math.min(wanted, this.batchRows, rows, timed);
  }

  async #send(rows: readonly Row[]): Promise<readonly (Reply | null)[] | null> {
    const { ask, signal, nowMs } = this.#options;
    const beganMs = nowMs();
    this.rowsAsked += rows.length;
    try {
      const replies = await ask(rows, signal);
      if (replies === null) this.stop = 'time';
      this.#learnPace(nowMs() - beganMs, rows.length);
      return replies;
    } catch (thrown) {
      if (!signal.aborted) this.failure = thrown;
      this.stop = signal.aborted ? 'cancelled' : 'failed';
      return null;
    }
  }

  /** The time of a batch over its rows is more than a row takes, and less a pause of the machine it is less. */
  #learnPace(tookMs: number, count: number): void {
    const [least, most] = [(tookMs - PAUSE_MS) / count, tookMs / count];
    this.#rowMs = Math.max(LEAST_ROW_MS, Math.min(Math.max(this.#rowMs, least), most));
  }
}

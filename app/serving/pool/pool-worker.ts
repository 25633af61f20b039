import type { EngineAnswer, ServedVersion, Signature } from '../engines/engine.ts';
import type { Frame } from '../worker/frames.ts';
import {
  type Answers,
  FAILURES,
  type Failed,
  type Loaded,
  type PackedFailure,
  type QuestionForm,
  type RunRequest,
} from '../worker/messages.ts';
import { createFormReader, createFormWriter } from '../worker/tensor-forms.ts';
import { childFailure } from './channel.ts';
import type { Child } from './child.ts';
import { answerFailure } from './failures.ts';
import type { Job } from './job.ts';
import type { Noise } from './noise.ts';
import { MemoryBooks } from './recycling.ts';

/** What a worker is doing: loading a version, or answering the jobs of one frame, in order. */
export interface Task {
  version: ServedVersion;
  /** Null: loading. */
  jobs: Job[] | null;
  /** The job that is next to be answered. */
  next: number;
  firstId: number;
  startedAt: number;
  /** When it last gave a sign of getting on. */
  progressAt: number;
}

export interface WorkerDeps {
  now(): number;
  /** A job of its frame got its answer, or a failure that is the question's own. */
  onAnswered(job: Job, outcome: Answered | Error): void;
  onNoise(key: string, noise: Noise): void;
}

export type Answered = Omit<EngineAnswer, 'queueMs'>;

/** One worker as the pool sees it: what it holds, what it is doing, how worn it is. */
export class PoolWorker {
  readonly child: Child;
  readonly addressSpaceBytes: number;
  readonly bornAt: number;
  isReady = false;
  /** Its replacement is on the way; once that is ready it gets nothing new. */
  isLeaving = false;
  /** It was given work, so its dying is no sign of a machine on which nothing starts. */
  wasAsked = false;
  task: Task | null = null;
  idleSince: number;
  loads = 0;
  missedPings = 0;
  books = new MemoryBooks(0);
  readonly #deps: WorkerDeps;
  readonly #held = new Map<string, { since: number; hasAnswered: boolean }>();
  /** Keys by the ids of the messages that let them go. */
  readonly #unloading = new Map<number, string>();
  #lastId = 0;
  #lastKey: string | null = null;
  #pingId: number | null = null;
  /** Ends the task under way: null when it went well. */
  #finish: ((end: Signature | null | Error) => void) | null = null;

  constructor(child: Child, addressSpaceBytes: number, deps: WorkerDeps) {
    this.child = child;
    this.addressSpaceBytes = addressSpaceBytes;
    this.#deps = deps;
    this.bornAt = deps.now();
    this.idleSince = this.bornAt;
  }

  /** It has said hello. */
  greet(): void {
    this.isReady = true;
    this.idleSince = this.#deps.now();
    this.books = new MemoryBooks(this.child.helloRssBytes());
    this.child.listen({
      onFrame: (frame) => this.#onFrame(frame),
      onOver: (failure) => this.#end(failure),
      onNoise: (noise) => {
        const key = this.task?.version.key ?? this.#lastKey;
        if (key !== null) this.#deps.onNoise(key, noise);
      },
    });
  }

  isFree(): boolean {
    return this.isReady && this.task === null && !this.child.isOver();
  }

  holds(key: string): boolean {
    return this.#held.has(key);
  }

  /** When it was loaded here; infinity when it is not. */
  holdsSince(key: string): number {
    return this.#held.get(key)?.since ?? Number.POSITIVE_INFINITY;
  }

  isUnloading(key: string): boolean {
    return [...this.#unloading.values()].includes(key);
  }

  isLoading(key: string): boolean {
    return this.task !== null && this.task.jobs === null && this.task.version.key === key;
  }

  /**
   * Loads a version here.
   * @throws ChildFailure, FL_MODEL_CANNOT_LOAD
   */
  load(version: ServedVersion): Promise<Signature> {
    this.wasAsked = true;
    this.loads += 1;
    const { key, path, sizeBytes } = version;
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#begin({ version, jobs: null, firstId: id }, (end) => {
        if (end instanceof Error) reject(end);
        else resolve(end as Signature);
      });
      this.child.send({ type: 'load', id, key, path, sizeBytes });
    });
  }

  /**
   * Asks a model held here; every answer goes to `onAnswered`.
   * @param onEnd called when all are there, or with the failure after which the jobs from `task.next` on have no
   *   answer; at once, so that the next frame is on its way before these answers are written out
   */
  run(version: ServedVersion, jobs: Job[], onEnd: (failure: Error | null) => void): void {
    this.wasAsked = true;
    const firstId = this.#lastId + 1;
    this.#lastId += jobs.length;
    const writer = createFormWriter(isSameChoice);
    const questions = jobs.map(({ question }) => writer.add(question?.inputs ?? [], question?.outputs ?? null));
    const forms = writer.forms.map(
      ({ packed, more }): QuestionForm => ({ inputs: packed, outputs: more && [...more] }),
    );
    this.#begin({ version, jobs, firstId }, (end) => onEnd(end instanceof Error ? end : null));
    const request: RunRequest = { type: 'run', key: version.key, firstId, forms, questions };
    this.child.send(request, writer.parts);
  }

  /** Lets go of a version, after what is under way. */
  unload(key: string): void {
    if (!this.#held.delete(key)) return;
    this.books.dropped(key);
    const id = ++this.#lastId;
    this.#unloading.set(id, key);
    this.child.send({ type: 'unload', id, key });
  }

  /** Asks whether it is there; answers how many such questions in a row it left open. */
  ping(): number {
    if (this.#pingId !== null) return ++this.missedPings;
    this.missedPings = 0;
    this.#pingId = ++this.#lastId;
    this.child.send({ type: 'ping', id: this.#pingId });
    return 0;
  }

  #begin(task: Pick<Task, 'version' | 'jobs' | 'firstId'>, finish: (end: Signature | null | Error) => void): void {
    const now = this.#deps.now();
    this.#lastKey = task.version.key;
    this.task = { ...task, next: 0, startedAt: now, progressAt: now };
    this.#finish = finish;
    if (this.child.isOver()) this.#end(childFailure('died', 'the process had ended before it was asked'));
  }

  #end(end: Signature | null | Error): void {
    const finish = this.#finish;
    this.#finish = null;
    this.idleSince = this.#deps.now();
    finish?.(end);
  }

  /** What it throws ends the process: its words cannot be right. */
  #onFrame(frame: Frame): void {
    const { type, id } = frame.header;
    const { task } = this;
    if (type === 'answers' && task?.jobs) this.#onAnswers(task, task.jobs, frame);
    else if (type === 'loaded' && task?.jobs === null && id === task.firstId) this.#onLoaded(task, frame);
    else if (type === 'failed' && task?.jobs === null && id === task.firstId) {
      this.#end(this.#failureOf(frame.header as Failed));
    } else if (type === 'pong' && id === this.#pingId) this.#onPong(Number(frame.header.rssBytes));
    else if (type === 'unloaded' && id !== undefined && this.#unloading.delete(id)) {
      this.books.seen(Number(frame.header.rssBytes), NOTHING);
    } else throw new Error('the process sent what nobody asked for');
  }

  #onAnswers(task: Task, jobs: Job[], { header, body }: Frame): void {
    const { firstId, forms, answers } = header as Answers;
    if (!Array.isArray(answers) || !Array.isArray(forms)) throw new Error('answers are not a list');
    if (firstId !== task.firstId + task.next || answers.length > jobs.length - task.next) {
      throw new Error('these answers were not due');
    }
    const reader = createFormReader(forms, body);
    const outcomes = answers.map((answer) => {
      if (!Array.isArray(answer)) return this.#failureOf(answer);
      return { outputs: reader.take(answer[0]), ms: Math.max(0, Number(answer[1]) || 0) };
    });
    reader.expectEnd();
    // Only now, when the whole frame is known to make sense.
    for (const outcome of outcomes) {
      const job = jobs[task.next];
      if (!job) throw new Error('an answer to nothing');
      task.next += 1;
      this.#deps.onAnswered(job, outcome);
    }
    task.progressAt = this.#deps.now();
    const held = this.#held.get(task.version.key);
    if (held) held.hasAnswered = true;
    if (task.next === jobs.length) this.#end(null);
  }

  #onLoaded({ version }: Task, { header }: Frame): void {
    const { inputs, outputs, evicted, rssBytes } = header as Loaded;
    if (!Array.isArray(inputs) || !Array.isArray(outputs) || !Array.isArray(evicted)) {
      throw new Error('the process loaded a model without saying what it takes');
    }
    for (const dropped of evicted) {
      this.#held.delete(dropped);
      this.books.dropped(dropped);
    }
    this.#held.set(version.key, { since: this.#deps.now(), hasAnswered: false });
    this.books.loaded(version.key, { rssBytes: Number(rssBytes) || 0, fileBytes: version.sizeBytes });
    this.#end({ inputs, outputs });
  }

  #onPong(rssBytes: number): void {
    this.#pingId = null;
    this.missedPings = 0;
    this.books.seen(rssBytes, new Set([...this.#held].filter(([, held]) => held.hasAnswered).map(([key]) => key)));
  }

  #failureOf({ reason, message }: PackedFailure): Error {
    if (!FAILURES.includes(reason) || typeof message !== 'string') throw new Error('a failure of no known kind');
    if (reason === 'not-loaded') this.#held.clear();
    return answerFailure({ reason, message });
  }
}

const NOTHING: ReadonlySet<string> = new Set();

function isSameChoice(a: readonly string[] | null, b: readonly string[] | null): boolean {
  if (a === b || a === null || b === null) return a === b;
  return a.length === b.length && a.every((name, place) => name === b[place]);
}

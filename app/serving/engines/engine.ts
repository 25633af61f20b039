import type { Tensor, TensorSpec } from '#app/oip/tensor.ts';

/** One version of a model as an engine needs it. */
export interface ServedVersion {
  model: string;
  version: number;
  /** Absolute path of the file: a model is loaded by path, from its own folder. */
  path: string;
  sizeBytes: number;
  /** Changes when the file behind the name does. */
  key: string;
  /** What its author allows an answer to take at least (`run_deadline_s`), ms. */
  runDeadlineMs?: number;
}

export interface Question {
  inputs: readonly Tensor[];
  /** Names of the outputs wanted; null for all. */
  outputs: readonly string[] | null;
  /** Whether the asker is still there; asked once, when its turn comes. */
  isWanted?: () => boolean;
  /** The asker's own limit from now on, ms: may only shorten. */
  timeoutMs?: number;
  /** 1 is the highest, 0 the default; only carried for now. */
  priority?: number;
}

export interface EngineAnswer {
  outputs: Tensor[];
  /** Time the model itself took, ms. */
  ms: number;
  /** Time the question waited before it was handed to the model, ms. */
  queueMs: number;
}

export interface Signature {
  inputs: TensorSpec[];
  outputs: TensorSpec[];
}

/** Where a version is in its life; `reason` says why it failed, and is empty otherwise. */
export interface VersionState {
  state: 'unloaded' | 'loading' | 'ready' | 'failed' | 'unloading';
  reason: string;
}

/** Something a worker printed while it worked for a version. */
export interface LogEntry {
  /** Milliseconds since 1970. */
  at: number;
  stream: 'stdout' | 'stderr';
  text: string;
}

/**
 * What runs models: the embedded pool of workers now, a remote Open Inference Protocol server later. All failures are
 * coded errors with sentences of our own.
 */
export interface Engine {
  /** @throws FL_TENSOR_INVALID, FL_RUN_*, FL_SERVING_* */
  infer(version: ServedVersion, question: Question): Promise<EngineAnswer>;
  /** Inputs and outputs; loads the model where it is not loaded yet. */
  signature(version: ServedVersion): Promise<Signature>;
  /** @throws FL_MODEL_CANNOT_LOAD when the file does not load */
  load(version: ServedVersion): Promise<Signature>;
  /** Lets go of a version, wherever it is loaded, once nobody asks it any more. */
  forget(version: ServedVersion): void;
  stateOf(version: ServedVersion): VersionState;
  /** The last things printed while this version was at work, oldest first. */
  logOf(version: ServedVersion): LogEntry[];
  /** Whether a question would be taken now. */
  isReady(): boolean;
  /** Refuses what is new from now on. */
  drain(): void;
  /** Refuses what is new, waits for what is under way up to the deadline, then ends everything. */
  stop(deadlineMs: number): Promise<void>;
}

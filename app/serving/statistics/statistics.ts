import type { Tensor } from '#app/oip/tensor.ts';
import type { ServedVersion } from '../engines/engine.ts';

/** How often, and for how long in all. */
export interface Duration {
  count: number;
  ns: number;
}

/** The statistics of a version by Triton's names, which its clients and dashboards know. */
export interface ModelStatistics {
  name: string;
  version: string;
  /** Unix time in ms of the last question; 0: none yet. */
  last_inference: number;
  /** Rows answered. */
  inference_count: number;
  /** Runs of the model: fewer than rows where several are run together. */
  execution_count: number;
  inference_stats: Record<(typeof STAGES)[number], Duration>;
  response_stats: Record<string, never>;
  batch_stats: ({ batch_size: number } & Record<'compute_input' | 'compute_infer' | 'compute_output', Duration>)[];
  memory_usage: never[];
}

const STAGES = [
  'success',
  'fail',
  'queue',
  'compute_input',
  'compute_infer',
  'compute_output',
  'cache_hit',
  'cache_miss',
] as const;

/** Counts in memory what became of the questions to each version; nothing here waits or writes. */
export interface Statistics {
  answered(version: ServedVersion, what: Answered): void;
  failed(version: ServedVersion, totalMs: number): void;
  of(version: ServedVersion): ModelStatistics;
  /** Forgets versions that are not served any more. */
  keepOnly(served: readonly ServedVersion[]): void;
}

interface Answered {
  inputs: readonly Tensor[];
  totalMs: number;
  runMs: number;
  queueMs: number;
}

interface Counters {
  lastMs: number;
  rows: number;
  success: Duration;
  fail: Duration;
  queue: Duration;
  run: Duration;
  byRows: Map<number, Duration>;
}

/** Different numbers of rows kept apart for one version; whoever asks with more of them is not counted by size. */
const MOST_BATCH_SIZES = 256;

export function createStatistics(nowMs: () => number): Statistics {
  const counters = new Map<string, Counters>();

  function countersOf(version: ServedVersion): Counters {
    let found = counters.get(version.key);
    if (!found) {
      const [success, fail, queue, run] = [nothing(), nothing(), nothing(), nothing()];
      found = { lastMs: 0, rows: 0, success, fail, queue, run, byRows: new Map() };
      counters.set(version.key, found);
    }
    return found;
  }

  return {
    answered: (version, { inputs, totalMs, runMs, queueMs }) => {
      const at = countersOf(version);
      const rows = rowsOf(inputs);
      at.lastMs = nowMs();
      at.rows += rows;
      add(at.success, totalMs);
      add(at.queue, queueMs);
      add(at.run, runMs);
      const size = at.byRows.get(rows) ?? (at.byRows.size < MOST_BATCH_SIZES ? nothing() : undefined);
      if (!size) return;
      add(size, runMs);
      at.byRows.set(rows, size);
    },
    failed: (version, totalMs) => {
      const at = countersOf(version);
      at.lastMs = nowMs();
      add(at.fail, totalMs);
    },
    of: (version) => toTriton(version, countersOf(version)),
    keepOnly: (served) => {
      const keys = new Set(served.map(({ key }) => key));
      for (const key of counters.keys()) if (!keys.has(key)) counters.delete(key);
    },
  };
}

/** The batch a question is: the first dimension, where every input is a table with the same one; else 1. */
function rowsOf(inputs: readonly Tensor[]): number {
  const rows = inputs[0]?.shape[0] ?? 1;
  return inputs.every(({ shape }) => shape.length > 1 && shape[0] === rows) ? rows : 1;
}

function toTriton({ model, version }: ServedVersion, at: Counters): ModelStatistics {
  const stages = Object.fromEntries(STAGES.map((stage) => [stage, nothing()])) as ModelStatistics['inference_stats'];
  return {
    name: model,
    version: String(version),
    last_inference: at.lastMs,
    inference_count: at.rows,
    execution_count: at.run.count,
    inference_stats: { ...stages, success: at.success, fail: at.fail, queue: at.queue, compute_infer: at.run },
    response_stats: {},
    batch_stats: [...at.byRows]
      .sort(([a], [b]) => a - b)
      .map(([rows, run]) => ({
        batch_size: rows,
        compute_input: nothing(),
        compute_infer: run,
        compute_output: nothing(),
      })),
    memory_usage: [],
  };
}

function nothing(): Duration {
  return { count: 0, ns: 0 };
}

function add(to: Duration, ms: number): void {
  to.count += 1;
  to.ns += Math.round(ms * 1e6);
}

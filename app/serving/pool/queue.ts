import type { ServedVersion } from '../engines/engine.ts';
import type { Job } from './job.ts';

/** The jobs of one version that wait, first come first. */
export interface Lane {
  readonly version: ServedVersion;
  readonly jobs: Job[];
}

/**
 * What waits for a worker: one lane for each version, so that the questions to a version that is loading or busy hold
 * nobody else up.
 */
export class Queue {
  readonly #lanes = new Map<string, Lane>();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(job: Job): void {
    this.#laneOf(job).jobs.push(job);
    this.#length += 1;
  }

  /** Back to the front: it has waited already. */
  unshift(job: Job): void {
    const { jobs } = this.#laneOf(job);
    const place = jobs.findIndex((other) => other.sequence > job.sequence);
    jobs.splice(place < 0 ? jobs.length : place, 0, job);
    this.#length += 1;
  }

  /** Lanes in the order in which their first jobs came. */
  lanes(): Lane[] {
    const lanes = [...this.#lanes.values()];
    return lanes.length < 2 ? lanes : lanes.sort((a, b) => first(a) - first(b));
  }

  waitingFor(key: string): number {
    return this.#lanes.get(key)?.jobs.length ?? 0;
  }

  /** Takes the first jobs of a lane, in order: as many as wanted, up to one that has to travel alone. */
  take(lane: Lane, most: number): Job[] {
    let count = 1;
    if (!lane.jobs[0]?.isAlone) {
      while (count < most && count < lane.jobs.length && !lane.jobs[count]?.isAlone) count += 1;
    }
    return this.#cut(lane, count);
  }

  /** Takes every job that fits out of the line. */
  takeAll(fits: (job: Job) => boolean): Job[] {
    const taken: Job[] = [];
    for (const lane of [...this.#lanes.values()]) {
      if (!lane.jobs.some(fits)) continue;
      const left = lane.jobs.filter((job) => !fits(job));
      taken.push(...lane.jobs.filter(fits));
      lane.jobs.splice(0, lane.jobs.length, ...left);
      if (left.length === 0) this.#lanes.delete(lane.version.key);
    }
    this.#length -= taken.length;
    return taken;
  }

  #cut(lane: Lane, count: number): Job[] {
    const taken = lane.jobs.splice(0, count);
    this.#length -= taken.length;
    if (lane.jobs.length === 0) this.#lanes.delete(lane.version.key);
    return taken;
  }

  #laneOf({ version }: Job): Lane {
    const lane = this.#lanes.get(version.key) ?? { version, jobs: [] };
    this.#lanes.set(version.key, lane);
    return lane;
  }
}

function first(lane: Lane): number {
  return lane.jobs[0]?.sequence ?? Number.POSITIVE_INFINITY;
}

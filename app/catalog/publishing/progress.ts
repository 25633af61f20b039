import type { PublishResult, UploadEvent, UploadRefusal, UploadStep } from '../contract.ts';

/** What uploads under way tell of themselves, in the memory of this process. How they ended is in their rows. */
export interface Progress {
  /** From here on the upload can be listened to. */
  begin(uploadId: string): void;
  step(uploadId: string, step: UploadStep): void;
  /** Tells everyone who listens, and forgets the upload: it must be written down by now. Harmless when it is over. */
  end(uploadId: string, last: Ending): void;
  /** Null when it is not under way here. */
  stepsOf(uploadId: string): UploadStep[] | null;
  /**
   * Hands on every event after the given one, those of the past at once.
   * @returns how to stop; null when it is not under way here
   */
  listen(uploadId: string, after: number, listener: (event: UploadEvent) => void): (() => void) | null;
}

export type Ending = { event: 'done'; data: PublishResult } | { event: 'refused'; data: UploadRefusal };

interface Running {
  steps: UploadStep[];
  listeners: Set<(event: UploadEvent) => void>;
}

export function createProgress(): Progress {
  const running = new Map<string, Running>();
  return {
    begin: (uploadId) => void running.set(uploadId, { steps: [], listeners: new Set() }),
    step: (uploadId, step) => {
      const found = running.get(uploadId);
      if (!found) return;
      found.steps.push(step);
      for (const listener of [...found.listeners]) listener(stepEvent(step, found.steps.length - 1));
    },
    end: (uploadId, last) => {
      const found = running.get(uploadId);
      running.delete(uploadId);
      if (!found) return;
      for (const listener of [...found.listeners]) listener(lastEvent(found.steps.length, last));
    },
    stepsOf: (uploadId) => running.get(uploadId)?.steps.slice() ?? null,
    listen: (uploadId, after, listener) => {
      const found = running.get(uploadId);
      if (!found) return null;
      for (const event of stepEvents(found.steps, after)) listener(event);
      found.listeners.add(listener);
      return () => void found.listeners.delete(listener);
    },
  };
}

/** The steps after an event as events. */
export function stepEvents(steps: readonly UploadStep[], after: number): UploadEvent[] {
  return steps.map(stepEvent).filter(({ id }) => id > after);
}

/** The last event after so many steps. */
export function lastEvent(stepCount: number, last: Ending): UploadEvent {
  return { id: stepCount + 1, ...last };
}

function stepEvent(data: UploadStep, place: number): UploadEvent {
  return { id: place + 1, event: 'step', data };
}

import { type Refusal, refusal } from '../refusal.ts';

/** Whether an engine's words speak of memory. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && /allocat|bad_alloc|out of memory/i.test(error.message);
}

export function outOfMemory(): Refusal {
  return refusal(
    'FL_CHECK_CRASHED',
    'The model asked for more memory than a model may use here. Make it smaller, or check the sizes in its graph.',
  );
}

import type { UploadStep, UploadStepName } from '#app/catalog/contract.ts';
import type { ProgressStep } from '../ui/progress.tsx';

const LABELS: Record<UploadStepName, string> = {
  received: 'Received',
  unpacked: 'Unpacked',
  checked: 'Checked',
  repaired: 'Repaired',
  measured: 'Measured',
  described: 'Described',
  loaded: 'Loaded',
  ready: 'Ready',
};

/** What every upload goes through; unpacking and repairing only come where they are needed. */
const ALWAYS: readonly UploadStepName[] = ['received', 'checked', 'measured', 'described', 'loaded', 'ready'];

/**
 * The steps an upload took and, while it runs, those that are to come. Where it was refused, it failed at the next.
 * @param code of the refusal
 */
export function progressSteps(
  steps: readonly UploadStep[],
  state: 'running' | 'done' | 'refused',
  code = '',
): ProgressStep[] {
  const done = steps.map(({ name, ms, detail }): ProgressStep => {
    return { label: LABELS[name], state: 'done', detail, ...(ms !== null && { tookMs: ms }) };
  });
  if (state === 'done') return done;
  const taken = new Set(steps.map(({ name }) => name));
  const isArchive = code.startsWith('FL_ARCHIVE_');
  const left = isArchive ? (['unpacked'] as const) : ALWAYS.filter((name) => !taken.has(name));
  const now = state === 'running' ? 'now' : 'failed';
  const next = left.map((name, at): ProgressStep => ({ label: LABELS[name], state: at === 0 ? now : 'next' }));
  return [...done, ...(state === 'running' ? next : next.slice(0, 1))];
}

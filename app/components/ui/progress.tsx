import { Check, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Bar } from './bar.tsx';
import { formatDuration } from './duration.ts';
import { Icon } from './icon.tsx';

interface ProgressBarProps {
  /** What is going on: 'Uploading mortgage.onnx'. */
  label: string;
  /** How much is done, 0 to 1, when that is known; left out it is never made up. */
  share?: number | undefined;
  /** The state in words beside the bar: 'Measuring, 0.3 s', '12 of 41 MB, 3 s left'. */
  children: ReactNode;
}

/** Work under way. */
export function ProgressBar({ label, share, children }: ProgressBarProps) {
  const known = share === undefined ? {} : { 'aria-valuenow': Math.round(100 * share) };
  return (
    <div className="flex items-center gap-4">
      <div role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} {...known} className="flex-1">
        <Bar share={share ?? 0} />
      </div>
      <span className="num text-sm text-muted">{children}</span>
    </div>
  );
}

interface ProgressTicksProps {
  done: number;
  of: number;
}

/** So many of a few: '2 of 5 done'. */
export function ProgressTicks({ done, of }: ProgressTicksProps) {
  return (
    <span className="inline-flex items-center gap-3">
      <span aria-hidden="true" className="ticks">
        {Array.from({ length: of }, (_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: ticks have no identity but their place.
          <i key={at} className={at < done ? 'done' : undefined} />
        ))}
      </span>
      <span className="num text-sm text-muted">
        <span className="font-strong text-text">
          {done} of {of}
        </span>{' '}
        done
      </span>
    </span>
  );
}

export interface ProgressStep {
  /** 'Received' */
  label: string;
  state: 'done' | 'now' | 'next' | 'failed';
  /** How long it took, ms. */
  tookMs?: number | undefined;
  /** What came of it: '41 kB, one file'. */
  detail?: string | undefined;
}

/** Once all times are known a bar grows with its step's, within reason: a step of 1 ms must stay readable. */
const GROWTH = ['grow-1', 'grow-2', 'grow-3', 'grow-4', 'grow-5', 'grow-6'] as const;

function growthOf(step: ProgressStep, longestMs: number): string {
  const share = step.tookMs === undefined || longestMs === 0 ? 0 : step.tookMs / longestMs;
  return `${GROWTH[Math.round(share * (GROWTH.length - 1))] ?? GROWTH[0]} basis-0`;
}

/** Steps in order, each with its time and outcome as they come. */
export function ProgressSteps({ label, steps }: { label: string; steps: readonly ProgressStep[] }) {
  // A step whose time is part of another's has none.
  const isOver = steps.every(({ state }) => state === 'done');
  const longestMs = isOver ? Math.max(...steps.map(({ tookMs }) => tookMs ?? 0)) : 0;
  return (
    <ol aria-label={label} className="steps">
      {steps.map((step) => (
        <li
          key={step.label}
          className={`step ${growthOf(step, longestMs)}`}
          data-state={step.state}
          aria-current={step.state === 'now' ? 'step' : undefined}
        >
          <span aria-hidden="true" className="step-bar" />
          <p
            className={`mt-2.5 flex items-center gap-1.5 text-sm ${step.state === 'next' ? 'text-muted' : 'font-strong'}`}
          >
            {step.state === 'done' && <Icon of={Check} size={14} weight={2.25} className="text-ok-text" />}
            {step.state === 'failed' && <Icon of={X} size={14} weight={2.25} className="text-bad-text" />}
            {step.label}
            {step.tookMs !== undefined && (
              <span className="num ml-1 whitespace-nowrap font-normal text-muted">{formatDuration(step.tookMs)}</span>
            )}
          </p>
          {step.detail && <p className="mt-0.5 pr-3 text-xs text-muted">{step.detail}</p>}
        </li>
      ))}
    </ol>
  );
}

import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

interface BadgeProps {
  /** State of the work, never of an answer: ok, warn, bad; accent marks what was taken on; line what is still open. */
  tone?: 'plain' | 'line' | 'accent' | 'ok' | 'warn' | 'bad';
  icon?: LucideIcon;
  children: ReactNode;
}

/** A state in a word or two. */
export function Badge({ tone = 'plain', icon, children }: BadgeProps) {
  return (
    <span className={tone === 'plain' ? 'badge' : `badge badge-${tone}`}>
      {icon && <Icon of={icon} size={12} weight={2} />}
      {children}
    </span>
  );
}

interface CountProps {
  /** Shown as it is, also when it is 0. */
  value: number;
  /** Something waits on the reader. */
  isAccent?: boolean;
}

/** How many, beside a title or a tab. */
export function Count({ value, isAccent = false }: CountProps) {
  return <span className={isAccent ? 'count count-accent' : 'count'}>{value}</span>;
}

const DOT_LOOKS = {
  ready: 'bg-ok dot-live',
  waiting: 'bg-warn',
  asleep: 'bg-line-control',
  stopped: 'bg-bad',
} as const;

interface StatusDotProps {
  state: keyof typeof DOT_LOOKS;
  /** The state in words: 'Ready. Answers in about 3 ms.' */
  children: ReactNode;
}

/** Whether a model answers now. */
export function StatusDot({ state, children }: StatusDotProps) {
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden="true" className={`dot ${DOT_LOOKS[state]}`} />
      <span>{children}</span>
    </span>
  );
}

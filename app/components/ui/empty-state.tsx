import type { ReactNode } from 'react';

interface EmptyStateProps {
  /** What goes here and how it comes; names the real key or button. */
  children: ReactNode;
  /** The one thing to do, a Button or a ButtonLink. */
  action?: ReactNode;
}

/** Nothing yet. */
export function EmptyState({ children, action }: EmptyStateProps) {
  return (
    <div className="empty">
      <p className="text-muted">{children}</p>
      {action}
    </div>
  );
}

/** A figure that cannot be given yet: says so, and what it takes. Never a made-up number. */
export function NotEnough({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="empty empty-well">
      <p className="font-strong">{title}</p>
      <p className="text-muted">{children}</p>
    </div>
  );
}

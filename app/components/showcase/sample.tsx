import type { ReactNode } from 'react';

interface SampleProps {
  title: string;
  className?: string;
  children: ReactNode;
}

/** One part of the library with its states. */
export function Sample({ title, className = 'lg:col-span-12', children }: SampleProps) {
  return (
    <section aria-label={title} className={`card p-5 ${className}`}>
      <h2 className="h-section mb-4">{title}</h2>
      {children}
    </section>
  );
}

/** A state with its name under it. */
export function State({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid content-start justify-items-start gap-2">
      {children}
      <span className="text-xs text-muted">{name}</span>
    </div>
  );
}

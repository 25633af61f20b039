import { Check, ChevronRight, Copy } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { showToast } from '../ui/toast-queue.ts';

/** A part of the drawer that opens and closes. */
export function Section({ title, isOpen = false, children }: { title: string; isOpen?: boolean; children: ReactNode }) {
  return (
    <details className="drawer-section" open={isOpen}>
      <summary>
        <Icon of={ChevronRight} size={16} />
        <h3 className="h-section">{title}</h3>
      </summary>
      <div className="grid gap-4 pb-5">{children}</div>
    </details>
  );
}

/** Names with their figures. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-4 gap-y-1.5 text-sm">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="num min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Text as a machine reads it, with a button that copies all of it. */
export function CodeBlock({ text, copied, label }: { text: string; copied?: string; label: string }) {
  return (
    <div className="grid gap-1">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="code-block" tabIndex={0} aria-label={label}>
        <pre>{text}</pre>
      </section>
      <div>
        <CopyText text={copied ?? text} label={label} />
      </div>
    </div>
  );
}

/** A button that puts a text into the clipboard. */
export function CopyText({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState<string | null>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(text);
    } catch {
      // No clipboard outside secure contexts, or it was not allowed.
      showToast({ tone: 'failed', title: 'Not copied', text: 'Select the text and copy it by hand.' });
    }
  };
  return (
    <Button size="small" variant="quiet" icon={copied === text ? Check : Copy} onClick={() => void copy()}>
      {copied === text ? 'Copied' : 'Copy'} <span className="sr-only">{label}</span>
    </Button>
  );
}

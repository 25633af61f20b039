import { Link } from '@remix-run/react';
import { Check, type LucideIcon, RefreshCw, X } from 'lucide-react';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { closeToast, onToastsChange, shownToasts, type Toast, type ToastContent } from './toast-queue.ts';
import { useShortcuts } from './use-shortcuts.ts';

const SHOWN_MS = 6_000;
const NONE: readonly Toast[] = [];

/** Where toasts appear; the shell holds the one there is. It is light on purpose: 'No connection' must show offline. */
export function ToastOutlet() {
  const toasts = useSyncExternalStore(onToastsChange, shownToasts, () => NONE);
  const [isHeld, setHeld] = useState(false);
  return (
    <section
      aria-label="Messages"
      aria-live="polite"
      className="toasts"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {toasts.map((toast) => (
        <TimedToast key={toast.id} toast={toast} isHeld={isHeld} />
      ))}
    </section>
  );
}

/** Counts down while nobody points at it or is inside it; failures stay. */
function TimedToast({ toast, isHeld }: { toast: Toast; isHeld: boolean }) {
  const stays = toast.tone === 'failed';
  const leftMs = useRef(SHOWN_MS);
  useEffect(() => {
    if (stays || isHeld) return;
    const startedMs = performance.now();
    const timer = setTimeout(() => closeToast(toast.id), leftMs.current);
    return () => {
      clearTimeout(timer);
      leftMs.current -= performance.now() - startedMs;
    };
  }, [stays, isHeld, toast.id]);
  const { action } = toast;
  const act = (): void => {
    closeToast(toast.id);
    action?.onAction();
  };
  useShortcuts(action?.shortcut ? { [action.shortcut.toLowerCase()]: act } : {});
  return (
    <ToastCard
      content={action ? { ...toast, action: { ...action, onAction: act } } : toast}
      onClose={stays ? () => closeToast(toast.id) : undefined}
    />
  );
}

const MARKS: Record<ToastContent['tone'], { icon: LucideIcon; look: string }> = {
  done: { icon: Check, look: 'bg-ok-soft text-ok-text' },
  offline: { icon: RefreshCw, look: 'bg-warn-soft text-warn-text' },
  failed: { icon: X, look: 'bg-bad-soft text-bad-text' },
};

interface ToastCardProps {
  content: ToastContent;
  onClose?: (() => void) | undefined;
}

/** What a toast looks like. */
export function ToastCard({ content, onClose }: ToastCardProps) {
  const { tone, title, text, links = [], action } = content;
  const { icon, look } = MARKS[tone];
  return (
    <div className="toast" role={tone === 'failed' ? 'alert' : undefined}>
      <span className={`toast-mark ${look}`}>
        <Icon of={icon} size={16} weight={2.5} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-strong">{title}</p>
        {text && <p className="mt-0.5 text-sm text-muted">{text}</p>}
        {links.length > 0 && (
          <div className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-sm">
            {links.map((link) => (
              <Link key={link.to} className="link" to={link.to}>
                {link.label}
              </Link>
            ))}
          </div>
        )}
      </div>
      {action && (
        <Button
          variant="quiet"
          size="small"
          onClick={action.onAction}
          {...(action.shortcut && { shortcut: action.shortcut })}
        >
          {action.label}
        </Button>
      )}
      {onClose && (
        <Button variant="quiet" size="small" icon={X} isIconOnly onClick={onClose}>
          Close
        </Button>
      )}
    </div>
  );
}

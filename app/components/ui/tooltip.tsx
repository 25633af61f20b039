import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useOnDemand } from './on-demand.ts';

interface TooltipProps {
  /** A few words more than the control says. Never the only place where something is said. */
  text: string;
  /** The control: one element that can take the focus. */
  children: ReactNode;
}

const loadBubble = () => import('./overlays/tooltip-bubble.tsx');
const HOVER_MS = 400;

/** Words that appear beside a control when it is pointed at or focused; Escape hides them. */
export function Tooltip({ text, children }: TooltipProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const { part, fetchPart } = useOnDemand(loadBubble);
  useEffect(() => listen(anchor.current, { fetchPart, setOpen }), [fetchPart]);
  useEffect(() => {
    const control = anchor.current?.firstElementChild;
    const others = control?.getAttribute('aria-describedby') ?? '';
    control?.setAttribute('aria-describedby', `${others} ${id}`.trim());
    return () => control?.setAttribute('aria-describedby', others);
  }, [id]);
  return (
    <>
      <span ref={anchor} className="inline-flex">
        {children}
      </span>
      <span id={id} hidden>
        {text}
      </span>
      {part && (
        <part.TooltipBubble anchor={anchor} isOpen={isOpen} onOpenChange={setOpen}>
          {text}
        </part.TooltipBubble>
      )}
    </>
  );
}

interface Listening {
  fetchPart: () => void;
  setOpen: (isOpen: boolean) => void;
}

/** Opens after a moment of pointing, at once on keyboard focus. Touch has no pointing, so nothing opens there. */
function listen(anchor: HTMLElement | null, { fetchPart, setOpen }: Listening): () => void {
  if (!anchor) return () => undefined;
  const listening = new AbortController();
  const { signal } = listening;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const close = (): void => {
    clearTimeout(timer);
    setOpen(false);
  };
  anchor.addEventListener(
    'pointerenter',
    ({ pointerType }) => {
      if (pointerType === 'touch') return;
      fetchPart();
      timer = setTimeout(() => setOpen(true), HOVER_MS);
    },
    { signal },
  );
  anchor.addEventListener(
    'focusin',
    ({ target }) => {
      if (!(target instanceof Element) || !target.matches(':focus-visible')) return;
      fetchPart();
      setOpen(true);
    },
    { signal },
  );
  document.addEventListener('keydown', (event) => event.key === 'Escape' && close(), { signal });
  for (const name of ['pointerleave', 'pointerdown', 'focusout']) anchor.addEventListener(name, close, { signal });
  return () => {
    clearTimeout(timer);
    listening.abort();
  };
}

import { useEffect, useRef } from 'react';

const TYPING =
  'input:not([type="radio"], [type="checkbox"], [type="range"], [type="button"]), textarea, select, [contenteditable]';

/**
 * Runs `act` when a single key is pressed anywhere on the page. Off while someone types or a dialog is open, with a
 * modifier held, and where keys are switched off in the user menu (WCAG 2.1.4). Null: the key does nothing now.
 */
export function useShortcut(key: string, act: (() => void) | null): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (!latest.current || event.key.toLowerCase() !== key.toLowerCase() || isOff(event)) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [key]);
}

function isOff(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return true;
  if (document.documentElement.dataset.keys === 'off') return true;
  const isTyping = event.target instanceof Element && event.target.closest(TYPING) !== null;
  return isTyping || document.querySelector('[role="dialog"], dialog[open]') !== null;
}

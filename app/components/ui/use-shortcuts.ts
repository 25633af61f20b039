import { type RefObject, useEffect, useRef } from 'react';

const NOT_TYPING = '[type="radio"], [type="checkbox"], [type="range"], [type="button"], [type="submit"]';
const TYPING = `input:not(${NOT_TYPING}), textarea, select, [contenteditable]`;

/**
 * Lets single keys act (`{ f: openFlag, l: judge }`; null: not now). They rest while someone types, with a modifier
 * held, where keys are switched off in the user menu (WCAG 2.1.4), and under an open dialog; what lies inside the dialog
 * gives itself as `scope`, and its keys go on.
 */
export function useShortcuts(acts: Record<string, (() => void) | null>, scope?: RefObject<HTMLElement | null>): void {
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const act = latest.current[event.key.toLowerCase()];
      if (!act || isResting(event, scope?.current ?? null)) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [scope]);
}

function isResting(event: KeyboardEvent, scope: HTMLElement | null): boolean {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return true;
  if (document.documentElement.dataset.keys === 'off') return true;
  if (event.target instanceof Element && event.target.closest(TYPING) !== null) return true;
  const dialog = [...document.querySelectorAll('[role="dialog"], dialog[open]')].at(-1);
  return dialog !== undefined && !dialog.contains(scope);
}

import { type RefObject, useEffect } from 'react';

/** Keeps what is typed into a field in this browser until it was sent: a lost session or connection loses no words. */
export function useKeptText(
  field: RefObject<HTMLTextAreaElement | null>,
  key: string,
  wasSent: (text: string) => boolean,
) {
  useEffect(() => {
    const control = field.current;
    if (!control) return;
    const kept = read(key);
    if (kept !== null && wasSent(kept)) write(key, '');
    else if (kept !== null && control.value === '') control.value = kept;
    const keep = (): void => write(key, control.value);
    control.addEventListener('input', keep);
    return () => control.removeEventListener('input', keep);
  }, [field, key, wasSent]);
}

/** Storage can be full, or forbidden: then nothing is kept. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key) || null;
  } catch {
    return null;
  }
}

function write(key: string, text: string): void {
  try {
    if (text === '') localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {}
}

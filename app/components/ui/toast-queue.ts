export interface ToastContent {
  /** done: a tick; offline: kept here, tried again; failed: stays until it is closed. */
  tone: 'done' | 'offline' | 'failed';
  title: string;
  text?: string;
  /** Leads to what it is about. */
  links?: { label: string; to: string }[];
  /** One thing to do about it, such as Undo with the key Z. */
  action?: { label: string; shortcut?: string; onAction: () => void };
}

export interface Toast extends ToastContent {
  id: number;
}

const MOST_SHOWN = 3;

let shown: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

/** Shows a message at the bottom of the page, for 6 s or until it is closed. Answers the way to take it back. */
export function showToast(content: ToastContent): () => void {
  lastId += 1;
  const toast = { ...content, id: lastId };
  change([...shown, toast].slice(-MOST_SHOWN));
  return () => closeToast(toast.id);
}

export function closeToast(id: number): void {
  change(shown.filter((toast) => toast.id !== id));
}

/** What is shown now; the same array until it changes. */
export function shownToasts(): readonly Toast[] {
  return shown;
}

export function onToastsChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function change(next: readonly Toast[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

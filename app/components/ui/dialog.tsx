import { useEffect } from 'react';
import { useOnDemand } from './on-demand.ts';
import { PlainDialog } from './plain-dialog.tsx';
import type { DialogProps } from './surface-parts.tsx';

const loadModal = () => import('./overlays/modal.tsx');

/** Fetches what dialogs and panels need before they open; call it when the pointer or the focus nears their button. */
export function prefetchDialog(): void {
  // Opening tries again and says so when it still fails.
  loadModal().catch(() => undefined);
}

/**
 * A small window over the page, for one decision. What it does must also be reachable without a script, as a page or a
 * form. Focus stays inside and goes back to where it came from.
 */
export function Dialog(props: DialogProps) {
  return <Surface look="dialog" {...props} />;
}

/** A panel at the side for longer work, 620 px wide; on a phone a sheet from below. */
export function SidePanel(props: DialogProps) {
  return <Surface look="panel" {...props} />;
}

function Surface({ isOpen, ...props }: DialogProps & { look: 'dialog' | 'panel' }) {
  const { part, hasFailed, fetchPart } = useOnDemand(loadModal);
  useEffect(() => {
    if (isOpen) fetchPart();
  }, [isOpen, fetchPart]);
  if (part) return <part.ModalSurface isOpen={isOpen} {...props} />;
  // Offline before it was fetched: the browser's own dialog does the same, only plainer.
  return isOpen && hasFailed ? <PlainDialog {...props} /> : null;
}

import { SquareTerminal } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { prefetchDialog } from '../ui/dialog.tsx';
import { useOnDemand } from '../ui/on-demand.ts';
import { showToast } from '../ui/toast-queue.ts';
import { useShortcuts } from '../ui/use-shortcuts.ts';
import type { DetailsSubject } from './details-panel.tsx';

const loadPanel = () => import('./details-panel.tsx');

/** Opens the drawer of the data scientist, with `d` too. What it needs is fetched on the way to it. */
export function DetailsButton({ subject }: { subject: DetailsSubject }) {
  const [opened, setOpened] = useState<DetailsSubject | null>(null);
  const { part, hasFailed, fetchPart } = useOnDemand(loadPanel);
  const near = useCallback(() => {
    prefetchDialog();
    fetchPart();
  }, [fetchPart]);
  const open = useCallback(() => {
    near();
    setOpened(subject);
  }, [near, subject]);
  const close = useCallback(() => setOpened(null), []);
  useShortcuts({ d: open });
  useEffect(() => {
    if (opened === null || part || !hasFailed) return;
    setOpened(null);
    showToast({ tone: 'offline', title: 'No connection', text: 'The details open once you are back online.' });
  }, [opened, part, hasFailed]);
  return (
    <div className="needs-script border-t border-line px-4 py-1.5 max-sm:px-2">
      <Button
        variant="quiet"
        size="small"
        icon={SquareTerminal}
        shortcut="D"
        onClick={open}
        onPointerEnter={near}
        onFocus={near}
      >
        Details for data scientists
      </Button>
      {opened && part && <part.DetailsPanel subject={opened} onClose={close} />}
    </div>
  );
}

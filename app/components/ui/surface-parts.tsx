import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';

export interface DialogProps {
  isOpen: boolean;
  /** Escape, the cross, or a press beside it. */
  onClose: () => void;
  title: string;
  /** Beside the title: 'Draft saved'. */
  status?: ReactNode;
  /** Name of the cross; say what happens to the work: 'Close, draft is kept'. */
  closeLabel?: string;
  /** Buttons; they stay in view. */
  footer?: ReactNode;
  children: ReactNode;
}

type SurfacePartsProps = Omit<DialogProps, 'isOpen'> & { titleId: string };

/** Head, body and foot of a dialog or panel; the body scrolls, the others stay. */
export function SurfaceParts(props: SurfacePartsProps) {
  const { titleId, title, status, closeLabel = 'Close', footer, onClose, children } = props;
  return (
    <>
      <div className="surface-head">
        <h2 id={titleId} className="text-lg">
          {title}
        </h2>
        {status && (
          <span role="status" className="ml-auto inline-flex items-center gap-1.5 text-xs text-muted">
            {status}
          </span>
        )}
        <Button variant="quiet" size="small" icon={X} isIconOnly className={status ? '' : 'ml-auto'} onClick={onClose}>
          {closeLabel}
        </Button>
      </div>
      <div className="surface-body">{children}</div>
      {footer && <div className="surface-foot">{footer}</div>}
    </>
  );
}

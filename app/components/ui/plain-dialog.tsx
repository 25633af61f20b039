import { useEffect, useId, useRef } from 'react';
import { type DialogProps, SurfaceParts } from './surface-parts.tsx';

type PlainDialogProps = Omit<DialogProps, 'isOpen'> & { look: 'dialog' | 'panel' };

/** The browser's own modal dialog. */
export function PlainDialog({ look, onClose, ...parts }: PlainDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className={look} aria-labelledby={titleId} onClose={onClose}>
      <div className="surface-inner">
        <SurfaceParts titleId={titleId} onClose={onClose} {...parts} />
      </div>
    </dialog>
  );
}

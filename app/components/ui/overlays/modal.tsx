import { useId } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components/Modal';
import { type DialogProps, SurfaceParts } from '../surface-parts.tsx';
import { OverlayFrame } from './overlay-frame.tsx';

/** A dialog or panel over a scrim: the rest of the page is out of reach, focus comes back. Fetched on first use. */
export function ModalSurface({ look, isOpen, onClose, ...parts }: DialogProps & { look: 'dialog' | 'panel' }) {
  const titleId = useId();
  return (
    <OverlayFrame>
      <ModalOverlay
        className="scrim"
        isOpen={isOpen}
        onOpenChange={(isStillOpen) => isStillOpen || onClose()}
        isDismissable
      >
        <Modal className={look}>
          <Dialog aria-labelledby={titleId} className="surface-inner">
            <SurfaceParts titleId={titleId} onClose={onClose} {...parts} />
          </Dialog>
        </Modal>
      </ModalOverlay>
    </OverlayFrame>
  );
}

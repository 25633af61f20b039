import { type ReactNode, type RefObject, useMemo } from 'react';
import { Tooltip, TooltipTriggerStateContext } from 'react-aria-components/Tooltip';
import { OverlayFrame } from './overlay-frame.tsx';

interface TooltipBubbleProps {
  anchor: RefObject<HTMLElement | null>;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  children: ReactNode;
}

/** The bubble of a tooltip; when it opens is decided outside. Fetched on first use. */
export function TooltipBubble({ anchor, isOpen, onOpenChange, children }: TooltipBubbleProps) {
  const state = useMemo(
    () => ({
      isOpen,
      shouldSkipAnimation: false,
      open: () => onOpenChange(true),
      close: () => onOpenChange(false),
    }),
    [isOpen, onOpenChange],
  );
  return (
    <OverlayFrame>
      <TooltipTriggerStateContext.Provider value={state}>
        <Tooltip triggerRef={anchor} offset={6} className="tooltip">
          {children}
        </Tooltip>
      </TooltipTriggerStateContext.Provider>
    </OverlayFrame>
  );
}

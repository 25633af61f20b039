import { useNavigate } from '@remix-run/react';
import type { ReactNode } from 'react';
import { I18nProvider, RouterProvider } from 'react-aria-components';

interface OverlayFrameProps {
  /** Follows a link inside; without a reload when left out. */
  onNavigate?: (to: string) => void;
  children: ReactNode;
}

/** What every fetched part stands in: the language of the pages, not of the browser, and links without a reload. */
export function OverlayFrame({ onNavigate, children }: OverlayFrameProps) {
  const navigate = useNavigate();
  return (
    <I18nProvider locale="en-GB">
      <RouterProvider navigate={onNavigate ?? navigate}>{children}</RouterProvider>
    </I18nProvider>
  );
}

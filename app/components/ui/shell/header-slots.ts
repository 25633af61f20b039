import { useMatches } from '@remix-run/react';
import type { ReactNode } from 'react';
import type { TabLink } from '../tabs.tsx';

/** What a page puts into the header. */
export interface HeaderSlots {
  /** Beside the logo, usually a ModelSwitcher. */
  switcher?: ReactNode;
  /** Instead of the main pages: the pages of this model. */
  tabs?: readonly TabLink[];
  /** Name of those tabs for screen readers: 'Model'. */
  tabsLabel?: string;
}

/**
 * A route fills the header by exporting `handle: HeaderHandle<typeof loader>`; `header` gets what the loader answered.
 * The deepest route that has one wins; while a page failed its data is missing and the header shows the main pages.
 */
export interface HeaderHandle<Data = unknown> {
  header: (data: Data) => HeaderSlots;
}

export function useHeaderSlots(): HeaderSlots {
  const matches = useMatches();
  for (const { handle, data } of matches.toReversed()) {
    // Null when what was posted to the page was refused as a whole.
    if (isHeaderHandle(handle) && data !== undefined && data !== null) return handle.header(data);
  }
  return {};
}

function isHeaderHandle(handle: unknown): handle is HeaderHandle {
  return typeof handle === 'object' && handle !== null && 'header' in handle && typeof handle.header === 'function';
}

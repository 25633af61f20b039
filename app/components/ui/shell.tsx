import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import type { Preferences } from './preferences.ts';
import { useHeaderSlots } from './shell/header-slots.ts';
import { SearchControl } from './shell/search-control.tsx';
import { UserMenu } from './shell/user-menu.tsx';
import { type TabLink, TabLinks } from './tabs.tsx';
import { ToastOutlet } from './toast.tsx';

interface ShellProps {
  /** Name of whoever is signed in; null: nobody. */
  viewerName: string | null;
  preferences: Preferences;
  /** Page that searches (see SearchControl); left out, there is no search. */
  searchPath?: string;
  children: ReactNode;
}

const MAIN_TABS: readonly TabLink[] = [
  { to: '/', label: 'Home', end: true },
  { to: '/models', label: 'Models' },
  { to: '/flags', label: 'Flags' },
];

/** The frame of every page: the way past the header, the header, the page, the messages. */
export function Shell({ viewerName, preferences, searchPath, children }: ShellProps) {
  const { switcher, tabs = MAIN_TABS, tabsLabel = 'Main' } = useHeaderSlots();
  const hasTabs = viewerName !== null && tabs.length > 0;
  return (
    <>
      <a className="btn skip-link" href="#main">
        Skip to the page
      </a>
      <header className="shell-header">
        <div className="page shell-bar">
          <Link to="/" className="inline-flex min-h-11 items-center gap-2.5" aria-label="Firstlook home">
            <Logo />
            <span className="shell-name">Firstlook</span>
          </Link>
          {switcher && (
            <>
              <span aria-hidden="true" className="text-line-strong">
                /
              </span>
              {switcher}
            </>
          )}
          {hasTabs && (
            <div className="shell-tabs-bar ml-3">
              <TabLinks label={tabsLabel} tabs={tabs} />
            </div>
          )}
          <div className="ml-auto flex items-center gap-2">
            {viewerName !== null && searchPath !== undefined && <SearchControl path={searchPath} />}
            {viewerName !== null && <UserMenu name={viewerName} preferences={preferences} />}
          </div>
        </div>
        {hasTabs && (
          <div className="page shell-tabs-row">
            <TabLinks label={tabsLabel} tabs={tabs} />
          </div>
        )}
      </header>
      {children}
      <ToastOutlet />
    </>
  );
}

function Logo() {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true" focusable="false" className="shrink-0">
      <path
        d="M17.6 5.6A8.4 8.4 0 1 1 11 2.6"
        className="fill-none stroke-text"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
      <circle cx="13.6" cy="8.4" r="3.7" className="fill-accent" />
    </svg>
  );
}

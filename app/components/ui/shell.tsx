import { Form, Link, NavLink } from '@remix-run/react';
import type { ReactNode } from 'react';

interface ShellProps {
  /** Name of whoever is signed in; null: nobody. */
  viewerName: string | null;
  children: ReactNode;
}

/** The frame of every page: the way past the header, the header, the page. */
export function Shell({ viewerName, children }: ShellProps) {
  return (
    <>
      <a className="btn skip-link" href="#main">
        Skip to the page
      </a>
      <header className="border-b border-line bg-surface">
        <div className="page flex flex-wrap items-center gap-x-6">
          <Link to="/" className="flex h-[52px] items-center gap-2 text-md strong">
            <Logo />
            Firstlook
          </Link>
          {viewerName !== null && <Navigation viewerName={viewerName} />}
        </div>
      </header>
      {children}
    </>
  );
}

function Navigation({ viewerName }: { viewerName: string }) {
  return (
    <>
      <nav aria-label="Main" className="flex gap-5">
        <NavLink className="nav-link" to="/models">
          Models
        </NavLink>
        <NavLink className="nav-link" to="/flags">
          Flags
        </NavLink>
      </nav>
      <div className="ml-auto flex items-center gap-3">
        <span className="text-sm text-muted">{viewerName}</span>
        <Form method="post" action="/logout">
          <button type="submit" className="btn btn-quiet">
            Sign out
          </button>
        </Form>
      </div>
    </>
  );
}

function Logo() {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true" focusable="false">
      <circle cx="11" cy="11" r="8" fill="none" stroke="currentColor" strokeWidth="3" />
      <circle cx="14" cy="8" r="4" className="fill-accent" />
    </svg>
  );
}

import { Link, NavLink, useSearchParams } from '@remix-run/react';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useId, useRef, useState } from 'react';
import { Count } from './badge.tsx';
import { type CountMoment, useNewerCount } from './newer-counts.ts';

export interface TabLink {
  to: string;
  label: string;
  count?: number | undefined;
  /** Makes the count follow what is done on the page. */
  counted?: CountMoment;
  /** Current only at this very address, not below it. */
  end?: boolean;
  /** Current though the address says otherwise: the page of a flag belongs to the flags. */
  isCurrent?: boolean;
}

/** Pages that belong together, as in the header. */
export function TabLinks({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  return (
    <nav aria-label={label} className="tab-list">
      {tabs.map((tab) =>
        tab.isCurrent ? (
          <Link key={tab.to} to={tab.to} className="tab" prefetch="intent" aria-current="page">
            <TabWords tab={tab} />
          </Link>
        ) : (
          <NavLink key={tab.to} to={tab.to} end={tab.end ?? false} className="tab" prefetch="intent">
            <TabWords tab={tab} />
          </NavLink>
        ),
      )}
    </nav>
  );
}

function TabWords({ tab: { label, count, counted } }: { tab: TabLink }) {
  const newest = useNewerCount(count ?? 0, counted);
  return (
    <>
      {label}
      {count !== undefined && <Count value={newest} />}
    </>
  );
}

interface TabPanel {
  key: string;
  label: string;
  count?: number;
  panel: ReactNode;
}

interface TabsProps {
  label: string;
  /** Name in the address (`?show=…`) that says which one is open, also without a script. */
  param: string;
  panels: readonly TabPanel[];
}

/** Parts of a page of which one is shown. Arrow keys, Home and End go from tab to tab. */
export function Tabs({ label, param, panels }: TabsProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [search] = useSearchParams();
  const [chosen, setChosen] = useState(search.get(param));
  const open = panels.find((panel) => panel.key === chosen) ?? panels[0];
  const addressOf = (key: string): string => `?${new URLSearchParams([...others(search, param), [param, key]])}`;
  const show = (key: string): void => {
    setChosen(key);
    // The panels are here already: the address changes for reloads and links, nothing is fetched.
    window.history.replaceState(window.history.state, '', addressOf(key));
  };
  const move = (event: KeyboardEvent): void => {
    const at = panels.findIndex((panel) => panel.key === open?.key);
    const moves: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: panels.length - 1 };
    const to = moves[event.key];
    const next = to === undefined ? undefined : panels.at(to % panels.length);
    if (!next) return;
    event.preventDefault();
    show(next.key);
    list.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(next.key)}"]`)?.focus();
  };
  if (!open) return null;
  return (
    <div>
      <div ref={list} role="tablist" aria-label={label} className="tab-list tab-list-inner" onKeyDown={move}>
        {panels.map((panel) => (
          <Link
            key={panel.key}
            to={addressOf(panel.key)}
            id={`${id}-${panel.key}`}
            data-key={panel.key}
            role="tab"
            aria-selected={panel.key === open.key}
            aria-controls={`${id}-panel`}
            tabIndex={panel.key === open.key ? 0 : -1}
            className="tab"
            onClick={(event: MouseEvent) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              show(panel.key);
            }}
          >
            {panel.label}
            {panel.count !== undefined && <Count value={panel.count} />}
          </Link>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${open.key}`} className="pt-4">
        {open.panel}
      </div>
    </div>
  );
}

function others(search: URLSearchParams, param: string): [string, string][] {
  return [...search].filter(([name]) => name !== param);
}

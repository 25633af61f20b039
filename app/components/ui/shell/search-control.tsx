import { Link, useFetcher, useNavigate } from '@remix-run/react';
import { Search } from 'lucide-react';
import { type MouseEvent, useEffect, useState } from 'react';
import { Icon } from '../icon.tsx';
import { KeyCap } from '../kbd.tsx';
import { useOnDemand } from '../on-demand.ts';
import { useShortcuts } from '../use-shortcuts.ts';
import type { SearchHit } from './search-hit.ts';

const PAUSE_MS = 150;
const loadSurface = () => import('../overlays/search-surface.tsx');

/**
 * Opens the search with a click or `/`. `path` is a page that searches with `?q=`: it is where the control leads without
 * a script, and its loader answers `{ hits: SearchHit[] }`, from which the dialog lives.
 */
export function SearchControl({ path }: { path: string }) {
  const [isOpen, setOpen] = useState(false);
  const { part, hasFailed, fetchPart } = useOnDemand(loadSurface);
  const navigate = useNavigate();
  const open = (): void => {
    fetchPart();
    setOpen(true);
  };
  useEffect(() => {
    if (isOpen && hasFailed) navigate(path);
  }, [isOpen, hasFailed, navigate, path]);
  useShortcuts({ '/': open });
  const press = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    open();
  };
  const search = useSearch(path);
  return (
    <>
      <Link to={path} className="btn btn-quiet btn-sm" onPointerEnter={fetchPart} onFocus={fetchPart} onClick={press}>
        <Icon of={Search} />
        <span className="max-lg:sr-only">Search</span>
        <span className="max-lg:hidden">
          <KeyCap>/</KeyCap>
        </span>
      </Link>
      {part && <part.SearchSurface isOpen={isOpen} onClose={() => setOpen(false)} {...search} />}
    </>
  );
}

/** Asks a moment after the last key; the fetcher drops what was overtaken. */
function useSearch(path: string) {
  const [query, setQuery] = useState('');
  const { data, load, state } = useFetcher<{ hits: SearchHit[] }>();
  const asked = query.trim();
  useEffect(() => {
    if (asked === '') return;
    const timer = setTimeout(() => load(`${path}?${new URLSearchParams({ q: asked })}`), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [asked, path, load]);
  return {
    query,
    onQueryChange: setQuery,
    hits: asked === '' ? [] : (data?.hits ?? []),
    isBusy: state !== 'idle' || (asked !== '' && data === undefined),
  };
}

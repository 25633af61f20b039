import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { useOnDemand } from '../ui/on-demand.ts';
import type { SearchHit } from '../ui/shell/search-hit.ts';
import { useShortcuts } from '../ui/use-shortcuts.ts';
import { Sample } from './sample.tsx';

const HITS: SearchHit[] = [
  {
    id: 'mortgage',
    kind: 'Model',
    title: 'Mortgage approval',
    detail: 'Version 2, announced 12 min ago',
    to: '/models',
  },
  {
    id: 'flag',
    kind: 'Flag 214',
    title: 'Answer changes when only race changes',
    detail: 'Mortgage approval',
    to: '/flags',
  },
  { id: 'maya', kind: 'Person', title: 'Maya Okafor', to: '/models' },
];

const loadSurface = () => import('../ui/overlays/search-surface.tsx');

export function SearchSample() {
  const [isOpen, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const { part, fetchPart } = useOnDemand(loadSurface);
  const open = (): void => {
    fetchPart();
    setOpen(true);
  };
  useShortcuts({ '/': open });
  const words = query.trim().toLowerCase();
  const hits = words === '' ? [] : HITS.filter((hit) => `${hit.title} ${hit.kind}`.toLowerCase().includes(words));
  return (
    <Sample title="Search" className="lg:col-span-4">
      <p className="mb-3 text-muted">
        Three made-up entries; the header gets the real one once there is something to search.
      </p>
      <Button size="small" shortcut="/" onPointerEnter={fetchPart} onFocus={fetchPart} onClick={open}>
        Search
      </Button>
      {part && (
        <part.SearchSurface
          isOpen={isOpen}
          onClose={() => setOpen(false)}
          query={query}
          onQueryChange={setQuery}
          hits={hits}
          isBusy={false}
        />
      )}
    </Sample>
  );
}

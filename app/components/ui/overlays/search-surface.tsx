import { useNavigate } from '@remix-run/react';
import { Search } from 'lucide-react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { Input } from 'react-aria-components/Input';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components/Modal';
import { TextField } from 'react-aria-components/TextField';
import { Icon } from '../icon.tsx';
import type { SearchHit } from '../shell/search-hit.ts';
import { OverlayFrame } from './overlay-frame.tsx';

interface SearchSurfaceProps {
  isOpen: boolean;
  onClose: () => void;
  query: string;
  onQueryChange: (query: string) => void;
  hits: readonly SearchHit[];
  /** An answer is on its way. */
  isBusy: boolean;
}

/** The search over the page: a field, what was found below, arrow keys and Enter to go there. Fetched on first use. */
export function SearchSurface({ isOpen, onClose, query, onQueryChange, hits, isBusy }: SearchSurfaceProps) {
  const navigate = useNavigate();
  const go = (to: string): void => {
    onClose();
    navigate(to);
  };
  return (
    <OverlayFrame onNavigate={go}>
      <ModalOverlay
        className="scrim"
        isOpen={isOpen}
        onOpenChange={(isStillOpen) => isStillOpen || onClose()}
        isDismissable
      >
        <Modal className="dialog dialog-search">
          <Dialog aria-label="Search" className="surface-inner">
            <Autocomplete inputValue={query} onInputChange={onQueryChange}>
              <TextField aria-label="Search models, flags and people" autoFocus className="list-search">
                <Icon of={Search} size={16} />
                <Input placeholder="Search models, flags and people" />
              </TextField>
              <ListBox
                aria-label="Found"
                className="list"
                items={hits}
                selectionMode="none"
                renderEmptyState={() => <p className="list-empty">{emptyWords(query, isBusy)}</p>}
              >
                {(hit) => (
                  <ListBoxItem id={hit.id} textValue={`${hit.title} ${hit.kind}`} href={hit.to} className="item">
                    <span className="min-w-0 flex-1">
                      <span className="block truncate font-medium">{hit.title}</span>
                      {hit.detail && <span className="block truncate text-sm text-muted">{hit.detail}</span>}
                    </span>
                    <span className="item-end">{hit.kind}</span>
                  </ListBoxItem>
                )}
              </ListBox>
            </Autocomplete>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </OverlayFrame>
  );
}

function emptyWords(query: string, isBusy: boolean): string {
  if (query.trim() === '') return 'Type a name, a flag number or a word from a flag.';
  return isBusy ? 'Searching' : 'Nothing found. Try fewer or other words.';
}

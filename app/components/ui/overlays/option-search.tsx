import { Search } from 'lucide-react';
import { Autocomplete, useFilter } from 'react-aria-components/Autocomplete';
import { Input } from 'react-aria-components/Input';
import { Popover } from 'react-aria-components/Popover';
import { TextField } from 'react-aria-components/TextField';
import { Icon } from '../icon.tsx';
import { type OptionListProps, Options } from './option-list.tsx';
import { OverlayFrame } from './overlay-frame.tsx';

/** The list of a combobox: a field to narrow it, the rows that fit below. Fetched on first use. */
export function OptionList({ anchor, isOpen, onOpenChange, label, ...list }: OptionListProps) {
  const { contains } = useFilter({ sensitivity: 'base' });
  return (
    <OverlayFrame>
      <Popover
        triggerRef={anchor}
        isOpen={isOpen}
        onOpenChange={onOpenChange}
        placement="bottom start"
        offset={4}
        className="popover"
        aria-label={label}
      >
        <Autocomplete filter={contains}>
          <TextField aria-label={`Search ${label}`} autoFocus className="list-search">
            <Icon of={Search} size={14} />
            <Input placeholder="Search" />
          </TextField>
          <Options label={label} {...list} />
        </Autocomplete>
      </Popover>
    </OverlayFrame>
  );
}

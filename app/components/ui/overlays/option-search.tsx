import { Search } from 'lucide-react';
import { Autocomplete, useFilter } from 'react-aria-components/Autocomplete';
import { Input } from 'react-aria-components/Input';
import { TextField } from 'react-aria-components/TextField';
import { Icon } from '../icon.tsx';
import { type OptionListProps, OptionPopover, Options } from './option-list.tsx';

/** The list of a combobox: a field to narrow it, the rows that fit below. Fetched on first use. */
export function OptionList({ anchor, isOpen, onOpenChange, label, ...list }: OptionListProps) {
  const { contains } = useFilter({ sensitivity: 'base' });
  return (
    <OptionPopover anchor={anchor} isOpen={isOpen} onOpenChange={onOpenChange} label={label}>
      <Autocomplete filter={contains}>
        <TextField aria-label={`Search ${label}`} autoFocus className="list-search">
          <Icon of={Search} size={14} />
          <Input placeholder="Search" />
        </TextField>
        <Options label={label} {...list} />
      </Autocomplete>
    </OptionPopover>
  );
}

import { Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Autocomplete, useFilter } from 'react-aria-components/Autocomplete';
import { Input } from 'react-aria-components/Input';
import { TextField } from 'react-aria-components/TextField';
import { Icon } from '../icon.tsx';
import { fittingOptions } from './fitting-options.ts';
import { type OptionListProps, OptionPopover, Options } from './option-list.tsx';

/** The list of a combobox: a field to narrow it, the rows that fit below. Fetched on first use. */
export function OptionList({ anchor, isOpen, onOpenChange, label, ...list }: OptionListProps) {
  return (
    <OptionPopover anchor={anchor} isOpen={isOpen} onOpenChange={onOpenChange} label={label}>
      <SearchedOptions label={label} {...list} />
    </OptionPopover>
  );
}

/** However many options there are, a hundred rows are drawn at most: thousands would take seconds to open. */
function SearchedOptions({
  label,
  options,
  ...list
}: Pick<OptionListProps, 'label' | 'options' | 'chosen' | 'onChoose'>) {
  const { contains } = useFilter({ sensitivity: 'base' });
  const [query, setQuery] = useState('');
  const { shown, moreCount } = useMemo(
    () => fittingOptions(options, { query, chosen: list.chosen, contains }),
    [options, query, list.chosen, contains],
  );
  return (
    <Autocomplete inputValue={query} onInputChange={setQuery}>
      <TextField aria-label={`Search ${label}`} autoFocus className="list-search">
        <Icon of={Search} size={14} />
        <Input placeholder="Search" />
      </TextField>
      <Options label={label} options={shown} {...list} />
      {moreCount > 0 && (
        <p className="list-more num" role="status">
          {new Intl.NumberFormat('en').format(moreCount)} more. Type to narrow them.
        </p>
      )}
    </Autocomplete>
  );
}

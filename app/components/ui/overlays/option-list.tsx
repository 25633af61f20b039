import { Check } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Icon } from '../icon.tsx';
import { OverlayFrame } from './overlay-frame.tsx';

export interface Option {
  value: string;
  label: string;
}

export interface OptionListProps {
  /** The control the list belongs to; it takes the focus back. */
  anchor: RefObject<HTMLElement | null>;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  label: string;
  options: readonly Option[];
  chosen: string;
  onChoose: (value: string) => void;
}

/** The list of a select. Fetched on first use. */
export function OptionList({ anchor, isOpen, onOpenChange, label, ...list }: OptionListProps) {
  return (
    <OptionPopover anchor={anchor} isOpen={isOpen} onOpenChange={onOpenChange} label={label}>
      <Options label={label} {...list} />
    </OptionPopover>
  );
}

type OptionPopoverProps = Pick<OptionListProps, 'anchor' | 'isOpen' | 'onOpenChange' | 'label'> & {
  children: ReactNode;
};

/** What a list opens in, under its control. */
export function OptionPopover({ anchor, isOpen, onOpenChange, label, children }: OptionPopoverProps) {
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
        {children}
      </Popover>
    </OverlayFrame>
  );
}

type OptionsProps = Pick<OptionListProps, 'label' | 'options' | 'chosen' | 'onChoose'>;

/** The rows themselves. A press is a choice even when the row was chosen already: it closes the list. */
export function Options({ label, options, chosen, onChoose }: OptionsProps) {
  return (
    <ListBox
      aria-label={label}
      className="list"
      autoFocus
      selectionMode="single"
      disallowEmptySelection
      defaultSelectedKeys={[chosen]}
      items={options.map((option) => ({ ...option, id: option.value }))}
      renderEmptyState={() => <p className="list-empty">Nothing fits.</p>}
    >
      {(option) => (
        <ListBoxItem textValue={option.label} className="item" onPress={() => onChoose(option.value)}>
          {option.label}
          <span className="item-end">{option.value === chosen && <Icon of={Check} size={14} weight={2.25} />}</span>
        </ListBoxItem>
      )}
    </ListBox>
  );
}

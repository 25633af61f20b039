import { ChevronDown } from 'lucide-react';
import {
  type ChangeEvent,
  type ComponentType,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useRef,
  useState,
} from 'react';
import { Field, type FieldLook, splitField } from './field.tsx';
import { Icon } from './icon.tsx';
import { useOnDemand } from './on-demand.ts';
import type { Option, OptionListProps } from './overlays/option-list.tsx';

export interface SelectProps extends FieldLook {
  options: readonly Option[];
  /** Chosen value; give it with `onValueChange`, or leave both out and give `defaultValue`. */
  value?: string;
  defaultValue?: string | undefined;
  onValueChange?: (value: string) => void;
  isDisabled?: boolean;
  isRequired?: boolean;
}

const loadList = () => import('./overlays/option-list.tsx');
const loadSearchList = () => import('./overlays/option-search.tsx');

/** One of 3 to 7. Below that use Segmented, above it Combobox. */
export function Select(props: SelectProps) {
  return <ListField {...props} load={loadList} />;
}

/** One of many: the list that opens can be searched. Without a script it is a plain native list. */
export function Combobox(props: SelectProps) {
  return <ListField {...props} load={loadSearchList} />;
}

interface ListPart {
  OptionList: ComponentType<OptionListProps>;
}

/**
 * The native select is the control: it holds the value, the focus and the label, and works by itself. Once its list has
 * been fetched, a press with a mouse or a key opens ours instead of the system's; a finger always gets the system's.
 */
function ListField({ load, ...props }: SelectProps & { load: () => Promise<ListPart> }) {
  const { frame, control, rest } = splitField(props);
  const { options, value, defaultValue, onValueChange, isDisabled, isRequired } = rest;
  const select = useRef<HTMLSelectElement>(null);
  const { part, fetchPart } = useOnDemand(load);
  const opener = useOpener(part !== null);
  const choose = (next: string): void => {
    opener.setOpen(false);
    if (select.current) setNatively(select.current, next);
  };
  return (
    <Field {...frame}>
      <span className="select">
        <select
          ref={select}
          className="input"
          {...control}
          {...(value === undefined ? { defaultValue } : { value })}
          disabled={isDisabled}
          required={isRequired}
          onChange={(event: ChangeEvent<HTMLSelectElement>) => onValueChange?.(event.currentTarget.value)}
          onPointerEnter={fetchPart}
          onFocus={fetchPart}
          {...opener.handlers}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon of={ChevronDown} />
      </span>
      {part && (
        <part.OptionList
          anchor={select}
          isOpen={opener.isOpen}
          onOpenChange={opener.setOpen}
          label={frame.label}
          options={options}
          chosen={select.current?.value ?? ''}
          onChoose={choose}
        />
      )}
    </Field>
  );
}

/** Opens our list where the browser would open its own. */
function useOpener(isReady: boolean) {
  const [isOpen, setOpen] = useState(false);
  const isTouch = useRef(false);
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      isTouch.current = event.pointerType === 'touch';
    },
    onMouseDown: (event: MouseEvent<HTMLSelectElement>) => {
      // Ours would lie under a dialog of the browser's own.
      const isUnder = event.currentTarget.closest('dialog') !== null;
      if (!isReady || isUnder || isTouch.current || event.button !== 0) return;
      event.preventDefault();
      event.currentTarget.focus();
      setOpen(true);
    },
    onKeyDown: (event: KeyboardEvent) => {
      const isOpening = event.key === ' ' || event.key === 'F4' || (event.altKey && /^Arrow(Up|Down)$/.test(event.key));
      if (!isReady || !isOpening) return;
      event.preventDefault();
      setOpen(true);
    },
  };
  return { isOpen, setOpen, handlers };
}

/** Chooses as a person would: forms that listen for changes hear of it. */
function setNatively(select: HTMLSelectElement, value: string): void {
  if (select.value === value) return;
  select.value = value;
  select.dispatchEvent(new Event('input', { bubbles: true }));
  select.dispatchEvent(new Event('change', { bubbles: true }));
}

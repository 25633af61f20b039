import type { LucideIcon } from 'lucide-react';
import { Field, type FieldLook, splitField } from './field.tsx';
import { Icon } from './icon.tsx';

interface SegmentedOption {
  value: string;
  label: string;
  icon?: LucideIcon;
  iconClass?: string;
}

interface SegmentedProps extends FieldLook {
  options: readonly SegmentedOption[];
  /** Chosen value; give it with `onValueChange`, or leave both out and give `defaultValue`. */
  value?: string;
  defaultValue?: string | undefined;
  onValueChange?: (value: string) => void;
  isDisabled?: boolean;
}

/** One of two, or of three with short words. Native radio buttons: arrow keys choose, no script is needed. */
export function Segmented(props: SegmentedProps) {
  const { frame, control, rest } = splitField(props);
  const { options, value, defaultValue, onValueChange, isDisabled } = rest;
  const { id, name, 'aria-invalid': isInvalid, ...described } = control;
  return (
    <Field {...frame} isGroup>
      <fieldset id={id} aria-labelledby={`${id}-label`} {...described} className="segmented" disabled={isDisabled}>
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={name}
              value={option.value}
              aria-invalid={isInvalid}
              {...(value === undefined
                ? { defaultChecked: option.value === defaultValue }
                : { checked: option.value === value })}
              onChange={() => onValueChange?.(option.value)}
            />
            {option.icon && <Icon of={option.icon} size={14} className={option.iconClass ?? ''} />}
            {option.label}
          </label>
        ))}
      </fieldset>
    </Field>
  );
}

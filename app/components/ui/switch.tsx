import type { ReactNode } from 'react';

interface SwitchProps {
  name: string;
  /** Name for screen readers, and the words beside it unless `children` says something else. */
  label: string;
  value?: string;
  isOn?: boolean;
  defaultOn?: boolean;
  onChange?: (isOn: boolean) => void;
  isDisabled?: boolean;
  /** Words beside it; null shows none, as in a column that has its heading. */
  children?: ReactNode;
}

/** On or off, at once. A native checkbox: sent by a form only while it is on. */
export function Switch(props: SwitchProps) {
  const { name, label, value = 'on', isOn, defaultOn, onChange, isDisabled, children = label } = props;
  return (
    <label className="switch">
      <input
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox says itself whether it is on.
        role="switch"
        name={name}
        value={value}
        disabled={isDisabled}
        aria-label={label}
        {...(isOn === undefined ? { defaultChecked: defaultOn } : { checked: isOn })}
        onChange={(event) => onChange?.(event.currentTarget.checked)}
      />
      {children !== null && <span className="text-sm">{children}</span>}
    </label>
  );
}

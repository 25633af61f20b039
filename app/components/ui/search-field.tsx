import { Search } from 'lucide-react';
import type { InputHTMLAttributes } from 'react';
import { Icon } from './icon.tsx';

interface SearchFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> {
  name: string;
  /** What is searched; read out, not shown: the glass says it. */
  label: string;
}

/** A field to search or filter by; the browser brings the cross that empties it. Put it in a GET form. */
export function SearchField({ label, id, name, ...rest }: SearchFieldProps) {
  return (
    <span className="search">
      <Icon of={Search} />
      <input
        type="search"
        id={id ?? name}
        name={name}
        aria-label={label}
        className="input"
        autoComplete="off"
        {...rest}
      />
    </span>
  );
}

import { Link } from '@remix-run/react';
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Count } from './badge.tsx';

interface ChipProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> {
  isSelected: boolean;
  /** How many there are; stays when it is 0. */
  count?: number;
  children: ReactNode;
}

/** A choice that can be on or off. */
export function Chip({ isSelected, count, children, ...attributes }: ChipProps) {
  return (
    <button type="button" className="chip" aria-pressed={isSelected} {...attributes}>
      {children}
      {count !== undefined && <Count value={count} />}
    </button>
  );
}

interface ChipLinkProps {
  /** Address of the page with this choice made, so that it works without a script. */
  to: string;
  isSelected: boolean;
  count?: number;
  /** A sentence on what it holds. */
  title?: string | undefined;
  children: ReactNode;
}

/** The same as a link: examples, filters in the address. */
export function ChipLink({ to, isSelected, count, title, children }: ChipLinkProps) {
  return (
    <Link
      to={to}
      className="chip"
      title={title}
      preventScrollReset
      {...(isSelected && { 'aria-current': 'true' as const })}
    >
      {children}
      {count !== undefined && <Count value={count} />}
    </Link>
  );
}

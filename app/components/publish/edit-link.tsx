import { Link, useNavigate } from '@remix-run/react';
import type { MouseEvent, ReactNode } from 'react';

interface EditLinkProps {
  /** What is corrected: key of an input. */
  name: string;
  /** Where it is on the page: without a script the page comes back at its top. */
  anchor: string;
  children: ReactNode;
}

/** Opens something to be corrected, where it is. An address, so that it works without a script. */
export function EditLink({ name, anchor, children }: EditLinkProps) {
  const navigate = useNavigate();
  const query = `?edit=${encodeURIComponent(name)}`;
  const open = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    navigate(query, { preventScrollReset: true, replace: true });
  };
  return (
    <Link
      className="link inline-flex items-center gap-1.5"
      to={`${query}#${encodeURIComponent(anchor)}`}
      onClick={open}
    >
      {children}
    </Link>
  );
}

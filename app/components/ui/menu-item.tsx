import { Check, type LucideIcon } from 'lucide-react';
import { Icon } from './icon.tsx';

export interface MenuItem {
  id: string;
  label: string;
  icon?: LucideIcon | undefined;
  /** A word at the end of the row. */
  detail?: string | undefined;
  /** The one that holds now; gets a tick. */
  isCurrent?: boolean | undefined;
  /** What it does: lead somewhere, or send a form. One of the two. */
  to?: string | undefined;
  post?: { action: string; fields: Record<string, string> } | undefined;
}

export interface MenuGroup {
  label?: string | undefined;
  items: readonly MenuItem[];
}

/** What a row of a menu shows. */
export function ItemWords({ item }: { item: MenuItem }) {
  return (
    <>
      {item.icon && <Icon of={item.icon} />}
      {item.label}
      <span className="item-end">
        {item.detail}
        {item.isCurrent && <Icon of={Check} size={14} weight={2.25} className="ml-1.5" />}
      </span>
    </>
  );
}

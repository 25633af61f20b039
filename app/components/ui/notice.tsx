import { CircleCheck, CircleX, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

const ICONS: Record<'plain' | 'accent' | 'ok' | 'warn' | 'bad', LucideIcon> = {
  plain: Info,
  accent: Info,
  ok: CircleCheck,
  warn: TriangleAlert,
  bad: CircleX,
};

interface NoticeProps {
  tone?: keyof typeof ICONS;
  icon?: LucideIcon;
  /** Something to do about it, at the end. */
  action?: ReactNode;
  children: ReactNode;
}

/** A sentence about the state of the page, where it matters. */
export function Notice({ tone = 'plain', icon, action, children }: NoticeProps) {
  return (
    <div className={tone === 'plain' ? 'notice' : `notice notice-${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
      <Icon of={icon ?? ICONS[tone]} size={16} />
      <div className="min-w-0 flex-1">{children}</div>
      {action}
    </div>
  );
}

import { Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { Avatar } from '../avatar.tsx';
import { Menu } from '../menu.tsx';
import type { MenuItem } from '../menu-item.tsx';
import { PREFERENCES_PATH, type Preferences } from '../preferences.ts';

const THEMES = [
  { value: 'system', label: 'As the system says', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
] as const;

/** Who is signed in, how the pages look, and the way out. */
export function UserMenu({ name, preferences }: { name: string; preferences: Preferences }) {
  const themes = THEMES.map(({ value, label, icon }) => ({
    id: `theme-${value}`,
    label,
    icon,
    isCurrent: value === (preferences.theme ?? 'system'),
    post: { action: PREFERENCES_PATH, fields: { theme: value } },
  }));
  const keys: MenuItem = {
    id: 'keys',
    label: 'Single-key shortcuts',
    icon: Keyboard,
    detail: preferences.hasKeys ? 'On' : 'Off',
    post: { action: PREFERENCES_PATH, fields: { keys: preferences.hasKeys ? 'off' : 'on' } },
  };
  const signOut: MenuItem = {
    id: 'sign-out',
    label: 'Sign out',
    icon: LogOut,
    post: { action: '/logout', fields: {} },
  };
  return (
    <Menu
      label={`${name}, your menu`}
      className="shell-user"
      align="end"
      heading={<p className="border-b border-line px-[14px] py-2.5 text-sm font-medium">{name}</p>}
      groups={[{ label: 'Theme', items: themes }, { items: [keys, signOut] }]}
    >
      <Avatar name={name} isNamed />
    </Menu>
  );
}

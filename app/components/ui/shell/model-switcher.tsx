import { ChevronDown } from 'lucide-react';
import { Icon } from '../icon.tsx';
import { Menu } from '../menu.tsx';

interface ModelSwitcherProps {
  /** The model the page is about. */
  name: string;
  title: string;
  /** Every model the viewer may open, the current one included. */
  models: readonly { name: string; title: string }[];
}

/** The model's title in the header, and the way to another one. */
export function ModelSwitcher({ name, title, models }: ModelSwitcherProps) {
  const items = models.map((model) => ({
    id: model.name,
    label: model.title,
    to: `/m/${model.name}`,
    isCurrent: model.name === name,
  }));
  if (items.length < 2) return <span className="truncate text-sm font-medium">{title}</span>;
  return (
    <Menu label="Switch model" className="btn btn-quiet btn-sm -ml-2 !text-text" groups={[{ label: 'Models', items }]}>
      <span className="max-w-[40vw] truncate">{title}</span>
      <Icon of={ChevronDown} size={14} className="text-faint" />
    </Menu>
  );
}

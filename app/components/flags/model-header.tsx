import type { HeaderSlots } from '../ui/shell/header-slots.ts';
import { ModelSwitcher } from '../ui/shell/model-switcher.tsx';
import { openCountAt } from './open-count.ts';

interface ModelHeader {
  model: { name: string; title: string };
  models: readonly { name: string; title: string }[];
  /** How many flags of the model are still to be worked on. */
  openCount: number;
  /** When they were counted. */
  now: number;
  /** Of a run neither page is the current one. */
  page?: 'flags' | 'run';
}

/** The header of pages about the flags of one model: which model, and its pages. */
export function modelHeader({ model, models, openCount, now, page = 'flags' }: ModelHeader): HeaderSlots {
  return {
    switcher: <ModelSwitcher name={model.name} title={model.title} models={models} />,
    tabs: [
      { to: `/m/${model.name}`, label: 'Try it' },
      {
        to: `/flags?${new URLSearchParams({ model: model.name })}`,
        label: 'Flags',
        count: openCount,
        counted: openCountAt(model.name, now),
        isCurrent: page === 'flags',
      },
    ],
    tabsLabel: 'Model',
  };
}

import { detailActions } from './details.ts';
import { judgingActions } from './judging.ts';
import type { PageAction } from './page-action.ts';
import { publishingActions } from './publishing.ts';
import { tryingActions } from './trying.ts';

/** Everything pages do without leaving them. */
export const PAGE_ACTIONS: readonly PageAction[] = [
  ...tryingActions,
  ...detailActions,
  ...judgingActions,
  ...publishingActions,
];

import { describingActions } from './describing.ts';
import { detailActions } from './details.ts';
import { handingOverActions } from './handing-over.ts';
import { judgingActions } from './judging.ts';
import type { PageAction } from './page-action.ts';
import { publishingActions } from './publishing.ts';
import { tryingActions } from './trying.ts';

/** Everything pages do without leaving them. */
export const PAGE_ACTIONS: readonly PageAction[] = [
  ...tryingActions,
  ...handingOverActions,
  ...detailActions,
  ...judgingActions,
  ...publishingActions,
  ...describingActions,
];

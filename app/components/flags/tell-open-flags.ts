import { tellCount } from '../ui/newer-counts.ts';
import { type OpenFlagsNow, openCountAt } from './open-count.ts';

/** Makes the header and the page show how many flags of a model are open by now. */
export function tellOpenFlags({ model, count, at }: OpenFlagsNow): void {
  tellCount(openCountAt(model, at).name, { count, at });
}

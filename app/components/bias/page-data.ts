import type { VersionState } from '#app/catalog/contract.ts';
import type { TwinReviewView } from '#app/preview/contract.ts';

/** Everything the page about the bias of a version shows. */
export interface BiasPageData {
  model: string;
  title: string;
  number: number;
  state: VersionState;
  versions: { number: number; state: VersionState }[];
  models: { name: string; title: string }[];
  review: TwinReviewView;
  openCount: number;
  now: number;
}

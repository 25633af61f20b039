import type { ModelFacts, ModelReport, Notice } from '#app/oip/control.ts';
import type { Description } from './description-format.ts';

export type VersionState = 'ready' | 'announced' | 'retired';

export interface ModelView {
  id: string;
  name: string;
  title: string;
  projectId: string;
  createdAt: number;
}

export interface VersionView {
  id: string;
  modelId: string;
  modelName: string;
  projectId: string;
  number: number;
  digest: string;
  state: VersionState;
  sizeBytes: number;
  receivedAt: number;
  readyAt: number;
  announcedAt: number | null;
  retiredAt: number | null;
  publishedBy: { kind: 'human' | 'guest' | 'token' | 'system'; id: string };
  notices: Notice[];
  timings: PublishTimings;
  fixes: number[];
  isHotfix: boolean;
}

/** How long each step of a publish took, ms; the total runs from the last byte received to ready. */
export interface PublishTimings {
  receivedMs: number;
  checkedMs: number;
  measuredMs: number;
  loadedMs: number;
  recheckedMs: number;
  totalMs: number;
}

/** A version with everything needed to ask it a question and to show the answer. */
export interface VersionDetail extends VersionView {
  facts: ModelFacts;
  report: ModelReport;
  descriptionId: string;
  descriptionRevision: number;
  description: Description;
}

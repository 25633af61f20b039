import type { ModelFacts, ModelReport, Notice } from '#app/oip/control.ts';
import type { DescribedInput, DescribedOutput, Description } from './description-format.ts';

/** What a model may be called (design §5); the serving process looks at no other folder. */
export const MODEL_NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;

export type VersionState = 'ready' | 'announced' | 'retired';

/** The file parts of a publish. */
export type UploadPart = 'model' | 'preview' | 'labels' | 'card' | 'reference';

/** The request a model answers. */
export interface Ask {
  by: string;
  sentence: string;
  good: string;
  decision: string;
}

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

/** A model in a list, with the version its preview opens on; null when none of its versions can be opened. */
export interface ModelListItem extends ModelView {
  newest: VersionView | null;
}

/** A model with the versions one may see, the newest first. */
export interface ModelDetail extends ModelView {
  ask: Ask | null;
  versions: VersionView[];
}

/** Answer of a publish (design §6) plus whether a new version was made. */
export interface PublishResult {
  created: boolean;
  model: string;
  version: number;
  digest: string;
  state: VersionState;
  url: string;
  timings: PublishTimings;
  inputs: DescribedInput[];
  outputs: DescribedOutput[];
  notices: Notice[];
  /** Filled in once cases exist. */
  cases: { fixed: number; stillWrong: number; newlyBroken: number; unchanged: number };
}

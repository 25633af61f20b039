import type { ModelFacts, ModelReport, Notice } from '#app/oip/control.ts';
import type { DescribedInput, DescribedOutput, Description, FieldValue } from './description-format.ts';

/** What a model may be called (design §5); the serving process looks at no other folder. */
export const MODEL_NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;

export type VersionState = 'ready' | 'announced' | 'retired';

/** The file parts of a publish; `files` are any of a version's folder, each known by its path. */
export type UploadPart = 'model' | 'bundle' | 'files' | 'preview' | 'labels' | 'card' | 'reference';

/** What happens to an upload on its way to a version, in this order; `unpacked` and `repaired` only where needed. */
export type UploadStepName =
  | 'received'
  | 'unpacked'
  | 'checked'
  | 'repaired'
  | 'measured'
  | 'described'
  | 'loaded'
  | 'ready';

export interface UploadStep {
  name: UploadStepName;
  /** How long it took; null where that is part of the step before. */
  ms: number | null;
  /** A few words: '41 kB, one file'. */
  detail: string;
}

/** Why an upload came to nothing. */
export interface UploadRefusal {
  code: string;
  message: string;
  fields: Record<string, string>;
}

/** One event of an upload; ids count from 1. Exactly the last one is `done` or `refused`. */
export type UploadEvent =
  | { id: number; event: 'step'; data: UploadStep }
  | { id: number; event: 'done'; data: PublishResult }
  | { id: number; event: 'refused'; data: UploadRefusal };

/** A file on its way to becoming a version, or how that ended. */
export interface UploadView {
  id: string;
  modelName: string;
  state: 'running' | 'done' | 'refused';
  receivedAt: number;
  endedAt: number | null;
  /** What the file was called where it came from; null when nobody said. */
  fileName: string | null;
  sentBy: { kind: 'human' | 'guest' | 'token' | 'system'; id: string } | null;
  steps: UploadStep[];
  /** The version it became, or that held these bytes already. */
  versionNumber: number | null;
  refusal: UploadRefusal | null;
}

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

/** What a version was made of. */
export interface VersionFiles {
  /** Its own files as they were sent, the model first. */
  own: { path: string; sizeBytes: number }[];
  /** Markdown, its beginning where it is very long; null without one. */
  card: string | null;
}

/** A version with everything needed to ask it a question and to show the answer. */
export interface VersionDetail extends VersionView {
  facts: ModelFacts;
  report: ModelReport;
  descriptionId: string;
  descriptionRevision: number;
  description: Description;
}

/** One revision of a description: who made it, when, and what it changed. */
export interface RevisionView {
  revision: number;
  createdAt: number;
  createdBy: VersionView['publishedBy'];
  /** In sentences; null of the first one, and of those before this was written down. */
  changes: string[] | null;
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

/** A row of reference data by field key; `truth` is null where the true answer is not known. */
export interface ReferenceRow {
  inputs: Record<string, FieldValue>;
  truth: string | number | null;
}

/** What is different in one input of a version, compared with the version before. */
export type InputChange =
  | { change: 'added' | 'removed'; key: string; label: string }
  | {
      change: 'changed';
      key: string;
      label: string;
      before: DescribedInput;
      after: DescribedInput;
      what: ('kind' | 'unit' | 'range' | 'choices')[];
    };

/** What is different in a description since the version before, in sentences. */
export interface DescriptionDifferences {
  since: number;
  words: string[];
}

/** What changed in the inputs since another version. */
export interface InputChanges {
  since: number;
  changes: InputChange[];
}

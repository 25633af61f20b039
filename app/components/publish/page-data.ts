import type { Ask, InputChanges, UploadRefusal, UploadStep } from '#app/catalog/contract.ts';
import type { DescribedInput, DescribedOutput } from '#app/catalog/description-format.ts';
import type { AccuracyView } from '#app/preview/contract.ts';

/** What the page shows before anything was dropped; made by its loader. */
export interface PublishPageData {
  /** The model a new version is for; null: the model is new, or named in the form. */
  model: { name: string; title: string; nextNumber: number } | null;
  /** Projects one may publish in. */
  projects: { slug: string; title: string }[];
  /** Models one may publish versions of. */
  models: { name: string; title: string; nextNumber: number }[];
  /** Uploads of this person that are still on their way. */
  running: { id: string; model: string; fileName: string | null }[];
  /** Why a form that was sent without a script came to nothing. */
  refused: string | null;
}

/** An upload on its way, refused, or with the version it became; made by its loader. */
export interface UploadPageData {
  id: string;
  model: string;
  state: 'running' | 'done' | 'refused';
  fileName: string | null;
  receivedAt: number;
  sentBy: string | null;
  isOwn: boolean;
  steps: UploadStep[];
  refusal: UploadRefusal | null;
  published: PublishedData | null;
  models: { name: string; title: string }[];
}

export interface PublishedData {
  title: string;
  number: number;
  state: 'ready' | 'announced' | 'retired';
  /** The bytes were known: this upload made no version. */
  isKnown: boolean;
  isFirst: boolean;
  /** From the last byte to ready, ms. */
  totalMs: number;
  /** Below the portal: `/m/<model>/v/<n>`. */
  address: string;
  /** The whole of it, to be sent to people. */
  link: string;
  qr: { size: number; path: string };
  notices: { code: string; message: string }[];
  inputs: InputRow[];
  outputs: DescribedOutput[];
  /** Names of the classes as the model has them. */
  classes: (string | number)[] | null;
  changes: InputChanges | null;
  ask: Ask | null;
  accuracy: AccuracyView;
  /** Unit of the one number it answers. */
  answerUnit: string | null;
  pictures: { name: string; address: string }[];
}

/** An input as the table shows it: what it takes as a default is not part of it. */
export type InputRow = Omit<DescribedInput, 'default'>;

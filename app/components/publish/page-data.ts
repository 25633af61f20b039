import type { Ask, UploadRefusal, UploadStep } from '#app/catalog/contract.ts';
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
  answers: AnswersData;
  changes: { since: number; rows: ChangeRow[] } | null;
  ask: Ask | null;
  accuracy: AccuracyView;
  /** Unit of the one number it answers. */
  answerUnit: string | null;
  pictures: { name: string; address: string }[];
}

/** What it answers: classes by name, or one value. */
export interface AnswersData {
  /** Words of a class with the label the model has for it; none where it answers no classes. */
  classes: { name: string; inFile: string | null; isFavourable: boolean }[];
  /** Of outputs that are no classes: 'Disease progression, number'. */
  others: string[];
}

/** An input as the table shows it, in words. */
export interface InputRow {
  key: string;
  /** What it is called in the file. */
  inFile: string;
  label: string;
  kind: string;
  unit: string | null;
  range: string | null;
  isSensitive: boolean;
  /** Whether the guess is safe to believe; what was said or corrected is. */
  isSure: boolean;
  reason: string | null;
  /** What can be corrected, as the form shows it. */
  edit: {
    unit: string;
    /** Null: the field has no range. */
    range: { min: string; max: string } | null;
    /** What the choices are called, in order; none where there are none, or very many. */
    choices: { value: string; label: string }[];
  };
  /** A share of one that could be shown in percent: what 0.41 would be then. */
  percent: { from: string; to: string } | null;
}

/** What changed in one input, in words. */
export interface ChangeRow {
  change: 'added' | 'removed' | 'changed';
  key: string;
  label: string;
  /** 'Range 0 to 3, was 0 to 2' */
  details: string[];
}

/** What is being corrected, and why the last try came to nothing. */
export interface EditState {
  /** Key of the input. */
  key: string | null;
  isAnswers: boolean;
  isAsk: boolean;
  failure: { message: string; fields: Record<string, string> } | null;
}

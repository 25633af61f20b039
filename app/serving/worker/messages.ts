import type { CheckResult, Notice, PictureRequest, PreparedHead, TextResult, TextSpec } from '#app/oip/control.ts';
import type { Datatype, TensorSpec } from '#app/oip/tensor.ts';
import type { FrameHeader } from './frames.ts';

/** Raised when a message changes its meaning; parent and child of different releases refuse each other. */
export const WORKER_PROTOCOL = 2;

/** A tensor in a header; its bytes are in the body, in the order of the list. */
export interface PackedTensor {
  name: string;
  datatype: Datatype;
  shape: number[];
  sizeBytes: number;
}

/** Serving to worker. Every message with an `id`, and every question, is answered once, in the order they came. */
export type PoolRequest =
  | { type: 'load'; id: number; key: string; path: string; sizeBytes: number }
  | RunRequest
  | { type: 'unload'; id: number; key: string }
  | { type: 'ping'; id: number };

/**
 * Questions to one version. Most of those that travel together look alike, so how they look is said once, as a form;
 * the bytes of their inputs follow each other in the body.
 */
export interface RunRequest extends FrameHeader {
  type: 'run';
  key: string;
  /** Id of the first question; each has one more than the one before. */
  firstId: number;
  forms: QuestionForm[];
  /** For each question its place in `forms`. */
  questions: number[];
}

export interface QuestionForm {
  inputs: PackedTensor[];
  /** Names of the outputs wanted; null for all. */
  outputs: string[] | null;
}

export interface Loaded extends FrameHeader {
  type: 'loaded';
  id: number;
  inputs: TensorSpec[];
  outputs: TensorSpec[];
  ms: number;
  /** Models dropped to make room. */
  evicted: string[];
  rssBytes: number;
}

/** Answers that are ready, in the order of the questions; those to one frame may come in several. */
export interface Answers extends FrameHeader {
  type: 'answers';
  firstId: number;
  /** How the outputs look. */
  forms: PackedTensor[][];
  /** Place in `forms` and time of the model, ms; or why there is none. */
  answers: ([form: number, ms: number] | PackedFailure)[];
}

export interface PackedFailure {
  reason: Failure;
  message: string;
}

/** Why a load or a run did not work out. The message is ours, never the engine's. */
export const FAILURES = ['not-loaded', 'cannot-load', 'invalid-input', 'cannot-answer', 'too-large'] as const;
export type Failure = (typeof FAILURES)[number];

/** Instead of `loaded`. */
export interface Failed extends FrameHeader, PackedFailure {
  type: 'failed';
  id: number;
}

/** Serving to a checking child: the staging folder was named when it was started. */
export interface CheckOrder {
  type: 'check';
  id: number;
  /** Path of the model inside the folder of candidates. */
  main: string;
}

/** A checking child's only answer; `repaired` is a name inside its folder of results. */
export type Verdict =
  | { type: 'checked'; result: Omit<CheckResult, 'repaired'>; repaired: string | null }
  | { type: 'refused'; code: string; message: string };

/** Serving to a preparation child: the archive lies in the inbox that was named when it was started. */
export interface UnpackOrder {
  type: 'unpack';
  id: number;
  /** Path of the archive inside the inbox. */
  archive: string;
  /** What its sender calls it. */
  name: string;
  limits: UnpackLimits;
}

/** What an archive may hold, counted while it is unpacked. */
export interface UnpackLimits {
  /** Folders and what is left out count too. */
  entries: number;
  totalBytes: number;
  /** It may unpack to `freeBytes` and this many times its own size. */
  ratio: number;
  freeBytes: number;
}

/** A preparation child's only answer; `at` is a name inside its outbox. */
export type Unpacked =
  | { type: 'unpacked'; files: { path: string; at: string }[]; notices: Notice[] }
  | { type: 'refused'; code: string; message: string };

/** Serving to a child that prepares a picture: it lies in the inbox. */
export interface PictureOrder extends Pick<PictureRequest, 'tensor' | 'show'> {
  type: 'picture';
  id: number;
  /** Path of the picture inside the inbox. */
  picture: string;
  /** Most pixels it may have, all pictures of an animation together. */
  pixels: number;
}

/** A picture child's only answer; the body of the frame is the tensor, then the PNG. */
export type PictureReply = ({ type: 'prepared' } & PreparedHead) | { type: 'refused'; code: string; message: string };

/** Serving to a child that cuts texts into tokens: the files of the tokenizer lie in its inbox. */
export interface TextOrder {
  type: 'text';
  id: number;
  /** Paths inside the inbox; the same in every order to one child. */
  tokenizer: string;
  config: string | null;
  texts: string[];
  spec: TextSpec;
}

export type TextReply = ({ type: 'tokenized' } & TextResult) | { type: 'refused'; code: string; message: string };

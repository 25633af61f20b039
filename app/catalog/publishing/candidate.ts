import type { Viewer } from '#app/accounts/contract.ts';
import type { CheckResult, Notice } from '#app/oip/control.ts';
import type { BlobHold } from '../blobs/blob-store.ts';
import type { UploadStep } from '../contract.ts';

/** What the form of a publish says beside its files. */
export interface PublishFields {
  /** The JSON of preview.json in place of the file, or an ask by itself. */
  ask?: unknown;
  /** Numbers of the flags this version fixes. */
  fixes?: number[];
  hotfix?: boolean;
  /** False: only publishers see it for now. `first`: announced only as the first version of its model. */
  announce?: boolean | 'first';
  project?: string;
  /** Makes a new version even of bytes that were published before. */
  again?: boolean;
}

/** A file of a version's folder, whose bytes are a blob. */
export interface StoredFile {
  path: string;
  sha256: string;
  sizeBytes: number;
}

/** The files of an upload, sorted. */
export interface ArrangedFiles {
  /** What the model is made of: `model.onnx` first, then external weights and whatever else it reads. */
  own: readonly [StoredFile, ...StoredFile[]];
  /** What lies beside it: preview.json, labels.txt, card.md, reference.csv, pictures of examples. */
  sides: readonly StoredFile[];
  /** What was left out. */
  notices: readonly Notice[];
}

/** An upload that is complete and on its way to becoming a version. */
export interface Candidate {
  uploadId: string;
  viewer: Viewer;
  modelName: string;
  hold: BlobHold;
  files: ArrangedFiles;
  digest: string;
  fields: PublishFields;
  /** Wall clock, ms: the first byte. */
  receivedAt: number;
  /** Monotonic clock, ms: when the upload began and when its last byte had come. */
  beganAtMs: number;
  lastByteAtMs: number;
  /** Tells what has happened to it. */
  onStep: (step: UploadStep) => void;
}

/** A candidate that passed the check, with the moment at which it did (wall clock, ms). */
export interface CheckedCandidate extends Candidate {
  check: CheckResult;
  checkedAt: number;
}

import type { Viewer } from '#app/accounts/contract.ts';
import type { CheckResult } from '#app/oip/control.ts';
import type { BlobHold } from '../blobs/blob-store.ts';
import type { Received } from '../blobs/receive.ts';
import type { UploadPart } from '../contract.ts';

/** What the form of a publish says beside its files. */
export interface PublishFields {
  /** The JSON of preview.json in place of the file, or an ask by itself. */
  ask?: unknown;
  /** Numbers of the flags this version fixes. */
  fixes?: number[];
  hotfix?: boolean;
  /** False: only publishers see it for now. */
  announce?: boolean;
  project?: string;
  /** Makes a new version even of bytes that were published before. */
  again?: boolean;
}

/** An upload that is complete and on its way to becoming a version. */
export interface Candidate {
  uploadId: string;
  viewer: Viewer;
  modelName: string;
  hold: BlobHold;
  files: ReadonlyMap<UploadPart, Received>;
  modelFile: Received;
  digest: string;
  fields: PublishFields;
  /** Wall clock, ms: the first byte. */
  receivedAt: number;
  /** Monotonic clock, ms: when the upload began and when its last byte had come. */
  beganAtMs: number;
  lastByteAtMs: number;
}

/** A candidate that passed the check, with the moment at which it did (wall clock, ms). */
export interface CheckedCandidate extends Candidate {
  check: CheckResult;
  checkedAt: number;
}

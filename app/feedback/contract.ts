import type { Actor } from '#app/ledger/contract.ts';

export const FLAG_KINDS = ['boundary', 'wrong', 'bias', 'unclear', 'idea'] as const;
export const FLAG_SEVERITIES = ['minor', 'serious', 'stops-release'] as const;
export const FLAG_STATES = [
  'open',
  'needs-info',
  'accepted',
  'looks-fixed',
  'confirmed',
  'unconfirmed',
  'broke-again',
  'wont-fix',
  'duplicate',
  'withdrawn',
] as const;
export const VERDICTS = ['looks-right', 'not-right', 'not-sure'] as const;

export type FlagKind = (typeof FLAG_KINDS)[number];
export type FlagSeverity = (typeof FLAG_SEVERITIES)[number];
export type FlagState = (typeof FLAG_STATES)[number];
export type VerdictValue = (typeof VERDICTS)[number];
export type RunPart = 'this' | 'other-side' | 'twin' | 'row';

/** A flag as lists show it. */
export interface FlagView {
  id: string;
  /** 'flag 214': numbered per model. */
  number: number;
  modelId: string;
  modelName: string;
  projectId: string;
  versionNumber: number;
  kind: FlagKind;
  severity: FlagSeverity;
  note: string;
  state: FlagState;
  stateReason: string | null;
  stateVersion: number | null;
  duplicateOf: string | null;
  reporter: Actor & { name: string };
  runs: { runId: string; part: RunPart }[];
  createdAt: number;
  updatedAt: number;
}

export interface FlagMessageView {
  id: string;
  body: string;
  actor: Actor & { name: string };
  createdAt: number;
}

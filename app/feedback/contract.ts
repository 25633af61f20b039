import type { DescribedInput, FieldValue } from '#app/catalog/description-format.ts';
import type { Actor } from '#app/ledger/contract.ts';
import type { RunView } from '#app/preview/contract.ts';

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
/**
 * What has to happen next with a flag: triage answers (answer), answers what someone wrote (reply), or mends what was
 * accepted (fix); the reporter says more (info), or whether it is fixed (yes).
 */
export const FLAG_WAITS = ['answer', 'reply', 'fix', 'info', 'yes', 'nothing'] as const;
/** What is still to be worked on: these count as 'open flags'. */
export const UNRESOLVED_STATES = ['open', 'needs-info', 'accepted', 'broke-again'] as const;
export const VERDICTS = ['looks-right', 'not-right', 'not-sure'] as const;

export type FlagKind = (typeof FLAG_KINDS)[number];
export type FlagSeverity = (typeof FLAG_SEVERITIES)[number];
export type FlagState = (typeof FLAG_STATES)[number];
export type FlagWait = (typeof FLAG_WAITS)[number];
export type VerdictValue = (typeof VERDICTS)[number];
export type RunPart = 'this' | 'other-side' | 'twin' | 'row';

/** Whoever did something, with what they are called. */
export type NamedActor = Actor & { name: string };

/** A flag as it is read alone and in lists of the API. */
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
  waitsFor: FlagWait;
  /** Since when it waits for that. */
  waitsSince: number;
  reporter: NamedActor;
  runs: { runId: string; part: RunPart }[];
  createdAt: number;
  updatedAt: number;
}

export interface FlagMessageView {
  id: string;
  body: string;
  actor: NamedActor;
  createdAt: number;
}

/** Who has to do what a flag waits for; null: nobody. */
export interface WaitsOn {
  name: string;
  /** The viewer is one of them. */
  isYou: boolean;
}

/** A flag in the list of flags. */
export interface FlagListItem extends FlagView {
  modelTitle: string;
  waitsOn: WaitsOn | null;
}

/** What someone thinks of a run: the newest they said. */
export interface VerdictView {
  actor: NamedActor;
  value: VerdictValue;
  at: number;
}

/** One thing that happened to a flag, as its thread shows it. */
export type ThreadEntry = { id: string; at: number; actor: NamedActor } & (
  | { type: 'opened' }
  | { type: 'reply'; body: string }
  | {
      type: 'change';
      from: FlagState;
      to: FlagState;
      /** Number of the version, where the state has one. */
      version: number | null;
      reason: string | null;
      duplicateOf: FlagReference | null;
    }
);

/** Another flag, named. */
export interface FlagReference {
  id: string;
  number: number;
}

/** A run a flag is about, beside the example it comes from. */
export interface ThreadRun {
  part: RunPart;
  run: RunView;
  /** The fields people fill in, in order. */
  inputs: DescribedInput[];
  /** The example that differs in the fewest fields; null without examples, or when the inputs were not kept. */
  example: { name: string; values: Record<string, FieldValue> } | null;
  /** Keys of the fields in which the run differs from it. */
  changed: string[];
}

/** Everything the page of a flag shows. */
export interface FlagThread {
  flag: FlagListItem;
  runs: ThreadRun[];
  /** What happened, the oldest first; of a very long thread the newest part. */
  entries: ThreadEntry[];
  /** How many older entries were left out. */
  earlier: number;
  /** The states this viewer can bring the flag to. */
  moves: FlagState[];
  /** Versions it may be fixed in, the newest first; empty for those who cannot say so. */
  versions: number[];
}

/** Which flags are meant. What is absent does not matter. */
export interface FlagFilter {
  /** Name of the model. */
  model?: string;
  /** One state, or any of several. */
  state?: FlagState | readonly FlagState[];
  kind?: FlagKind;
  severity?: FlagSeverity;
  reporter?: Actor;
  /** Those on which it is the viewer's turn. */
  waits?: 'you';
  runId?: string;
}

/** How many flags there are, whatever state a list is filtered by. */
export interface FlagCounts {
  byState: Record<FlagState, number>;
  all: number;
  /** Those that wait on the viewer. */
  waitingOnYou: number;
}

const TITLE_LENGTH = 120;
const UNTITLED: Record<FlagKind, string> = {
  boundary: 'The answer changes at the wrong place',
  wrong: 'The answer is wrong',
  bias: 'People are treated differently',
  unclear: 'The answer is unclear',
  idea: 'An idea',
};

/** A flag in one line: the first line of its note, shortened at a word; without a note what its kind says. */
export function flagTitle({ note, kind }: Pick<FlagView, 'note' | 'kind'>): string {
  const line = note.split('\n', 1)[0]?.trim() ?? '';
  if (line === '') return UNTITLED[kind];
  const characters = [...line];
  if (characters.length <= TITLE_LENGTH) return line;
  const cut = characters.slice(0, TITLE_LENGTH).join('');
  return `${cut.replace(/\s+\S{0,30}$/u, '')}…`;
}

import type { VersionState } from '#app/catalog/contract.ts';
import type { FlagListItem, FlagState, NamedActor, VerdictValue } from '#app/feedback/contract.ts';

/** How long people waited; null while they still do. */
export interface VersionTimes {
  /** From the first byte received to the version being ready, ms. */
  timeToPreviewMs: number | null;
  /** From the first byte received to the first judgement by a stakeholder, ms. */
  timeToFeedbackMs: number | null;
}

/** A model, named. */
export interface ModelReference {
  name: string;
  title: string;
}

/** One thing that does not go on without the viewer. */
export type WaitingItem = { id: string; since: number; model: ModelReference; version: number } & (
  | { type: 'flag'; flag: FlagListItem }
  /** An announced version that nobody but its publisher has tried. */
  | { type: 'try'; publisher: string }
  /** A version only its publishers can see. */
  | { type: 'announce' }
);

/** A model in the table of models. */
export interface ModelRow {
  id: string;
  name: string;
  title: string;
  /** On the shelf of the samples, which no figure counts. */
  isSample: boolean;
  /** The version its preview opens on. */
  newest: NewestVersion | null;
  openFlags: number;
  /** How many of those stop the release. */
  stopsRelease: number;
}

export interface NewestVersion extends VersionTimes {
  number: number;
  state: VersionState;
  receivedAt: number;
  publisher: NamedActor;
  /** Time for one answer, measured when it was published, ms. */
  answersInMs: number | null;
  /** People other than its publisher who tried it; names of a few of them. */
  triedBy: { count: number; names: string[] };
}

/** Something people did, in one line; several of a kind together. */
export interface Activity {
  id: string;
  /** When it last happened. */
  at: number;
  actor: NamedActor;
  /** How often. */
  count: number;
  model: ModelReference;
  version: number | null;
  what:
    | { type: 'published' }
    | { type: 'announced' }
    | { type: 'retired' }
    | { type: 'described' }
    | { type: 'tried' }
    | { type: 'judged'; value: VerdictValue }
    | { type: 'flagged'; flag: ActivityFlag }
    | { type: 'replied'; flag: ActivityFlag }
    | { type: 'changed'; to: FlagState; stateVersion: number | null; flag: ActivityFlag };
}

/** The flag it is about; of several the last. */
export interface ActivityFlag {
  id: string;
  number: number;
  title: string;
}

/** What the home page shows. */
export interface HomeView {
  waiting: { items: WaitingItem[]; total: number };
  models: ModelRow[];
  activity: Activity[];
  /** The viewer may publish somewhere. */
  canPublish: boolean;
}

/** What was found, the best first. */
export interface Found {
  models: (ModelReference & { version: number | null })[];
  flags: (ActivityFlag & { state: FlagState; stateVersion: number | null; model: ModelReference })[];
  people: { id: string; name: string }[];
}

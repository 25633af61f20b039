import type { Actor } from '#app/ledger/contract.ts';

/** Roles of a membership or token; admin is global and belongs to the person. Guests come by a share link. */
export type Role = 'reviewer' | 'publisher' | 'approver';

/** Whoever is asking: a signed-in person, a token, or Firstlook itself. */
export interface Viewer {
  actor: Actor;
  /** Shown name; never written to the ledger. */
  name: string;
  isAdmin: boolean;
  /** Roles by project id. */
  roles: Readonly<Record<string, readonly Role[]>>;
}

/** Every row of the table in design §8, one word each. */
export const ACTIONS = [
  'try',
  'read-feedback',
  'review',
  'publish',
  'plan-rollout',
  'approve',
  'hold',
  'administer',
] as const;
export type Action = (typeof ACTIONS)[number];

/** What the action is about; the owner fields say what 'not own' means. */
export interface Subject {
  projectId: string;
  /** The state of the version looked at: reviewers and approvers see versions from announced on. */
  versionState?: 'ready' | 'announced' | 'retired';
  /** Who published the version (for `review`) or made the plan (for `approve`). */
  owner?: Actor;
}

export interface PersonView {
  id: string;
  name: string;
  email: string | null;
  isAdmin: boolean;
}

/** A team's shelf of models. */
export interface ProjectView {
  id: string;
  /** Short name in addresses and the API. */
  slug: string;
  title: string;
  /** Left out of insight: the shelf the samples are on. */
  isSample: boolean;
}

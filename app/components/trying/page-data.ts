import type { FlagKind } from '#app/feedback/contract.ts';
import type { FormField, LiveAnswer, RecentRun } from '#app/preview/contract.ts';
import type { AskFailure } from './answer-state.ts';
import type { ControlText } from './form-state.ts';

/** Everything the page of a version shows; made by its loader. */
export interface TryingPageData {
  model: string;
  title: string;
  summary: string | null;
  number: number;
  state: 'ready' | 'announced' | 'retired';
  /** Of the description. */
  revision: number;
  /** The page was asked for without a version: it is the newest one's. */
  isNewest: boolean;
  /** Address of this version, below which its page asks. */
  address: string;
  /** When the server made this page; ages count from here, so that both sides say the same. */
  now: number;
  readyAt: number;
  publishedBy: string;
  /** Measured when it was published, ms; null: it could not be measured. */
  answersInMs: number | null;
  /** How long loading it took when it was published, ms. */
  wakesInMs: number;
  ask: { by: string; sentence: string; good: string; decision: string } | null;
  notices: { code: string; message: string }[];
  versions: { number: number; state: 'ready' | 'announced' | 'retired'; readyAt: number }[];
  models: { name: string; title: string }[];
  viewer: { id: string; name: string };
  /** Where whoever may edit what people see here does so; null for everyone else. */
  editAddress: string | null;
  examples: { name: string; note: string | null }[];
  /** Which example the fields come from. */
  chosen: number | null;
  fields: FormField[];
  /** What the address, or a form that was refused, puts into the fields. */
  texts: Record<string, ControlText>;
  /** A form sent without a script was refused: the page shows what was sent. */
  isTried: boolean;
  /** The answer to what is in the form; null while it is not here yet. */
  first: { ok: true; value: LiveAnswer } | { ok: false; failure: AskFailure } | null;
  /** Of a number: between which values the known answers lie. */
  range: { min: number; max: number } | null;
  recent: RecentRun[];
  openFlags: { count: number; items: OpenFlag[] };
}

/** A flag that is still to be worked on, in one line. */
export interface OpenFlag {
  id: string;
  kind: FlagKind;
  title: string;
  by: string;
  /** Whose turn it is: 'Waits on you'. */
  turn: string;
}

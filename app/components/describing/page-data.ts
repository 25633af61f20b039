import type { DecisionCount, FormField } from '#app/preview/contract.ts';

/** Which part of the editor is open; it is in the address. */
export type DescribePart = 'fields' | 'answers' | 'changes' | 'history';

/** Everything the page that edits a description shows; made by its loader. */
export interface DescribePageData {
  model: string;
  title: string;
  number: number;
  /** Address of the version, below which the editor is. */
  address: string;
  /** Revision of the description the page shows. */
  revision: number;
  now: number;
  models: { name: string; title: string }[];
  /** Who is signed in. */
  personId: string;
  part: DescribePart;
  /** What the list of fields is searched for. */
  query: string;
  rows: FieldRow[];
  /** The field that is being edited. */
  field: FieldView | null;
  answers: AnswersView | null;
  /** Fields that may be renamed ones of the version before. */
  renames: RenameView[];
  /** What is different since the version before, in words; null of the first version. */
  differences: { since: number; words: string[] } | null;
  history: HistoryView | null;
}

/** A field in the list. */
export interface FieldRow {
  key: string;
  label: string;
  /** What it is called in the file. */
  inFile: string;
  isSure: boolean;
  isHidden: boolean;
  isSensitive: boolean;
  isRenamed: boolean;
}

interface Choice {
  value: string;
  label: string;
}

/** A field as its editor shows it. Numbers are texts in the display unit. */
export interface FieldView {
  key: string;
  inFile: string;
  /** Place in the form, from 1. */
  place: number;
  label: string;
  help: string;
  kind: string;
  /** What it can be. */
  kinds: Choice[];
  /** Null: it has no unit and no range. */
  number: NumberView | null;
  /** A share of one that could be shown in percent: what 0.41 would be then. */
  percent: { from: string; to: string } | null;
  /** Null where it is too long to be edited here. */
  start: { control: 'text' | 'choice' | 'json'; value: string; options: Choice[] } | null;
  choices: ChoicesView | null;
  isHidden: boolean;
  isSensitive: boolean;
  direction: 'any' | 'up-only' | 'fixed';
  /** Null: somebody said it. */
  guess: { isSure: boolean; reason: string } | null;
  renamed: { from: string; label: string; reason: string } | null;
  /** The control as the form has it. */
  preview: FormField;
}

interface NumberView {
  unit: string;
  min: string;
  max: string;
  step: string;
  /** How the form shows it: times `scale`, in `unit`, with so many decimals; empty texts: as it is. */
  shown: { scale: string; unit: string; decimals: string };
}

/** Few choices are rows, many are lines of a text: 'value = what people read'. */
type ChoicesView = { rows: Choice[]; lines: null } | { rows: null; lines: string };

/** The answers of a version as their editor shows them. Scores are texts in 100. */
export interface AnswersView {
  outputs: OutputView[];
  /** Names of the classes with what the model calls them; empty where it answers none. */
  classes: { name: string; inFile: string | null }[];
  /** The same as lines, where there are many. */
  lines: string | null;
  /** Place of the class people hope for; empty: none. */
  favourable: string;
  /** Null where the model names the class itself. */
  threshold: string | null;
  bands: BandsView | null;
}

export interface OutputView {
  name: string;
  label: string;
  kind: string;
  kinds: Choice[];
  /** Null: it is no number. */
  unit: string | null;
  role: string;
}

export interface BandsView {
  /** Of scores the boundaries are in 100. */
  isScore: boolean;
  /** The class or the number they are over. */
  over: string;
  /** From the highest down. */
  rows: { from: string; label: string }[];
  /** What the reference rows are decided now. */
  count: DecisionCount;
}

export interface RenameView {
  key: string;
  label: string;
  inFile: string;
  from: string;
  fromLabel: string;
  reason: string;
}

export interface HistoryView {
  items: RevisionItem[];
  /** The revision to go on from; null: that was all. */
  next: number | null;
}

export interface RevisionItem {
  revision: number;
  createdAt: number;
  by: string;
  /** Null: the first one. */
  changes: string[] | null;
}

/** What came of sending a form of the editor. */
export interface DescribeTried {
  intent: string;
  /** Of the field it was about. */
  key: string | null;
  failure: { code: string; message: string; fields: Record<string, string> };
  /** What was in the controls. */
  values: Record<string, string>;
  /** What others changed since, where that is why it was refused. */
  news: { by: string; changes: string[] }[];
  /** The revision the form was begun with: what is different from it is what was meant. */
  base: number;
  /** The newest revision: sent along, the form counts as one that has seen it. */
  from: number;
}

/** What a form would come to, without keeping it. */
export interface DescribeTrial {
  preview: FormField | null;
  fields: Record<string, string>;
  count: DecisionCount | null;
}

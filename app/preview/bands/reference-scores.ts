import { eq, isNull } from 'drizzle-orm';
import type { VersionDetail } from '#app/catalog/contract.ts';
import type { DescribedOutput } from '#app/catalog/description-format.ts';
import type { Database, Transaction } from '#db/client.ts';
import { accuracy, referenceScores } from '#db/schema/index.ts';
import type { Answer } from '../contract.ts';

/** What the model says of a reference row, before any band. */
export interface RowScores {
  /** Place of the class it names among the classes; else what it says, where it names one at all. */
  label: number | string | null;
  /** A score a class, in the model's order. */
  scores: readonly number[];
  /** The numbers it answers, by output. */
  numbers: Readonly<Record<string, number>>;
}

/** What the numbers of a row are: the place of its label, then its scores, then its numbers. */
interface Layout {
  scores: number;
  numbers: string[];
  /** Labels that are no class of the description; the place counts down from -2. */
  strangers: string[];
}

/** Rows of so many classes would be megabytes, and nobody sets bands over them. */
const MOST_SCORES = 20;
const MOST_NUMBERS = 20;
const NO_LABEL = -1;
const FIRST_STRANGER = -2;
const CELL_BYTES = 8;

/** Whether bands can be set over what a version answers: over scores, or over a number. */
export function isBandable({ description }: Pick<VersionDetail, 'description'>): boolean {
  return description.outputs.some(({ kind }) => kind === 'probabilities' || kind === 'number');
}

/** What of an answer bands could be set over; null of one that has nothing of the kind. */
export function rowScoresOf({ description }: Pick<VersionDetail, 'description'>, answer: Answer): RowScores | null {
  const { outputs } = description;
  const scores = answer.scores.map(({ score }) => score);
  const numbers = outputs.flatMap(({ name, kind }) => {
    const value = kind === 'number' ? answer.values.find((each) => each.name === name)?.value : undefined;
    return typeof value === 'number' ? [[name, value] as const] : [];
  });
  if (scores.length === 0 && numbers.length === 0) return null;
  if (scores.length > MOST_SCORES || numbers.length > MOST_NUMBERS) return null;
  return { label: labelOf(outputs, answer), scores, numbers: Object.fromEntries(numbers) };
}

function labelOf(outputs: readonly DescribedOutput[], answer: Answer): RowScores['label'] {
  const output = outputs.find(({ kind }) => kind === 'class');
  const said = answer.values.find(({ name }) => name === output?.name)?.value;
  if (!output || said === undefined || typeof said === 'object') return null;
  const names = answer.scores.length > 0 ? answer.scores.map(({ label }) => label) : (output.classes ?? []);
  const place = names.indexOf(String(said));
  return place < 0 ? String(said) : place;
}

/** Rows as the table keeps them; rows of another layout than the first are left out. */
function packRows(rows: readonly RowScores[]): { layout: Layout; cells: Buffer; rowCount: number } {
  const [first] = rows;
  const layout: Layout = {
    scores: first?.scores.length ?? 0,
    numbers: Object.keys(first?.numbers ?? {}),
    strangers: [],
  };
  const fitting = rows.filter(
    ({ scores, numbers }) =>
      scores.length === layout.scores && layout.numbers.every((name) => Object.hasOwn(numbers, name)),
  );
  const cells = Buffer.alloc(fitting.length * widthOf(layout) * CELL_BYTES);
  let at = 0;
  const write = (value: number): void => {
    at = cells.writeDoubleLE(value, at);
  };
  for (const { label, scores, numbers } of fitting) {
    write(placeOf(label, layout.strangers));
    for (const score of scores) write(score);
    for (const name of layout.numbers) write(numbers[name] ?? Number.NaN);
  }
  return { layout, cells, rowCount: fitting.length };
}

function placeOf(label: RowScores['label'], strangers: string[]): number {
  if (label === null) return NO_LABEL;
  if (typeof label === 'number') return label;
  const known = strangers.indexOf(label);
  return FIRST_STRANGER - (known < 0 ? strangers.push(label) - 1 : known);
}

function widthOf({ scores, numbers }: Layout): number {
  return 1 + scores + numbers.length;
}

interface NewScores {
  versionId: string;
  referenceSha256: string;
  rows: readonly RowScores[];
  computedAt: number;
}

/** Keeps what a version says of its reference rows, in place of what was kept before. */
export function keepScores(db: Database, { rows, ...about }: NewScores): void {
  const row = { ...about, ...packRows(rows) };
  db.insert(referenceScores).values(row).onConflictDoUpdate({ target: referenceScores.versionId, set: row }).run();
}

export function forgetScores(on: Database | Transaction, versionId: string): void {
  on.delete(referenceScores).where(eq(referenceScores.versionId, versionId)).run();
}

/** Versions whose reference rows were asked before anybody kept what they said. */
export function versionsWithoutScores(db: Database): string[] {
  const rows = db
    .select({ versionId: accuracy.versionId })
    .from(accuracy)
    .leftJoin(referenceScores, eq(referenceScores.versionId, accuracy.versionId))
    .where(isNull(referenceScores.versionId))
    .all();
  return rows.map(({ versionId }) => versionId);
}

/** The rows of a version, one after the other; null when they are not known for this file. */
export function readScores(db: Database, versionId: string, referenceSha256: string): Iterable<RowScores> | null {
  const found = db.select().from(referenceScores).where(eq(referenceScores.versionId, versionId)).get();
  if (!found || found.referenceSha256 !== referenceSha256) return null;
  return unpackRows(found.layout as Layout, found.cells);
}

function* unpackRows(layout: Layout, cells: Buffer): Generator<RowScores> {
  const width = widthOf(layout);
  for (let at = 0; at + width * CELL_BYTES <= cells.length; at += width * CELL_BYTES) {
    const cell = (place: number): number => cells.readDoubleLE(at + place * CELL_BYTES);
    const label = cell(0);
    const numbers = layout.numbers.map((name, i) => [name, cell(1 + layout.scores + i)] as const);
    yield {
      label: label === NO_LABEL ? null : label >= 0 ? label : (layout.strangers[FIRST_STRANGER - label] ?? null),
      scores: Array.from({ length: layout.scores }, (_, i) => cell(1 + i)),
      numbers: Object.fromEntries(numbers),
    };
  }
}

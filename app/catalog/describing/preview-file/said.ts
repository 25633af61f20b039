import type { Description } from '../../description-format.ts';
import { descriptionInvalid } from '../problems.ts';
import { problemsOf } from './issues.ts';
import { readPreview, refuseTooMuch } from './read.ts';
import { askSchema, type Preview, type SaidAsk } from './schema.ts';

export type Ask = NonNullable<Description['ask']>;

/** Any of these makes the text of the field `ask` a whole preview.json rather than an ask. */
const PREVIEW_KEYS = ['formatVersion', 'inputs', 'outputs', 'examples', 'title', 'ask'];

/**
 * What the publisher says: preview.json, and the field `ask`, which holds either an ask or a whole preview.json in
 * place of the file. An ask given by itself wins.
 * @throws FL_DESCRIPTION_INVALID
 */
export function readSaid(files: { preview?: unknown; ask?: unknown }): { preview: Preview | null; ask: Ask | null } {
  const hasFile = files.preview !== undefined && files.preview !== null;
  const hasAsk = files.ask !== undefined && files.ask !== null;
  const file = hasFile ? readPreview(files.preview, 'preview.json') : null;
  const given = hasAsk ? readAskField(files.ask) : null;
  const preview = file ?? given?.preview ?? null;
  const ask = given?.ask ?? given?.preview?.ask ?? preview?.ask ?? null;
  return { preview, ask: ask && completeAsk(ask) };
}

function readAskField(said: unknown): { ask: SaidAsk | null; preview: Preview | null } {
  refuseTooMuch(said, 'ask');
  if (PREVIEW_KEYS.some((key) => Object.hasOwn(said as object, key))) {
    return { ask: null, preview: readPreview(said, 'ask') };
  }
  const parsed = askSchema.safeParse(said);
  if (!parsed.success) throw descriptionInvalid('ask', problemsOf(parsed.error, said, 'ask'));
  return { ask: parsed.data, preview: null };
}

/** An ask with all of its four parts, empty where nothing was said. */
export function completeAsk({ by, sentence, good, decision, ...rest }: SaidAsk): Ask {
  return { ...rest, by: by ?? '', sentence, good: good ?? '', decision: decision ?? '' };
}

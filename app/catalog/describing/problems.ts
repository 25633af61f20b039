import { type AppError, appError } from '#app/core/errors.ts';

/** One thing that is wrong with what was said: where, in words, and what. */
export interface Problem {
  where: string;
  what: string;
}

const MOST_SHOWN = 20;
const LONGEST_NAME = 60;

/** The refusal that names every problem; the sentence tells the first. */
export function descriptionInvalid(source: string, problems: readonly Problem[]): AppError {
  const [first] = problems;
  const others = problems.length - 1;
  const more = others > 0 ? ` There ${others === 1 ? 'is 1 more problem' : `are ${others} more problems`}.` : '';
  const place = first && first.where !== source ? `${source}: ${first.where}` : source;
  return appError('FL_DESCRIPTION_INVALID', {
    ...(first && { message: `${place} ${first.what}.${more}` }),
    fields: Object.fromEntries(problems.slice(0, MOST_SHOWN).map(({ where, what }) => [where, what])),
  });
}

/** How a problem names an entry of a list: by place, as the file is read, and by name, as it is known. */
export function entryInWords(noun: string, place: number, name: unknown): string {
  const known = typeof name === 'string' && name !== '' ? ` (${shortName(name)})` : '';
  return `${noun} ${place + 1}${known}`;
}

/** A name from a file on one line, cut so that a sentence stays one. */
export function shortName(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length > LONGEST_NAME ? `${line.slice(0, LONGEST_NAME)}…` : line;
}

/** Names in quotes, as a sentence lists them. */
export function listNames(names: readonly string[], most = 6): string {
  const shown = names.slice(0, most).map((name) => `"${shortName(name)}"`);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}

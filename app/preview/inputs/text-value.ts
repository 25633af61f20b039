import { type Read, showCount } from './reading.ts';

/** For texts whose description names no length. */
export const LONGEST_TEXT = 100_000;

/** A text that every model can be sent. `longest` in characters as a browser counts them. */
export function readText(raw: unknown, longest = LONGEST_TEXT): Read<string> {
  const text = typeof raw === 'number' && Number.isFinite(raw) ? String(raw) : raw;
  if (typeof text !== 'string') return { problem: 'Give a text.' };
  if (text.length > longest) {
    return { problem: `This has ${showCount(text.length)} characters; at most ${showCount(longest)} are taken.` };
  }
  // Half a character has no UTF-8 form, and no model takes a zero character: replacing either asks another question.
  if (!text.isWellFormed()) return { problem: 'This text holds half a character. Type or paste it again.' };
  if (text.includes('\0')) return { problem: 'This text holds a zero character, which no model takes.' };
  return { value: text };
}

/** A day that exists, as year, month and day. */
export function readDate(raw: unknown): Read<string> {
  const text = typeof raw === 'string' ? raw.trim() : '';
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  // The 30th of February would become a day of March.
  if (!at || Number.isNaN(at.getTime()) || !at.toISOString().startsWith(text)) {
    return { problem: 'Give a day as year, month and day, like 2024-05-31.' };
  }
  return { value: text };
}

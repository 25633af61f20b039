import { formatDuration } from '../ui/duration.ts';

const JUST_NOW_MS = 60_000;

/** How long ago something was: 'just now', '12 min ago', '3 days ago'. */
export function agoWords(at: number, now: number): string {
  const age = now - at;
  return age < JUST_NOW_MS ? 'just now' : `${formatDuration(age)} ago`;
}

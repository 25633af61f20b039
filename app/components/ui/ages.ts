const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How old something is, in one unit: '12 min', '3 h', '1 day', '6 days'. A clock that is behind makes nothing negative. */
export function ageWords(at: number, now: number): string {
  const age = now - at;
  if (age < MINUTE_MS) return 'just now';
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)} min`;
  if (age < DAY_MS) return `${Math.floor(age / HOUR_MS)} h`;
  const days = Math.floor(age / DAY_MS);
  return days === 1 ? '1 day' : `${days} days`;
}

/** The same as a point in time: '12 min ago'. */
export function agoWords(at: number, now: number): string {
  const age = ageWords(at, now);
  return age === 'just now' ? age : `${age} ago`;
}

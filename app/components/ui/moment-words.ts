const WEEK_MS = 7 * 24 * 3_600_000;

/** A time in words; `zone` null means nobody knows the viewer's, so it is UTC and says so. */
export function momentWords(at: number, zone: string | null): string {
  const words = format(at, zone, { dateStyle: 'medium', timeStyle: 'short' });
  return zone === null ? `${words} UTC` : words;
}

/** The same where there is little room: 'Mon 11:20' within a week, '12 Nov 11:20' within the year, else the date. */
export function shortMomentWords(at: number, now: number, zone: string | null): string {
  if (Math.abs(now - at) < WEEK_MS) {
    return `${format(at, zone, { weekday: 'short' })} ${format(at, zone, { timeStyle: 'short' })}`;
  }
  const isThisYear = format(at, zone, { year: 'numeric' }) === format(now, zone, { year: 'numeric' });
  if (!isThisYear) return format(at, zone, { day: 'numeric', month: 'short', year: 'numeric' });
  return `${format(at, zone, { day: 'numeric', month: 'short' })} ${format(at, zone, { timeStyle: 'short' })}`;
}

/** The hour of the day, 0 to 23. */
export function hourOf(at: number, zone: string): number {
  return Number(format(at, zone, { hour: '2-digit', hourCycle: 'h23' }));
}

function format(at: number, zone: string | null, style: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { ...style, timeZone: zone ?? 'UTC' }).format(at);
}

/** A moment of the story, seen from when it is told: wall clock, ms, given the wall clock at its end. */
export type Moment = (nowMs: number) => number;

const MINUTE_MS = 60_000;
const SATURDAY = 6;
const SUNDAY = 0;

/**
 * A time of day on a working day before today, in the time zone of the machine: 1 is the last one that is over. Days
 * like these keep people's weekends free whenever the demo is started.
 */
export function workday(daysBack: number, time: `${number}:${number}`): Moment {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (nowMs) => {
    const day = new Date(nowMs);
    for (let left = daysBack; left > 0; ) {
      day.setDate(day.getDate() - 1);
      if (day.getDay() !== SATURDAY && day.getDay() !== SUNDAY) left -= 1;
    }
    return day.setHours(hours, minutes, 0, 0);
  };
}

/** So many minutes before the story ends. */
export function minutesAgo(minutes: number): Moment {
  return (nowMs) => nowMs - minutes * MINUTE_MS;
}

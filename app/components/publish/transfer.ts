/** How far the sending of files is, at one moment. */
export interface TransferMark {
  atMs: number;
  sentBytes: number;
}

/** Speed is that of the last seconds: a line that became slow is slow now. */
const WINDOW_MS = 3_000;
/** Sooner than this nothing can be said about speed. */
const FIRST_MS = 400;

/** Adds a mark and forgets what speed no longer depends on. */
export function withMark(marks: readonly TransferMark[], mark: TransferMark): TransferMark[] {
  const kept = marks.filter(({ atMs }) => mark.atMs - atMs <= WINDOW_MS);
  return [...kept, mark];
}

/** Bytes a second over the last seconds; null while that cannot be said. */
export function speedOf(marks: readonly TransferMark[]): number | null {
  const [first] = marks;
  const last = marks.at(-1);
  if (!first || !last || last.atMs - first.atMs < FIRST_MS) return null;
  return ((last.sentBytes - first.sentBytes) * 1000) / (last.atMs - first.atMs);
}

/** '12 of 41 MB, 4.2 MB a second, 7 s left'; what is not known is left out. */
export function transferWords(sentBytes: number, totalBytes: number, speed: number | null): string {
  const done = `${amountOf(sentBytes, totalBytes)} of ${sizeWords(totalBytes)}`;
  if (speed === null) return done;
  if (speed <= 0) return `${done}, waiting for the line`;
  const leftS = (totalBytes - sentBytes) / speed;
  return `${done}, ${sizeWords(speed)} a second, ${leftWords(leftS)} left`;
}

const UNITS = ['bytes', 'kB', 'MB', 'GB'] as const;

/** 41 kB, 5.2 MB: one decimal below 10, none above. */
export function sizeWords(bytes: number): string {
  const unit = unitOf(bytes);
  return `${inUnit(bytes, unit)} ${UNITS[unit]}`;
}

/** In the unit of the whole, so that the two can be compared. */
function amountOf(bytes: number, whole: number): string {
  return inUnit(bytes, unitOf(whole));
}

function unitOf(bytes: number): number {
  let unit = 0;
  while (unit < UNITS.length - 1 && bytes >= 999.5 * 1000 ** unit) unit += 1;
  return unit;
}

function inUnit(bytes: number, unit: number): string {
  const value = bytes / 1000 ** unit;
  return unit > 0 && value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : value.toFixed(0);
}

function leftWords(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.ceil(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${(seconds / 3600).toFixed(1).replace(/\.0$/, '')} h`;
}

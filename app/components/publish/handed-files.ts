import type { PickedFile } from './dropped-files.ts';

/** Files that were dropped or chosen on another page, on their way to the page that publishes. */
let handed: readonly PickedFile[] | null = null;

export function handFiles(files: readonly PickedFile[]): void {
  handed = files;
}

/** What was handed over; stays until it was taken over, as a page may be drawn twice before it is shown. */
export function handedFiles(): readonly PickedFile[] | null {
  return handed;
}

/** From now on the page has them: coming back later begins anew. */
export function forgetHanded(): void {
  handed = null;
}

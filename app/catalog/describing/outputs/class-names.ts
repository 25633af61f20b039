/** Longer lists of classes are no labels. */
const MOST_CLASSES = 50_000;
const LONGEST_NAME = 500;

/** The lines of labels.txt, in order; null when there are none, or too many to be class names. */
export function readLabels(labels: string | undefined): string[] | null {
  if (labels === undefined) return null;
  const lines = labels
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r\n|\r|\n/, MOST_CLASSES + 1)
    .map((line) => line.trim().slice(0, LONGEST_NAME));
  return lines.length > MOST_CLASSES || lines.every((line) => line === '') ? null : lines;
}

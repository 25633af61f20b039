/** What the text of a picture field says: a file the portal holds, or the elements of its tensor. */
export type PictureText = { kind: 'file'; file: string } | { kind: 'pixels' } | { kind: 'other' };

const FILE = /^[0-9a-f]{64}$/;

export function readPictureText(text: string): PictureText {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'number' || Array.isArray(value)) return { kind: 'pixels' };
    const file = typeof value === 'object' && value !== null && 'file' in value ? value.file : null;
    return typeof file === 'string' && FILE.test(file) ? { kind: 'file', file } : { kind: 'other' };
  } catch {
    return { kind: 'other' };
  }
}

/** A file the portal holds, as the control of its field keeps it. */
export function fileText(file: string): string {
  return JSON.stringify({ file });
}

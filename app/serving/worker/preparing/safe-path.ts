import { refusal } from '../refusal.ts';
import { shown } from './shown.ts';

/** As long as a path in the contract may be. */
const LONGEST_PATH = 255;
/** As long as file systems let one name be, in UTF-8. */
const LONGEST_NAME_BYTES = 255;

/**
 * The relative path an entry's name stands for; empty when it is the folder itself ('./').
 * @throws FL_ARCHIVE_PATH for a name that leads anywhere else, FL_ARCHIVE_NAME for one that cannot be used
 */
export function safePath(name: string): string {
  refuseUnreadable(name);
  const segments = name.split('/').filter((segment) => segment !== '' && segment !== '.');
  const path = segments.join('/');
  const isAbsolute = name.startsWith('/') || /^[A-Za-z]:/.test(path);
  if (isAbsolute || name.includes('\\') || segments.includes('..')) {
    throw refusal(
      'FL_ARCHIVE_PATH',
      `The name ${shown(name)} in the archive leads out of its folder. Pack the folder itself, with plain relative names.`,
    );
  }
  if (path.includes('..')) throw unusable(name, 'two dots in a row');
  const isTooLong = path.length > LONGEST_PATH || segments.some((one) => Buffer.byteLength(one) > LONGEST_NAME_BYTES);
  if (isTooLong) throw unusable(name, `more than ${LONGEST_PATH} characters`);
  return path;
}

function refuseUnreadable(name: string): void {
  // U+FFFD stands where bytes were no text.
  if (name.includes('\ufffd')) {
    const message = 'A name in the archive is not valid Unicode. Give its files plain names and pack them again.';
    throw refusal('FL_ARCHIVE_NAME', message);
  }
  if (/\p{Cc}/u.test(name)) throw unusable(name, 'characters that cannot be shown');
}

function unusable(name: string, what: string): Error {
  return refusal('FL_ARCHIVE_NAME', `The name ${shown(name)} in the archive has ${what}. Give the file a plain name.`);
}

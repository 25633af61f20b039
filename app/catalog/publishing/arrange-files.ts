import { appError } from '#app/core/errors.ts';
import type { Notice } from '#app/oip/control.ts';
import type { ArrangedFiles, StoredFile } from './candidate.ts';
import { MAIN_FILE } from './check-candidate.ts';
import { SIDE_PATHS } from './side-files.ts';

/** Reference rows go by several names (design §6); the first that is there counts. */
const REFERENCE_NAMES = [SIDE_PATHS.reference, 'train.csv', 'test.csv'];
const CARD_NAMES = [SIDE_PATHS.card, 'README.md', 'readme.md'];
/** Formats that browsers show and that cannot hold a script. */
export const PICTURE = /\.(png|jpe?g|webp|gif)$/i;
/** What people keep beside a model and no model reads. */
const LEFT_OUT = /(^|\/)licen[cs]e[^/]*$|\.(md|csv|tsv|py|ipynb|onnx|html?|pdf)$/i;
const SHOWN_NAMES = 5;

/**
 * Sorts the files of a version's folder, which lie flat with the model as `model.onnx`, into what the model is made of
 * and what lies beside it. What is neither is left out with a notice.
 * @throws FL_UPLOAD_NO_MODEL
 */
export function arrangeFiles(files: readonly StoredFile[]): ArrangedFiles {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const main = byPath.get(MAIN_FILE);
  if (!main) throw appError('FL_UPLOAD_NO_MODEL');
  const sides = sidesOf(byPath);
  const used = new Set([main, ...sides.map(({ from }) => from)]);
  const left = files.filter((file) => !used.has(file));
  const others = left.filter(({ path }) => !path.startsWith('examples/') && !LEFT_OUT.test(path));
  const isOther = new Set(others);
  const leftOut = left.filter((file) => !isOther.has(file));
  return {
    own: [main, ...others],
    sides: sides.map(({ from, path }) => ({ ...from, path })),
    notices: leftOut.length > 0 ? [leftOutNotice(leftOut.map(({ path }) => path))] : [],
  };
}

interface Side {
  from: StoredFile;
  path: string;
}

function sidesOf(byPath: ReadonlyMap<string, StoredFile>): Side[] {
  const tables = [...byPath.keys()].filter((path) => /^[^/]+\.csv$/i.test(path));
  const sides: Side[] = [];
  const take = (path: string, names: readonly string[]): void => {
    const from = names.map((name) => byPath.get(name)).find((file) => file !== undefined);
    if (from) sides.push({ from, path });
  };
  take(SIDE_PATHS.preview, [SIDE_PATHS.preview]);
  take(SIDE_PATHS.labels, [SIDE_PATHS.labels]);
  take(SIDE_PATHS.card, CARD_NAMES);
  // A single table of any name can only be the reference rows.
  take(SIDE_PATHS.reference, [...REFERENCE_NAMES, ...(tables.length === 1 ? tables : [])]);
  take('config.pbtxt', ['config.pbtxt']);
  for (const [path, from] of byPath) {
    if (path.startsWith('examples/') && PICTURE.test(path)) sides.push({ from, path });
  }
  return sides;
}

export function leftOutNotice(paths: readonly string[]): Notice {
  const named = paths.slice(0, SHOWN_NAMES).map((path) => path.slice(0, 100));
  const more = paths.length - named.length;
  const names = `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return { code: 'publish.left-out', message: `Left out, because the model does not need it: ${names}.` };
}

import { appError } from '#app/core/errors.ts';
import type { Notice } from '#app/oip/control.ts';
import { leftOutNotice, PICTURE } from './arrange-files.ts';
import type { StoredFile } from './candidate.ts';
import { MAIN_FILE } from './check-candidate.ts';

const LONGEST_PATH = 255;
const ARCHIVE = /\.(zip|tar|tgz|tar\.gz)$/i;
const MODEL = /\.onnx$/i;
const HIDDEN = /(^|\/)(\.|__MACOSX\/|thumbs\.db$|desktop\.ini$)/i;
/** Hugging Face keeps the model in a folder of that name, beside the files it needs. */
const VERSION_FOLDER = /(^|\/)([1-9]\d{0,8}|onnx)$/;

/** Files that came one by one, laid flat as in a version's folder. */
export interface LooseFiles {
  files: StoredFile[];
  /** The archive among them, when it holds the model. */
  bundle: StoredFile | null;
  notices: Notice[];
}

/**
 * Lays files that were dropped, chosen or sent one by one (paths as they were called) flat around the one model among
 * them, which becomes `model.onnx`; of a model's folder the files beside its version's folder come along.
 * @param hasModel the model came by itself
 * @throws FL_REQUEST_INVALID, FL_UPLOAD_SEVERAL
 */
export function sortLoose(given: readonly StoredFile[], hasModel: boolean): LooseFiles {
  const files = given.map((file) => ({ ...file, path: plainPath(file.path) })).filter(({ path }) => !HIDDEN.test(path));
  const archives = files.filter(({ path }) => ARCHIVE.test(path));
  const models = hasModel ? [] : files.filter(({ path }) => MODEL.test(path));
  if (archives.length > 0 && (archives.length > 1 || models.length > 0 || hasModel)) throw several();
  const main = models.length > 0 ? pickMain(models) : null;
  const { kept, left } = layFlat(
    files.filter((file) => file !== archives[0]),
    main,
  );
  return { files: kept, bundle: archives[0] ?? null, notices: left.length > 0 ? [leftOutNotice(left)] : [] };
}

function plainPath(name: string): string {
  const segments = name.replaceAll('\\', '/').split('/');
  const path = segments.filter((segment) => segment !== '' && segment !== '.').join('/');
  const isUsable = path !== '' && path.length <= LONGEST_PATH && !path.includes('..') && !/\p{Cc}|\ufffd/u.test(path);
  if (isUsable) return path;
  throw appError('FL_REQUEST_INVALID', {
    message: `The file name "${name.slice(0, 60)}" cannot be used. Give the file a plain name.`,
    fields: { files: 'has a file whose name cannot be used' },
  });
}

function pickMain(models: readonly StoredFile[]): StoredFile {
  const named = models.filter(({ path }) => path === MAIN_FILE || path.endsWith(`/${MAIN_FILE}`));
  const [main, ...others] = named.length > 0 ? named : models;
  if (!main || others.length > 0) throw several();
  return main;
}

function several() {
  return appError('FL_UPLOAD_SEVERAL');
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

function layFlat(files: readonly StoredFile[], main: StoredFile | null): { kept: StoredFile[]; left: string[] } {
  const base = main ? folderOf(main.path) : '';
  const bases = VERSION_FOLDER.test(base) ? [base, folderOf(base)] : [base];
  const kept = new Map<string, StoredFile>();
  const left: string[] = [];
  if (main) kept.set(MAIN_FILE, { ...main, path: MAIN_FILE });
  for (const [place, folder] of bases.entries()) {
    for (const file of files) {
      const path = file === main ? null : below(file.path, folder);
      const isNearer = place > 0 && below(file.path, base) !== null;
      if (path === null || isNearer) continue;
      // Pictures that came without their folder can only be those of examples.
      const at = PICTURE.test(path) && !path.includes('/') ? `examples/${path}` : path;
      if (kept.has(at)) left.push(file.path);
      else kept.set(at, { ...file, path: at });
    }
  }
  const outside = files.filter(({ path }) => bases.every((folder) => below(path, folder) === null));
  return { kept: [...kept.values()], left: [...left, ...outside.map(({ path }) => path)] };
}

/** The path inside a folder; null when it lies elsewhere. */
function below(path: string, folder: string): string | null {
  if (folder === '') return path;
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
}

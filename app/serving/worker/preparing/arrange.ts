import type { Notice } from '#app/oip/control.ts';
import { refusal, refusalOf } from '../refusal.ts';
import { createPlaces } from './places.ts';
import { shown, shownList } from './shown.ts';

/** Where a file of the archive goes in the version's folder. */
export interface Move {
  /** Path in the archive. */
  from: string;
  path: string;
}

const MODEL = 'model.onnx';
/** As in the model repository. */
const VERSION = /^[1-9][0-9]{0,8}$/;
/** Hugging Face keeps the model in a folder of this name, beside the files it needs. */
const HUB_FOLDER = 'onnx';

/**
 * Finds the one version in the paths of an archive and lays its files flat: `model.onnx` first. A top folder that holds
 * everything is taken away; the files of the model's folder come beside those of its one version.
 * @throws FL_ARCHIVE_EMPTY, FL_ARCHIVE_SEVERAL, FL_ARCHIVE_NO_MODEL, FL_ARCHIVE_DUPLICATE
 */
export function arrange(paths: readonly string[]): { files: Move[]; notices: Notice[] } {
  if (paths.length === 0) throw refusalOf('FL_ARCHIVE_EMPTY');
  const moves = withoutTop(paths);
  const { files, notices } = flatten(moves);
  const model = pickModel(files);
  const others = files.filter((file) => file !== model).sort((a, b) => (a.path < b.path ? -1 : 1));
  const arranged = [{ from: model.from, path: MODEL }, ...others];
  const places = createPlaces();
  for (const { path } of arranged) places.takeFile(path);
  const unused = others.filter(isModel);
  return { files: arranged, notices: unused.length > 0 ? [...notices, unusedNotice(unused)] : notices };
}

function withoutTop(paths: readonly string[]): Move[] {
  let moves = paths.map((path) => ({ from: path, path }));
  for (;;) {
    const top = topOf(moves[0]?.path ?? '');
    if (top === null || moves.some(({ path }) => topOf(path) !== top)) return moves;
    moves = moves.map(({ from, path }) => ({ from, path: path.slice(top.length + 1) }));
  }
}

/** First folder of a path; null when it lies in none. */
function topOf(path: string): string | null {
  const end = path.indexOf('/');
  return end < 0 ? null : path.slice(0, end);
}

function isModel({ path }: Move): boolean {
  return topOf(path) === null && isOnnx(path);
}

function isOnnx(path: string): boolean {
  return path.toLowerCase().endsWith('.onnx');
}

/** The files of the one version, and beside them those of the model. */
function flatten(moves: Move[]): { files: Move[]; notices: Notice[] } {
  const number = versionFolder(moves);
  if (number === null) return { files: moves, notices: [] };
  const own = moves
    .filter(({ path }) => topOf(path) === number)
    .map(({ from, path }) => ({ from, path: path.slice(number.length + 1) }));
  const taken = new Set(own.map(({ path }) => path));
  const beside = moves.filter(({ path }) => topOf(path) !== number);
  const covered = beside.filter(({ path }) => taken.has(path));
  return {
    files: [...own, ...beside.filter(({ path }) => !taken.has(path))],
    notices: covered.length > 0 ? [coveredNotice(covered)] : [],
  };
}

/** Name of the folder that is the version; null when the files lie flat. */
function versionFolder(moves: Move[]): string | null {
  const isHub = !moves.some(isModel) && moves.some(({ path }) => path === `${HUB_FOLDER}/${MODEL}`);
  const isVersion = (top: string | null) => top !== null && (VERSION.test(top) || (isHub && top === HUB_FOLDER));
  const tops = moves.map(({ path }) => topOf(path)).filter(isVersion);
  const numbers = [...new Set(tops as string[])].sort((a, b) => Number(a) - Number(b));
  // Beside a model, a folder with a number is a version only if it holds one too.
  const holdsModel = (number: string) => moves.some(({ path }) => topOf(path) === number && isOnnx(path));
  const isFlat = moves.some(isModel);
  if (isFlat && !numbers.some(holdsModel)) return null;
  if (isFlat) throw severalVersions(`models at its top and in the folder ${numbers.filter(holdsModel)[0]}`);
  if (numbers.length > 1) throw severalVersions(`the versions ${numbers.slice(0, 5).join(', ')}`);
  return numbers[0] ?? null;
}

function severalVersions(what: string): Error {
  return refusal('FL_ARCHIVE_SEVERAL', `The archive holds ${what}: send one version's folder.`);
}

function pickModel(files: Move[]): Move {
  const models = files.filter(isModel);
  const named = models.find(({ path }) => path === MODEL);
  const model = named ?? models[0];
  if (model === undefined) throw noModel(files);
  if (named || models.length === 1) return model;
  const names = shownList(models.map(({ path }) => path));
  throw refusal('FL_ARCHIVE_SEVERAL', `The archive holds several models, ${names}: name the one to serve model.onnx.`);
}

function noModel(files: Move[]): Error {
  const deep = files.filter(({ path }) => isOnnx(path));
  if (deep.length === 0) return refusalOf('FL_ARCHIVE_NO_MODEL');
  if (deep.length > 1) return refusalOf('FL_ARCHIVE_SEVERAL');
  const where = shown(deep[0]?.from ?? '');
  const message = `The model ${where} lies too deep in the archive. Pack its folder, so that it comes first.`;
  return refusal('FL_ARCHIVE_NO_MODEL', message);
}

function coveredNotice(covered: Move[]): Notice {
  const names = shownList(covered.map(({ path }) => path));
  return { code: 'archive.version-first', message: `Taken from the version's folder, not the model's: ${names}.` };
}

function unusedNotice(unused: Move[]): Notice {
  const names = shownList(unused.map(({ path }) => path));
  return { code: 'archive.other-models', message: `The model is model.onnx; not served beside it: ${names}.` };
}

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where this checkout lives. */
export const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));
/** Git-ignored; what the commands of `bin/` keep besides the stamps. */
export const CACHE = join(ROOT, '.cache');

/**
 * The Node 24 of the npm package `node`. `node_modules/.bin/node` is not asked: on some systems that is a script.
 * @returns {string} path of the program
 * @throws {Error} when it is not installed
 */
export function findNode() {
  const path = join(ROOT, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(path)) throw new Error('Node 24 is missing in node_modules. Remove that folder and start again.');
  return path;
}

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findNode, ROOT } from './folders.mjs';
import { alone, lockfileHash } from './install.mjs';
import { run } from './run.mjs';
import { giveUp, say, seconds } from './say.mjs';

/** Written last, so that a half-finished build has none. */
const STAMP = join(ROOT, 'build/.built-from');
/** Everything pages are made of, and a little more: a build too many does no harm, one too few does. */
const SOURCES = ['app', 'remix.config.js', 'vite.config.ts', 'package.json', 'tsconfig.json'];
/** Folders that are never part of a page. */
const LEFT_OUT = ['app/serving', 'app/server', 'app/cli', 'app/onnx', 'app/ledger', 'app/jobs'];

/** Builds the pages unless `build/` was made from exactly these sources. */
export async function ensureBuilt() {
  if (isBuilt()) return;
  await alone(async (holdFor) => {
    if (!isBuilt()) await build(holdFor);
  });
}

function isBuilt() {
  try {
    return readFileSync(STAMP, 'utf8') === sourcesHash() && existsSync(join(ROOT, 'build/server/index.js'));
  } catch {
    return false;
  }
}

/** @param {(pid: number | undefined) => void} holdFor */
async function build(holdFor) {
  const { code, output, ms } = await buildPages(holdFor);
  if (code !== 0) giveUp('The pages could not be built. Vite said:', output);
  say(`Built the pages in ${seconds(ms)}.`);
}

/**
 * Builds the pages whatever is there.
 * @param {(pid: number | undefined) => void} [onStart]
 */
export async function buildPages(onStart = () => undefined) {
  rmSync(STAMP, { force: true });
  const hash = sourcesHash();
  const cli = join(ROOT, 'node_modules/@remix-run/dev/dist/cli.js');
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, NODE_ENV: 'production' };
  const finished = await run(findNode(), [cli, 'vite:build'], { cwd: ROOT, env, onStart });
  if (finished.code === 0) writeFileSync(STAMP, hash);
  return finished;
}

function sourcesHash() {
  const hash = createHash('sha256').update(lockfileHash());
  for (const path of SOURCES.flatMap((source) => filesUnder(join(ROOT, source))).sort()) {
    const bytes = readFileSync(path);
    hash.update(`${relative(ROOT, path)} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesUnder(path) {
  const name = relative(ROOT, path).replaceAll('\\', '/');
  if (LEFT_OUT.includes(name) || /\.test\.tsx?$/.test(name)) return [];
  if (!existsSync(path)) return [];
  if (/\.\w+$/.test(name)) return [path];
  return readdirSync(path).flatMap((entry) => filesUnder(join(path, entry)));
}

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNode, ROOT } from './folders.mjs';
import { alone, lockfileHash } from './install.mjs';
import { run } from './run.mjs';
import { giveUp, say, seconds } from './say.mjs';

/** Written last, so that a half-finished build has none. */
const STAMP = join(ROOT, 'build/.built-from');
/**
 * What pages are made of: they and what they may import, which the import rules hold (and a test that this list is
 * whole). The rest of the product is not built, so that a change there does not build pages again.
 */
const SOURCES = [
  ...['app/routes', 'app/components', 'app/styles', 'app/routes.ts', 'app/root.tsx'],
  ...['app/entry.client.tsx', 'app/entry.server.tsx', 'app/catalog/description-format.ts', 'app/oip/control.ts'],
  ...['app/preview/formats', 'app/preview/exploring/contract.ts', 'app/preview/twins/contract.ts'],
  ...['remix.config.js', 'vite.config.ts', 'package.json', 'tsconfig.json'],
  'bin/bootstrap/precompress.mjs',
];

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

/** @returns {string[]} every file pages are made of, as a path inside the checkout */
export function pageSources() {
  const contracts = readdirSync(join(ROOT, 'app')).map((slice) => `app/${slice}/contract.ts`);
  return [...SOURCES, ...contracts].flatMap(filesUnder).sort();
}

function sourcesHash() {
  const hash = createHash('sha256').update(lockfileHash());
  for (const path of pageSources()) {
    const bytes = readFileSync(join(ROOT, path));
    hash.update(`${path} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesUnder(path) {
  if (/\.test\.tsx?$/.test(path) || !existsSync(join(ROOT, path))) return [];
  if (!statSync(join(ROOT, path)).isDirectory()) return [path];
  return readdirSync(join(ROOT, path)).flatMap((entry) => filesUnder(`${path}/${entry}`));
}

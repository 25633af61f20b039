import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, findNode, ROOT } from './folders.mjs';
import { whileLocked } from './lock.mjs';
import { run } from './run.mjs';
import { giveUp, say, seconds } from './say.mjs';

/** Inside node_modules, so that it goes when they go; written last, so that a half-finished install has none. */
const STAMP = join(ROOT, 'node_modules/.installed-from');
const LOCK = join(CACHE, 'bootstrap.lock');

/**
 * Sees to it that node_modules is what package-lock.json says. Touches neither disk nor network when it is.
 * @param {{ withTools: boolean }} wanted `withTools`: what only development and tests need, too
 */
export async function ensureInstalled({ withTools }) {
  if (isInstalled(withTools)) return;
  const waiting = () => say('Waiting for another start of Firstlook that is installing.');
  await whileLocked(
    LOCK,
    async (holdFor) => {
      // Whoever had the tools goes on having them, also when it is `npm start` that finds the lockfile changed.
      if (!isInstalled(withTools)) await install(withTools || readStamp().extent === 'all', holdFor);
    },
    waiting,
  );
}

/**
 * Runs `work` alone: no other command of this checkout installs or builds meanwhile.
 * @param {(holdFor: (pid: number | undefined) => void) => Promise<void>} work
 */
export const alone = (work) =>
  whileLocked(LOCK, work, () => say('Waiting for another start of Firstlook that is building.'));

/** The lockfile, and the machine its packages were chosen for. */
export function lockfileHash() {
  const lockfile = readFileSync(join(ROOT, 'package-lock.json'));
  return createHash('sha256').update(lockfile).update(`${process.platform} ${process.arch}`).digest('hex');
}

/** @param {boolean} withTools */
function isInstalled(withTools) {
  try {
    const { hash, extent } = readStamp();
    findNode();
    return hash === lockfileHash() && (extent === 'all' || !withTools);
  } catch {
    return false;
  }
}

/** What was installed, from which lockfile; nothing known where nothing was. */
function readStamp() {
  try {
    const [hash, extent] = readFileSync(STAMP, 'utf8').trim().split(' ');
    return { hash, extent };
  } catch {
    return {};
  }
}

/**
 * @param {boolean} withTools
 * @param {(pid: number | undefined) => void} holdFor an npm that outlives this process is still at work
 */
async function install(withTools, holdFor) {
  say('Installing the packages; this takes a minute or so.');
  rmSync(STAMP, { force: true });
  const hash = lockfileHash();
  const extent = withTools ? ['--include=dev'] : ['--omit=dev'];
  const args = ['ci', ...extent, '--no-audit', '--no-fund', '--loglevel=error'];
  const env = {
    ...process.env,
    // Its install script would fetch libraries for graphics cards, some hundred MB.
    ONNXRUNTIME_NODE_INSTALL: 'skip',
  };
  // Under `npm start` the same npm is asked, without a search through PATH.
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : undefined;
  const options = { cwd: ROOT, env, onStart: holdFor };
  const { code, output, ms } = await (npm ? run(process.execPath, [npm, ...args], options) : run('npm', args, options));
  if (code !== 0) giveUp('The packages could not be installed. npm said:', output);
  const version = await run(findNode(), ['--version'], { cwd: ROOT });
  if (!version.output.startsWith('v24.')) giveUp('Node 24 does not run on this machine.', version.output);
  writeFileSync(STAMP, `${hash} ${withTools ? 'all' : 'product'}\n`);
  say(`Installed in ${seconds(ms)}.`);
}

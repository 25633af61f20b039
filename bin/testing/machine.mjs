import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../bootstrap/folders.mjs';
import { run } from '../bootstrap/run.mjs';
import { say, seconds } from '../bootstrap/say.mjs';
import { findChromium } from './chromium.mjs';

/** What the tests need on the machine besides the packages; each is looked for first and installed when it can be. */

const isRoot = process.getuid?.() === 0;
const REQUIREMENTS = join(ROOT, 'e2e/protocol/requirements.txt');
const VENV = join(ROOT, '.venv');
export const PYTHON = join(VENV, 'bin/python');
const VENV_STAMP = join(VENV, '.installed-from');

/** @param {readonly string[]} words */
const works = async ([command = '', ...args]) => (await run(command, args, { cwd: ROOT })).code === 0;

let isListRead = false;

/**
 * @param {readonly string[]} packages of Debian
 * @returns {Promise<string>} what apt-get said when it failed, else nothing
 */
async function aptInstall(packages) {
  if (!isRoot || !(await works(['apt-get', '--version']))) return 'apt-get is not there, or not allowed';
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  if (!isListRead) await run('apt-get', ['update', '-qq'], { cwd: ROOT, env });
  isListRead = true;
  const args = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
  const { code, output } = await run('apt-get', args, { cwd: ROOT, env });
  return code === 0 ? '' : output;
}

/** A browser for the pages. Without one their tests fail. */
export async function ensureChromium() {
  if (await findChromium()) return;
  const beganAt = performance.now();
  const refused = await aptInstall(['chromium']);
  if (refused !== '') {
    const cli = join(ROOT, 'node_modules/playwright/cli.js');
    await run(process.execPath, [cli, 'install', 'chromium'], { cwd: ROOT });
  }
  const found = await findChromium();
  if (found) say(`Installed Chromium in ${seconds(performance.now() - beganAt)}.`);
  else say(`Chromium could not be installed; the browser tests will fail. ${refused.trim()}`);
}

/** The sandbox of children. Without it its own tests are left out. */
export async function ensureBubblewrap() {
  if (await works(['bwrap', '--version'])) return;
  if (process.platform === 'linux') await aptInstall(['bubblewrap']);
  if (await works(['bwrap', '--version'])) say('Installed bubblewrap.');
  else say('Skipped: bubblewrap is not here, so the tests of the sandbox are left out.');
}

/** A Python of its own with the protocol's real clients, as e2e/protocol/requirements.txt pins them. */
export async function ensurePython() {
  const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex');
  if (existsSync(VENV_STAMP) && readFileSync(VENV_STAMP, 'utf8') === wanted) return;
  const beganAt = performance.now();
  rmSync(VENV, { recursive: true, force: true });
  let made = await run('python3', ['-m', 'venv', VENV], { cwd: ROOT });
  if (made.code !== 0) {
    await aptInstall(['python3', 'python3-venv']);
    rmSync(VENV, { recursive: true, force: true });
    made = await run('python3', ['-m', 'venv', VENV], { cwd: ROOT });
  }
  const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS];
  const installed = made.code === 0 ? await run(PYTHON, args, { cwd: ROOT }) : made;
  if (installed.code !== 0) return say(`Python's packages could not be installed: ${installed.output.trim()}`);
  writeFileSync(VENV_STAMP, wanted);
  say(`Installed the protocol's Python clients in ${seconds(performance.now() - beganAt)}.`);
}

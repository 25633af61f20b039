import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 150;
/** Longer than a process needs between reading a dead lock and moving it away. */
const SETTLE_MS = 60;

/**
 * Runs `work` while no other process works under the same lock. A lock whose holder was killed is taken over, once the
 * programs that it had named to `holdFor` are gone too.
 * @template T
 * @param {string} path of the lock file
 * @param {(holdFor: (pid: number | undefined) => void) => Promise<T>} work
 * @param {() => void} [onWait] called once when another process holds it
 * @returns {Promise<T>}
 */
export async function whileLocked(path, work, onWait = () => undefined) {
  mkdirSync(dirname(path), { recursive: true });
  const mine = entryOf(process.pid);
  let isWaiting = false;
  while (!(await take(path, mine))) {
    if (!isWaiting) onWait();
    isWaiting = true;
    await sleep(POLL_MS);
  }
  const release = () => {
    if (read(path)?.startsWith(mine)) rmSync(path, { force: true });
  };
  /** @param {number | undefined} pid */
  const holdFor = (pid) => {
    if (pid === undefined) return;
    writeFileSync(`${path}.${process.pid}`, `${mine}\n${entryOf(pid)}`);
    renameSync(`${path}.${process.pid}`, path);
  };
  process.once('exit', release);
  try {
    return await work(holdFor);
  } finally {
    process.off('exit', release);
    release();
  }
}

/**
 * @param {string} path
 * @param {string} mine
 */
async function take(path, mine) {
  const held = read(path);
  if (held?.split('\n').some(isAlive)) return false;
  const own = `${path}.${process.pid}`;
  try {
    if (held !== null) renameSync(path, own);
    writeFileSync(own, mine);
    // A link appears at once and whole, and only where nothing is.
    linkSync(own, path);
  } catch {
    return false;
  } finally {
    rmSync(own, { force: true });
  }
  // Another process that saw the same dead holder may have moved our lock away instead of the old one.
  await sleep(SETTLE_MS);
  return read(path) === mine;
}

/**
 * @param {string} path
 * @returns {string | null}
 */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** @param {number} pid */
const entryOf = (pid) => `${pid} ${birthOf(pid)}`;

/**
 * Whether the process of this entry still runs, and is not another one that got the same number later.
 * @param {string} entry
 */
function isAlive(entry) {
  const [pid, birth] = entry.split(' ');
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return false;
  }
  return birthOf(Number(pid)) === birth;
}

/**
 * When a process began, in ticks since the machine did; '-' where that cannot be known.
 * @param {number} pid
 */
function birthOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '-';
  } catch {
    return '-';
  }
}

import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** @typedef {{ code: number, output: string, ms: number }} Finished */
/**
 * @typedef {object} RunOptions
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [timeoutMs]
 * @property {(pid: number | undefined) => void} [onStart]
 */

/** @type {readonly NodeJS.Signals[]} */
export const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** @param {NodeJS.Signals} signal */
export const exitCodeOf = (signal) => 128 + constants.signals[signal];

/**
 * Runs a program to its end and keeps what it prints. A signal that stops us stops it first.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} options
 * @returns {Promise<Finished>} code 127 when it could not be started, 128 + n when a signal ended it
 */
export function run(command, args, { cwd, env = process.env, timeoutMs, onStart }) {
  return new Promise((done) => {
    const beganAt = performance.now();
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(timeoutMs !== undefined && { timeout: timeoutMs, killSignal: 'SIGKILL' }),
    });
    onStart?.(child.pid);
    const forget = stopWith(child);
    /** @type {Buffer[]} */
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    /** @param {number} code @param {string} [added] */
    const finish = (code, added = '') => {
      forget();
      const output = Buffer.concat(chunks).toString('utf8') + added;
      done({ code, output, ms: performance.now() - beganAt });
    };
    child.on('error', (error) => finish(127, error.message));
    child.on('close', (code, signal) => finish(signal ? exitCodeOf(signal) : (code ?? 1)));
  });
}

/**
 * Passes signals on to a child, and ends this process once the child is gone.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => void} undoes it
 */
function stopWith(child) {
  const handlers = STOP_SIGNALS.map((signal) => {
    const handler = () => {
      child.once('close', () => process.exit(exitCodeOf(signal)));
      child.kill(signal);
    };
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  return () => {
    for (const undo of handlers) undo();
  };
}

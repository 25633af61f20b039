import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildPages } from '../bootstrap/build-pages.mjs';
import { CACHE, findNode, ROOT } from '../bootstrap/folders.mjs';
import { run } from '../bootstrap/run.mjs';
import { PYTHON } from './machine.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** @typedef {Counts & { output: string, skips: string[] }} Outcome */
/** @typedef {{ name: string, run: () => Promise<Outcome> }} Step */

const RESULTS = join(CACHE, 'test-results');
/** Longer than any step takes; one that hangs ends as a failure and not with the machine. */
const STEP_TIMEOUT_MS = 15 * 60_000;

/**
 * Runs a tool of node_modules on Node 24.
 * @param {string} tool path inside node_modules
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
function runTool(tool, args, env = process.env) {
  const path = [join(ROOT, 'node_modules/.bin'), env.PATH].join(':');
  return run(findNode(), [join(ROOT, 'node_modules', tool), ...args], {
    cwd: ROOT,
    env: { ...env, PATH: path, NO_COLOR: '1' },
    timeoutMs: STEP_TIMEOUT_MS,
  });
}

/**
 * A step that counts as one: it holds or it does not.
 * @param {string} name
 * @param {() => Promise<import('../bootstrap/run.mjs').Finished>} work
 * @returns {Step}
 */
function check(name, work) {
  return {
    name,
    run: async () => {
      const { code, output } = await work();
      return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, output, skips: [] };
    },
  };
}

/**
 * @param {string} name
 * @returns {string} where a tool may write its results; nothing is there yet
 */
function resultFile(name) {
  mkdirSync(RESULTS, { recursive: true });
  const path = join(RESULTS, `${name}.json`);
  rmSync(path, { force: true });
  return path;
}

/**
 * @param {string} path
 * @returns {any} null when the tool ended before it could write
 */
function readResults(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * A tool that failed without a failed test (a file that does not load, a crash) is one failure.
 * @param {Counts} counts
 * @param {number} code
 * @returns {Counts}
 */
const withFailure = (counts, code) => (code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts);

/**
 * @param {string} project of vitest.config.ts
 * @returns {Step}
 */
function vitest(project) {
  return {
    name: project,
    run: async () => {
      const file = resultFile(project);
      const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
      const { code, output } = await runTool('vitest/vitest.mjs', args);
      const results = readResults(file);
      const tests = (results?.testResults ?? []).flatMap((/** @type {any} */ one) => one.assertionResults);
      /** @param {(status: string) => boolean} is */
      const count = (is) => tests.filter((/** @type {any} */ test) => is(test.status)).length;
      const counts = {
        passed: count((status) => status === 'passed'),
        failed: count((status) => status === 'failed'),
        skipped: count((status) => status !== 'passed' && status !== 'failed'),
      };
      const skips = tests
        .filter((/** @type {any} */ test) => !['passed', 'failed'].includes(test.status))
        .map((/** @type {any} */ test) => test.fullName);
      return { ...withFailure(counts, code), output, skips };
    },
  };
}

/** @type {Step} */
const browser = {
  name: 'browser',
  run: async () => {
    const file = resultFile('browser');
    const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: file };
    const { code, output } = await runTool('@playwright/test/cli.js', ['test', '--reporter=line,json'], env);
    const stats = readResults(file)?.stats ?? { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
    const counts = { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
    return { ...withFailure(counts, code), output, skips: [] };
  },
};

/** @type {Step} */
const clients = {
  name: 'python clients',
  run: async () => {
    const args = ['-m', 'pytest', '-q', '--no-header', '-p', 'no:cacheprovider', 'e2e/protocol'];
    const { code, output } = await run(PYTHON, args, { cwd: ROOT, timeoutMs: STEP_TIMEOUT_MS });
    /** @param {string} word */
    const count = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(output.trim().split('\n').at(-1) ?? '')?.[1] ?? 0);
    const counts = { passed: count('passed'), failed: count('failed') + count('error'), skipped: count('skipped') };
    return { ...withFailure(counts, code), output, skips: [] };
  },
};

const biome = ['ci', '--colors=off', '--max-diagnostics=50', '.'];
const cruiser = ['--config', '.dependency-cruiser.cjs', 'app', 'db', 'bin', 'e2e', 'bench'];

/**
 * Every step. Those of one group run side by side, the groups one after the other: the quick ones that find most come
 * first, and what mostly waits for processes to come and go shares the machine with what does not.
 * @type {readonly (readonly Step[])[]}
 */
export const GROUPS = [
  [
    check('format and lint', () => runTool('@biomejs/biome/bin/biome', biome)),
    check('types', () => runTool('typescript/bin/tsc', ['--noEmit', '-p', '.'])),
    check('imports', () => runTool('dependency-cruiser/bin/dependency-cruiser.mjs', cruiser)),
    check('dead code', () => runTool('knip/bin/knip.js', ['--no-progress'])),
  ],
  [vitest('unit')],
  [vitest('process')],
  [check('build', () => buildPages())],
  [browser, vitest('product')],
  [clients],
];

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

/** How large a file may be, and what it may be called (design §3). Lengths of functions are held by biome. */

const ROOT = resolve(import.meta.dirname, '../..');
const WARN_LINES = 250;
const BANNED_NAMES = ['utils', 'helpers', 'misc', 'common', 'types', 'v2'];

/** Most lines a source file may have. */
function limitOf(path: string): number {
  if (/\.(test|spec|case)\.tsx?$/.test(path)) return 500;
  if (path.startsWith('app/routes/')) return 150;
  return 400;
}

/** What is wrong with a file, in words; nothing when it fits. */
function faultsOf(path: string, text: string): string[] {
  const lines = text.split('\n').length - 1;
  const faults: string[] = [];
  if (lines > limitOf(path)) faults.push(`${path} has ${lines} lines; ${limitOf(path)} are allowed. Split it by noun.`);
  const name = basename(path).replace(/\..*$/, '');
  if (BANNED_NAMES.includes(name)) faults.push(`${path}: a file named ${name} says nothing about what is in it.`);
  return faults;
}

function sourceFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' });
  return listed
    .split('\n')
    .filter((path) => /\.(ts|tsx|mjs|cjs|js|css|py|sh)$/.test(path) && !path.startsWith('db/migrations/'))
    .filter((path) => existsSync(join(ROOT, path)));
}

test('every file is of a readable size and has a name that says something', () => {
  const files = sourceFiles().map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
  expect(files.length).toBeGreaterThan(100);
  for (const { path, text } of files) {
    const lines = text.split('\n').length - 1;
    if (lines > WARN_LINES && lines <= limitOf(path) && !/\.test\.tsx?$/.test(path)) {
      process.stdout.write(`grows large: ${path} has ${lines} lines\n`);
    }
  }
  expect(files.flatMap(({ path, text }) => faultsOf(path, text))).toEqual([]);
});

describe('a file that does not fit is told', () => {
  const lines = (count: number) => 'x\n'.repeat(count);
  test.each([
    ['app/catalog/publish.ts', 400, 401],
    ['app/catalog/publish.test.ts', 500, 501],
    ['app/routes/preview/run.tsx', 150, 151],
  ])('%s: %i lines pass, %i do not', (path, most, tooMany) => {
    expect(faultsOf(path, lines(most))).toEqual([]);
    expect(faultsOf(path, lines(tooMany))).toHaveLength(1);
  });

  test.each(BANNED_NAMES)('the name %s', (name) => {
    expect(faultsOf(`app/catalog/${name}.ts`, '')).toHaveLength(1);
    expect(faultsOf(`app/catalog/${name}.test.ts`, '')).toHaveLength(1);
  });
});

import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { pageSources } from '../../bin/bootstrap/build-pages.mjs';

const ROOT = resolve(import.meta.dirname, '../..');

test('everything a page can reach is among the files whose change builds the pages again', () => {
  const cruiser = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const pages = ['app/root.tsx', 'app/entry.client.tsx', 'app/entry.server.tsx', 'app/routes.ts', 'app/routes'];
  const args = [
    cruiser,
    '--config',
    '.dependency-cruiser.cjs',
    '--exclude',
    '\\.test\\.tsx?$',
    '--output-type',
    'json',
  ];
  const { stdout } = spawnSync(process.execPath, [...args, ...pages], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  const modules: { source: string }[] = JSON.parse(stdout).modules;
  const reached = modules.map(({ source }) => source).filter((source) => /^(app|db)\//.test(source));
  expect(reached.length).toBeGreaterThan(30);
  expect(reached.filter((source) => !pageSources().includes(source))).toEqual([]);
});

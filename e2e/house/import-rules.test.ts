import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';

/** Plants one violation of every import rule in a house of its own, and sees each of them caught. */

const ROOT = resolve(import.meta.dirname, '../..');
const house = mkdtempSync(join(tmpdir(), 'firstlook-house-'));
afterAll(() => rmSync(house, { recursive: true, force: true }));

const rules: { name: string }[] = createRequire(import.meta.url)(join(ROOT, '.dependency-cruiser.cjs')).forbidden;

const SLICES = ['insight', 'monitoring', 'rollouts', 'feedback', 'preview', 'catalog', 'accounts', 'notify', 'jobs'];

/** `rule: [file, what it imports]` */
const planted: Record<string, [string, string]> = {
  'no-cycles': ['app/core/a.ts', './b.ts'],
  resolvable: ['app/core/lost.ts', './nowhere.ts'],
  'no-development-packages': ['app/core/early.ts', 'vitest'],
  'listed-packages': ['app/core/borrowed.ts', 'unlisted'],
  'slice-doors': ['app/server/intruder.ts', '#app/catalog/inside.ts'],
  ...Object.fromEntries(
    [...SLICES.slice(1), 'ledger'].map((slice, place) => [
      `${slice}-imports-rightwards`,
      [`app/${slice}/backwards.ts`, `#app/${SLICES[place]}/index.ts`] as [string, string],
    ]),
  ),
  slices: ['app/catalog/reads-graphs.ts', '#app/onnx/index.ts'],
  'contracts-are-client-safe': ['app/feedback/contract.ts', '#db/client.ts'],
  'contracts-load-no-node': ['app/accounts/contract.ts', 'node:fs'],
  routes: ['app/routes/home/page.tsx', '#app/catalog/index.ts'],
  components: ['app/components/ui/card.tsx', '#app/core/log.ts'],
  'pages-are-listed-not-imported': ['app/components/ui/list.tsx', '#app/routes/home/page.tsx'],
  serving: ['app/serving/records.ts', '#db/client.ts'],
  'serving-worker': ['app/serving/worker/reaches-out.ts', '../pool/pool.ts'],
  'serving-worker-packages': ['app/serving/worker/validates.ts', 'zod'],
  'serving-starts-workers': ['app/serving/pool/pool.ts', '../worker/session.ts'],
  db: ['db/knows-a-slice.ts', '#app/core/log.ts'],
  'statistics-imports-nothing': ['app/statistics/mean.ts', '#app/core/log.ts'],
  'oip-imports-nothing': ['app/oip/codec.ts', '#app/core/log.ts'],
  'onnx-imports-nothing': ['app/onnx/logs.ts', '#app/core/log.ts'],
  'core-imports-nothing': ['app/core/knows.ts', '#app/oip/codec.ts'],
  'tests-stay-tests': ['app/server/cheats.ts', '#db/testing.ts'],
  'onnxruntime-in-workers': ['app/serving/pool/loads.ts', 'onnxruntime-node'],
  'sqlite-in-one-file': ['db/second.ts', 'better-sqlite3'],
  'lucia-in-one-file': ['app/accounts/people.ts', 'lucia'],
  'remix-at-the-edge': ['app/preview/redirects.ts', '@remix-run/node'],
  'never-remix-itself': ['app/components/ui/old.tsx', 'remix'],
};

/** What is imported must be there, or it would be caught for that. */
const innocent = [
  ...SLICES.map((slice) => `app/${slice}/index.ts`),
  ...['app/catalog/inside.ts', 'app/onnx/index.ts', 'app/core/log.ts', 'app/serving/worker/session.ts'],
  ...['db/client.ts', 'db/testing.ts'],
];
const packages = [
  'vitest',
  'unlisted',
  'zod',
  'onnxruntime-node',
  'better-sqlite3',
  'lucia',
  '@remix-run/node',
  'remix',
];

function write(path: string, text: string): void {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), text);
}

function build(): void {
  for (const path of innocent) write(path, 'export const here = 1;\n');
  write('app/core/b.ts', "import type { a } from './a.ts';\nexport type b = typeof a;\n");
  for (const [file, target] of Object.values(planted))
    write(file, `import * as it from '${target}';\nexport const a = it;\n`);
  for (const name of packages) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  const listed = Object.fromEntries(
    packages.filter((name) => !/vitest|unlisted/.test(name)).map((name) => [name, '1.0.0']),
  );
  const { imports } = createRequire(import.meta.url)(join(ROOT, 'package.json'));
  const manifest = {
    name: 'house',
    type: 'module',
    imports,
    dependencies: listed,
    devDependencies: { vitest: '1.0.0' },
  };
  write('package.json', JSON.stringify(manifest));
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json']) copyFileSync(join(ROOT, name), join(house, name));
}

test('every import rule catches the violation planted for it', () => {
  build();
  const cruiser = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [cruiser, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'app', 'db'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: house, encoding: 'utf8', maxBuffer: 64 << 20 });
  expect(stderr).toBe('');
  const violations: { from: string; rule: { name: string } }[] = JSON.parse(stdout).summary.violations;
  const caught = violations.map(({ from, rule }) => `${rule.name}: ${from}`);
  for (const [name, [file]] of Object.entries(planted)) expect(caught).toContain(`${name}: ${file}`);
  expect(Object.keys(planted).sort()).toEqual(rules.map(({ name }) => name).sort());
});

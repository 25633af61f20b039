import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

/** A checkout of its own with an npm that installs nothing but Node, so that no test needs the network. */

const BIN = resolve(import.meta.dirname, '..');
let house: string;

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'firstlook-install-'));
  cpSync(BIN, join(house, 'bin'), { recursive: true });
  writeFileSync(join(house, 'package-lock.json'), '{"lockfileVersion":3}');
  writeFileSync(join(house, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(house, 'ask.mjs'),
    `import { ensureInstalled } from './bin/bootstrap/install.mjs';
     await ensureInstalled({ withTools: process.argv[2] === 'tools' });`,
  );
  const npm = join(house, 'tools/npm');
  mkdirSync(join(house, 'tools'));
  // As npm does: everything that was there goes first.
  writeFileSync(
    npm,
    `#!/bin/sh
echo "$* skip=$ONNXRUNTIME_NODE_INSTALL" >> "${house}/npm.log"
rm -rf node_modules; mkdir -p node_modules/node/bin
[ -e "${house}/slow" ] && { echo $$ > "${house}/pid"; mv "${house}/pid" "${house}/npm.pid"; exec sleep 60; }
[ -e "${house}/broken" ] && { echo "npm error the registry is on fire"; exit 1; }
ln -s "${process.execPath}" node_modules/node/bin/node
`,
  );
  chmodSync(npm, 0o755);
});
afterEach(() => rmSync(house, { recursive: true, force: true }));

const calls = () =>
  existsSync(join(house, 'npm.log')) ? readFileSync(join(house, 'npm.log'), 'utf8').trim().split('\n') : [];

function start(extent = 'product') {
  const env = { PATH: `${join(house, 'tools')}:${process.env.PATH}` } as unknown as NodeJS.ProcessEnv;
  const child = spawn(process.execPath, ['ask.mjs', extent], { cwd: house, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stderr.on('data', (chunk) => (output += chunk));
  return { child, ended: once(child, 'close').then(([code]) => ({ code: code as number, output })) };
}
const ask = (extent?: string) => start(extent).ended;

test('installs exactly what the lockfile says, once; a second start asks npm nothing and says nothing', async () => {
  const first = await ask();
  expect(first).toMatchObject({ code: 0, output: expect.stringMatching(/^Installing .*\nInstalled in .*\n$/) });
  expect(calls()).toEqual(['ci --omit=dev --no-audit --no-fund --loglevel=error skip=skip']);
  expect(await ask()).toEqual({ code: 0, output: '' });
  expect(calls()).toHaveLength(1);
});

test('a changed lockfile installs again', async () => {
  await ask();
  writeFileSync(join(house, 'package-lock.json'), '{"lockfileVersion":3,"packages":{}}');
  await ask();
  expect(calls()).toHaveLength(2);
});

test('whoever has the tools keeps them when a start finds the lockfile changed', async () => {
  await ask('tools');
  writeFileSync(join(house, 'package-lock.json'), '{"lockfileVersion":3,"packages":{}}');
  await ask('product');
  expect(calls().map((line) => line.split(' ')[1])).toEqual(['--include=dev', '--include=dev']);
  expect(await ask('tools')).toEqual({ code: 0, output: '' });
});

test('tests need more than the product, the product nothing that tests lack', async () => {
  await ask('product');
  await ask('tools');
  await ask('product');
  expect(calls().map((line) => line.split(' ')[1])).toEqual(['--omit=dev', '--include=dev']);
});

test('of two that start at once one installs, the other waits for it', async () => {
  const both = await Promise.all([ask(), ask()]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(calls()).toHaveLength(1);
});

test('an install that was killed half-way is begun again, once the npm it left behind is gone', async () => {
  writeFileSync(join(house, 'slow'), '');
  const { child, ended } = start();
  while (!existsSync(join(house, 'npm.pid'))) await new Promise((done) => setTimeout(done, 10));
  child.kill('SIGKILL');
  rmSync(join(house, 'slow'));
  const second = start();
  await new Promise((done) => second.child.stderr.once('data', done));
  expect(calls()).toHaveLength(1);
  process.kill(Number(readFileSync(join(house, 'npm.pid'), 'utf8')), 'SIGKILL');
  expect(await second.ended).toMatchObject({ code: 0, output: expect.stringMatching(/^Waiting .*\nInstalling /) });
  await ended;
  expect(calls()).toHaveLength(2);
});

test('an install that fails says what npm said, and is begun again', async () => {
  writeFileSync(join(house, 'broken'), '');
  const failed = await ask();
  expect(failed.code).toBe(1);
  expect(failed.output).toContain(
    'The packages could not be installed. npm said:\n  npm error the registry is on fire',
  );
  rmSync(join(house, 'broken'));
  expect((await ask()).code).toBe(0);
});

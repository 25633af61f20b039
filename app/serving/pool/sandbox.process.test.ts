import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createSilentLog } from '#app/core/log.ts';
import { goodModel, zipMapModel } from '#app/onnx/testing-models.ts';
import { eventually, makeTestFolder, publish, startTestServing } from '../testing.ts';
import { startChild, systemSpawn } from './child.ts';
import { freshStarter } from './fresh/start-fresh.ts';
import { commandFor } from './launch.ts';
import { goodTarGz } from './preparing/testing-archives.ts';
import { probeSandbox, type Sandbox } from './sandbox.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const sandbox = await probeSandbox('auto');
const isMissing = sandbox.kind === 'off';
if (isMissing) process.stdout.write(`no sandbox on this machine, its tests are left out: ${sandbox.reason}\n`);

const folder = makeTestFolder();
const inbox = join(folder.cache, 'in');
const outbox = join(folder.cache, 'out');
let server: Server;

beforeAll(async () => {
  for (const path of [inbox, outbox]) mkdirSync(path);
  writeFileSync(join(inbox, 'model.onnx'), 'x');
  writeFileSync(join(folder.secrets, 'serving-token'), 'x');
  server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
});
afterAll(() => {
  rmSync('/tmp/written', { force: true });
  rmSync('/dev/shm/written', { force: true });
  server.close();
  folder.remove();
});

/** Started as the children are that check and unpack. */
async function snoop(kind: Sandbox) {
  const entry = resolve(import.meta.dirname, 'fixtures/snoop.ts');
  const workingDir = join(folder.cache, 'empty');
  const start = freshStarter(entry, { sandbox: kind, spawn: systemSpawn, log: createSilentLog() });
  const child = start({ root: folder.cache, inbox, outbox, workingDir }, 4 * 2 ** 30);
  try {
    await child.ready;
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const read = [join(inbox, 'model.onnx'), join(folder.secrets, 'serving-token'), '/etc/passwd', '/root', '/home'];
    const write = ['/tmp', '/dev/shm', inbox, folder.root, workingDir, outbox].map((dir) => join(dir, 'written'));
    const { header } = await child.ask({ header: { type: 'look', id: 1, read, write, port }, timeoutMs: 10_000 });
    return header;
  } finally {
    child.kill();
    await child.gone;
  }
}

/** The shell adds the folder it stands in. */
function namesOf(environment: unknown): string[] {
  return (environment as string[]).filter((name) => name !== 'PWD' && name !== '').sort();
}

describe('bubblewrap', () => {
  test.skipIf(isMissing)(
    'S4 a child sees the program and what it was given, writes there only, and has no network',
    async () => {
      const seen = await snoop(sandbox);
      expect(seen.read).toEqual([true, false, false, false, false]);
      expect(seen.write).toEqual([false, false, false, false, false, true]);
      expect(seen.canConnect).toBe(false);
      expect(seen.cwd).toEqual([]);
      expect(seen.processes).toBeLessThan(4);
    },
  );

  test.skipIf(isMissing)("S1 the environment is the child's own there too", async () => {
    const { environment } = await snoop(sandbox);
    expect(namesOf(environment)).toEqual(['LANG', 'MALLOC_TRIM_THRESHOLD_', 'ORT_DISABLE_TELEMETRY', 'PATH']);
  });

  test.skipIf(isMissing)('S3 S4 models are unpacked, checked, repaired, loaded and asked inside', async () => {
    const own = makeTestFolder();
    const serving = await startTestServing(own, { sandbox: 'bwrap', workerCount: 1 });
    try {
      expect((await serving.call('GET', '/readyz')).body.sandbox).toBe('bwrap');
      expect((await serving.check(goodModel())).status).toBe(200);
      const unpacked = await serving.unpack(await goodTarGz({ 'm/a.onnx': 'm', 'm/examples/a.png': 'p' }));
      expect(unpacked.body.files.map((file) => file.path)).toEqual(['model.onnx', 'examples/a.png']);
      const { body } = await serving.check(zipMapModel());
      publish(own, { model: 'zip', version: 1 }, body.repaired?.sha256 ?? '');
      expect((await serving.call('POST', '/v2/repository/models/zip/load')).status).toBe(200);
      const inputs = [{ name: 'x', shape: [1, 2], datatype: 'FP32', data: [1, 2] }];
      expect((await serving.call('POST', '/v2/models/zip/infer', { inputs })).status).toBe(200);
    } finally {
      await serving.stop(0);
      own.remove();
    }
  });
});

test.skipIf(isMissing)(
  'S7 what a worker could do to others it cannot: read, write, connect, or leave a program',
  async () => {
    const workingDir = join(folder.cache, 'empty');
    const view = { readable: [folder.models], writable: [] };
    const entry = resolve(import.meta.dirname, 'fixtures/snoop.ts');
    const plan = { entry, view, workingDir, addressSpaceBytes: 4 * 2 ** 30 };
    mkdirSync(join(folder.models, 'm/1'), { recursive: true });
    writeFileSync(join(folder.models, 'm/1/model.onnx'), 'x');
    const child = startChild(commandFor(plan, sandbox), { spawn: systemSpawn, log: createSilentLog() });
    await child.ready;
    const sleep = `98765${process.pid}`;
    const read = [join(folder.models, 'm/1/model.onnx'), join(folder.secrets, 'serving-token'), '/etc/passwd'];
    const write = [join(folder.models, 'm/1/model.onnx'), folder.models, '/tmp'].map((path, i) =>
      i ? `${path}/w` : path,
    );
    const port = (server.address() as { port: number }).port;
    const { header } = await child.ask({
      header: { type: 'look', id: 1, read, write, port, sleep },
      timeoutMs: 10_000,
    });
    expect(header).toMatchObject({ read: [true, false, false], write: [false, false, false], canConnect: false });
    // Starting a program is not forbidden; it is as locked in as its maker, and ends with it.
    if (header.hasStarted) await eventually(() => runs(sleep), 'the program runs');
    child.kill();
    await child.gone;
    await eventually(() => !runs(sleep), 'the program ended with its maker');
  },
);

/** Whether a process with this argument runs. */
function runs(argument: string): boolean {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.some((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(argument);
    } catch {
      return false;
    }
  });
}

/** Command lines of processes that have this test's folder in them. */
function processesOfThisTest(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        return '';
      }
    })
    .filter((line) => line.includes(folder.root));
}

test.each(isMissing ? ['off'] : ['off', 'bwrap'])(
  'W8 a child killed at any moment of its start leaves nothing (%s)',
  async (kind) => {
    const used: Sandbox = kind === 'off' ? { kind: 'off', reason: null, canTieToParent: true } : sandbox;
    const entry = resolve(import.meta.dirname, 'fixtures/snoop.ts');
    const view = { readable: [inbox], writable: [outbox] };
    const plan = { entry, view, workingDir: join(folder.cache, 'empty'), addressSpaceBytes: 4 * 2 ** 30 };
    for (let i = 0; i < 60; i++) {
      const child = startChild(commandFor(plan, used), { spawn: systemSpawn, log: createSilentLog() });
      await new Promise((done) => setTimeout(done, i / 4));
      child.kill();
      await child.gone;
    }
    await eventually(() => processesOfThisTest().length === 0, 'every process is gone');
  },
);

describe('without it', () => {
  test('S3 it is off when it is switched off, and says nothing about it', async () => {
    expect(await probeSandbox('off')).toMatchObject({ kind: 'off', reason: null });
  });

  test('S1 the environment is its own all the same', async () => {
    const seen = await snoop({ kind: 'off', reason: 'test', canTieToParent: false });
    expect(namesOf(seen.environment)).toHaveLength(4);
    // The proof that the snooping child would find out: here it can.
    expect(seen.canConnect).toBe(true);
  });
});

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { alwaysSlowModel, divisionModel } from '#app/onnx/testing-models.ts';
import { goodTarGz, goodZip } from './pool/preparing/testing-archives.ts';
import {
  callerOf,
  eventually,
  makeTestFolder,
  putBlob,
  putVersion,
  SAMPLES,
  type TestServing,
  TOKEN,
} from './testing.ts';

const MAIN = resolve(import.meta.dirname, 'main.ts');

// Processes come and go here: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000 });

let folder: ReturnType<typeof makeTestFolder>;
let serving: ChildProcess;
let call: TestServing['call'];

/** A port nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** @param around words before the command line, of a program that watches it */
async function start(env: Record<string, string> = {}, around: string[] = []): Promise<void> {
  const port = String(await freePort());
  const [program = process.execPath, ...args] = [...around, process.execPath, MAIN];
  serving = spawn(program, args, {
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH ?? '',
      FIRSTLOOK_DATA: folder.root,
      FIRSTLOOK_SERVING_PORT: port,
      FIRSTLOOK_GRPC_PORT: '0',
      FIRSTLOOK_SERVING_TOKEN: TOKEN,
      FIRSTLOOK_WORKERS: '2',
      FIRSTLOOK_SANDBOX: 'off',
      ...env,
    } as unknown as NodeJS.ProcessEnv,
  });
  const url = `http://127.0.0.1:${port}`;
  call = callerOf(url);
  await eventually(
    () =>
      fetch(`${url}/readyz`).then(
        (reply) => reply.ok,
        () => false,
      ),
    'serving is ready',
  );
}

/** Whether processes may be watched here. */
const canTrace = spawnSync('strace', ['-qq', '-e', 'trace=none', 'true']).status === 0;
if (!canTrace) process.stdout.write('strace does not work on this machine, its test is left out\n');

beforeEach(() => {
  folder = makeTestFolder();
  putVersion(folder, { model: 'co2', version: 1 }, join(SAMPLES, 'co2-forecast/1/model.onnx'));
  putVersion(folder, { model: 'divides', version: 1 }, divisionModel());
  putVersion(folder, { model: 'endless', version: 1 }, alwaysSlowModel());
});
afterEach(async () => {
  if (serving.exitCode === null && serving.signalCode === null) serving.kill('SIGKILL');
  await eventually(() => children().length === 0, 'no process of this test is left');
  folder.remove();
});

/** Process ids of everything that works in this test's data folder, serving itself left out. */
function children(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== serving.pid && commandLine(pid).includes('serving/worker') && isOurs(pid));
}

function isOurs(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder.root);
  } catch {
    return false;
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

const workers = () => children().filter((pid) => commandLine(pid).includes('worker/main.ts'));

const history = { inputs: [{ name: 'history', shape: [1, 36], datatype: 'FP32', data: Array(36).fill(350) }] };
const askCo2 = () => call('POST', '/v2/models/co2/infer', history);
const int32 = (name: string, value: number) => ({ name, shape: [1], datatype: 'INT32', data: [value] });
const divide = (a: number, b: number) =>
  call('POST', '/v2/models/divides/infer', { inputs: [int32('a', a), int32('b', b)] });
const askForEver = () =>
  call('POST', '/v2/models/endless/infer', { inputs: [{ name: 'x', shape: [1, 2], datatype: 'FP32', data: [1, 2] }] });

describe('workers that die', () => {
  test('D5 a division that kills its worker with SIGFPE is given up, and the neighbour still answers', async () => {
    await start();
    expect((await divide(6, 3)).body.outputs[0].data).toEqual([2]);
    const [killer, ...others] = await Promise.all([divide(-(2 ** 31), -1), askCo2(), askCo2(), divide(8, 2)]);
    expect(killer.status).toBe(422);
    expect(killer.body.error).toMatch(/crashed/);
    expect(others.map((reply) => reply.status)).toEqual([200, 200, 200]);
    expect((await divide(9, 3)).body.outputs[0].data).toEqual([3]);
  });

  test('D4 questions under way are answered although their workers are killed', async () => {
    await start();
    expect((await askCo2()).status).toBe(200);
    const statuses: number[] = [];
    let isOver = false;
    const asking = Promise.all(
      Array.from({ length: 4 }, async () => {
        while (!isOver) statuses.push((await askCo2()).status);
      }),
    );
    for (let i = 0; i < 5; i++) {
      const before = workers();
      const answered = statuses.length;
      process.kill(before[0]!, 'SIGKILL');
      await eventually(() => statuses.length > answered + 8, 'questions are answered');
      await eventually(() => workers().some((pid) => !before.includes(pid)), 'a new worker is there');
    }
    isOver = true;
    await asking;
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});

describe('serving that dies', () => {
  test.each([
    ['the kernel ends them', {}],
    ['where it cannot, they watch their parent', { PATH: '/nowhere' }],
  ])('W8 after kill -9 nothing is left, not even a worker that is busy for ever: %s', async (_how, env) => {
    await start(env);
    expect((await askCo2()).status).toBe(200);
    askForEver().catch(() => undefined);
    await eventually(() => workers().some((pid) => cpuTicks(pid) > 60), 'a worker is busy');
    expect(children().length).toBeGreaterThanOrEqual(3);
    serving.kill('SIGKILL');
    await eventually(() => children().length === 0, 'every child is gone');
  });

  test('W7 SIGTERM ends serving and everything of it', async () => {
    await start();
    expect((await askCo2()).status).toBe(200);
    serving.kill('SIGTERM');
    await eventually(() => serving.exitCode === 0, 'serving ended well');
    expect(children()).toEqual([]);
  });

  test.each(['SIGTERM', 'POST /admin/v1/drain'])(
    'W7 %s: what is under way is answered, what is new gets 503 with Retry-After, serving ends with 0',
    async (how) => {
      putVersion(folder, { model: 'slow', version: 1 }, alwaysSlowModel(3_000_000));
      await start();
      const inputs = [{ name: 'x', shape: [1, 2], datatype: 'FP32', data: [1, 2] }];
      const asked = [1, 2].map(() => call('POST', '/v2/models/slow/infer', { inputs }));
      await eventually(() => workers().some((pid) => cpuTicks(pid) > 30), 'a worker is busy');
      if (how === 'SIGTERM') serving.kill('SIGTERM');
      else expect((await call('POST', '/admin/v1/drain')).body).toEqual({ draining: true });
      // A signal is on its way for a moment.
      await eventually(async () => (await askCo2()).status === 503, 'nothing new is taken');
      const refused = await askCo2();
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
      expect(refused.body.error).toMatch(/shutting down/);
      expect((await Promise.all(asked)).map((reply) => reply.status)).toEqual([200, 200]);
      await eventually(() => serving.exitCode !== null, 'serving ended');
      expect(serving.exitCode).toBe(0);
      expect(children()).toEqual([]);
    },
  );

  test.each(['checking', 'preparing'])(
    'C1 A1 what a killed serving left in the folder %s is gone after the next start',
    async (area) => {
      const leftover = join(folder.cache, area, 'candidate-old/in');
      mkdirSync(leftover, { recursive: true });
      await start();
      expect(existsSync(leftover)).toBe(false);
    },
  );
});

/** Processor time used, in ticks of the kernel. */
function cpuTicks(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[11] ?? 0);
  } catch {
    return 0;
  }
}

describe('what children may do', () => {
  test('S1 S5 their environment, folder and address space', async () => {
    await start({ FIRSTLOOK_ADMIN_TOKEN: 'secret-of-the-admin' });
    await eventually(() => children().length >= 4, 'workers and the spare are there');
    for (const pid of children()) {
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8')
        .split('\0')
        .filter((entry) => entry !== '');
      const names = environment.map((entry) => entry.split('=')[0]).filter((name) => name !== 'PWD');
      expect(names.sort()).toEqual(['LANG', 'MALLOC_TRIM_THRESHOLD_', 'ORT_DISABLE_TELEMETRY', 'PATH']);
      expect(environment).toContain('ORT_DISABLE_TELEMETRY=1');
      expect(readdirSync(`/proc/${pid}/cwd`)).toEqual([]);
      const limit = /Max address space +(\S+)/.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1];
      expect(Number(limit)).toBeGreaterThanOrEqual(2 * 2 ** 30);
      expect(Number(limit)).toBeLessThanOrEqual(6 * 2 ** 30);
    }
  });

  test('A12 S2 S5 unpacking 200 MB takes no more memory than unpacking little, of the child and of serving', async () => {
    await start();
    const bytes = randomFillSync(Buffer.alloc(200 << 20));
    for (const archive of [await goodZip({ 'model.onnx': bytes }), await goodTarGz({ 'model.onnx': bytes })]) {
      const before = peakBytes(serving.pid!);
      const body = { task: 'unpack', sha256: putBlob(folder, archive), name: 'large' };
      let isOver = false;
      const unpacking = call('POST', '/admin/v1/prepare', body).finally(() => {
        isOver = true;
      });
      let childBytes = 0;
      const limits = new Set<string>();
      while (!isOver) {
        for (const pid of preparing()) {
          childBytes = Math.max(childBytes, peakBytes(pid));
          limits.add(addressSpaceOf(pid));
          expect(internetSockets(pid)).toEqual([]);
        }
        await new Promise((done) => setTimeout(done, 50));
      }
      expect((await unpacking).status).toBe(200);
      limits.delete('');
      expect([...limits]).toEqual([String(2 * 2 ** 30)]);
      expect(childBytes).toBeGreaterThan(40 << 20);
      expect(childBytes).toBeLessThan(160 << 20);
      expect(peakBytes(serving.pid!) - before).toBeLessThan(100 << 20);
    }
  }, 180_000);

  test.skipIf(!canTrace)('S2 not one system call of any process goes to an address of the internet', async () => {
    const trace = join(folder.cache, 'trace');
    const calls = 'trace=connect,sendto,sendmsg,bind';
    await start({}, ['strace', '-f', '-qq', '-e', calls, '-o', trace]);
    await askCo2();
    await divide(-(2 ** 31), -1);
    const sha256 = putBlob(folder, readFileSync(join(SAMPLES, 'digits/1/model.onnx')));
    await call('POST', '/admin/v1/check', { files: [{ path: 'model.onnx', sha256 }] });
    await call('POST', '/admin/v1/drain');
    await eventually(() => serving.exitCode !== null, 'serving has drained');
    const lines = readFileSync(trace, 'utf8').split('\n');
    // The one address there is: where serving listens. Without it the trace would prove nothing.
    expect(lines.filter((line) => /bind\(.*AF_INET/.test(line)).length).toBeGreaterThan(0);
    const away = lines.filter((line) => /AF_INET/.test(line) && !/bind\(.*127\.0\.0\.1/.test(line));
    expect(away).toEqual([]);
  });

  test('S2 no process has a connection to anywhere but this test', async () => {
    await start();
    for (let i = 0; i < 5; i++) await askCo2();
    const sha256 = putBlob(folder, readFileSync(join(SAMPLES, 'digits/1/model.onnx')));
    await call('POST', '/admin/v1/check', { files: [{ path: 'model.onnx', sha256 }] });
    for (const pid of [serving.pid!, ...children()]) {
      for (const address of remoteAddresses(pid)) expect(address).toMatch(/^(0100007F|00000000)/);
    }
    for (const pid of children()) expect(internetSockets(pid)).toEqual([]);
  });
});

/** Preparation children that the shell has turned into. */
const preparing = () => children().filter((pid) => /^\S*node .*worker\/preparing\/main\.ts/.test(commandLine(pid)));

/** Bytes of address space a process may have; nothing when it is gone. */
function addressSpaceOf(pid: number): string {
  const limits = orNothing(() => readFileSync(`/proc/${pid}/limits`, 'utf8'), '');
  return /Max address space +(\S+)/.exec(limits)?.[1] ?? '';
}

/** Most memory a process had so far. */
function peakBytes(pid: number): number {
  const status = orNothing(() => readFileSync(`/proc/${pid}/status`, 'utf8'), '');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

/** A child whose work is done may be gone before it is looked at: then it has nothing. */
function orNothing<T>(look: () => T, nothing: T): T {
  try {
    return look();
  } catch {
    return nothing;
  }
}

/** Inodes of the sockets a process has open. */
function socketInodes(pid: number): Set<string> {
  const links = orNothing(() => readdirSync(`/proc/${pid}/fd`), []).map((fd) =>
    orNothing(() => readlinkSync(`/proc/${pid}/fd/${fd}`), ''),
  );
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
}

function internetSockets(pid: number): string[] {
  const own = socketInodes(pid);
  const lines = ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((table) => {
    const text = orNothing(() => readFileSync(`/proc/${pid}/net/${table}`, 'utf8'), '');
    return text.trim().split('\n').slice(1);
  });
  return lines.filter((line) => own.has(line.trim().split(/\s+/)[9] ?? ''));
}

function remoteAddresses(pid: number): string[] {
  return internetSockets(pid).map((line) => line.trim().split(/\s+/)[2] ?? '');
}

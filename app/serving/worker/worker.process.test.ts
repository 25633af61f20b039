import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { systemClock } from '#app/core/clock.ts';
import { createSilentLog } from '#app/core/log.ts';
import type { Datatype, Tensor } from '#app/oip/tensor.ts';
import { buildModel, type ElementType } from '#app/onnx/testing.ts';
import { goodModel, textModel } from '#app/onnx/testing-models.ts';
import type { ServedVersion } from '../engines/engine.ts';
import { startChild, systemSpawn } from '../pool/child.ts';
import { commandFor } from '../pool/launch.ts';
import { WorkerPool } from '../pool/pool.ts';
import { scanModel } from '../repository/scan.ts';
import { makeTestFolder, putVersion } from '../testing.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** The real worker behind a pool of one, without HTTP. */
const folder = makeTestFolder();
let pool: WorkerPool;

beforeAll(() => {
  const log = createSilentLog();
  const entry = resolve(import.meta.dirname, 'main.ts');
  const view = { readable: [folder.models], writable: [] };
  pool = new WorkerPool({
    workerCount: 1,
    start: (addressSpaceBytes) => {
      const plan = { entry, view, workingDir: join(folder.cache, 'empty'), addressSpaceBytes };
      const sandbox = { kind: 'off', reason: null, canTieToParent: false } as const;
      return startChild(commandFor(plan, sandbox), { spawn: systemSpawn, log });
    },
    clock: systemClock,
    log,
  });
});
afterAll(async () => {
  await pool.stop(0);
  folder.remove();
});

async function put(model: string, bytes: Uint8Array): Promise<ServedVersion> {
  putVersion(folder, { model, version: 1 }, bytes);
  const [version] = await scanModel(folder.models, model);
  return version!;
}

/** The same tensor out as in. */
function identityModel(type: ElementType): Uint8Array {
  return buildModel({
    inputs: [{ name: 'x', type, shape: ['N', 3] }],
    outputs: [{ name: 'y', type, shape: ['N', 3] }],
    nodes: [{ op: 'Identity', inputs: ['x'], outputs: ['y'] }],
  });
}

describe('tensors', () => {
  test.each<[ElementType, Datatype, number]>([
    ['BOOL', 'BOOL', 1],
    ['UINT8', 'UINT8', 1],
    ['UINT16', 'UINT16', 2],
    ['UINT32', 'UINT32', 4],
    ['UINT64', 'UINT64', 8],
    ['INT8', 'INT8', 1],
    ['INT16', 'INT16', 2],
    ['INT32', 'INT32', 4],
    ['INT64', 'INT64', 8],
    ['FLOAT16', 'FP16', 2],
    ['FLOAT', 'FP32', 4],
    ['DOUBLE', 'FP64', 8],
  ])('W11 %s passes unchanged, none and many rows', async (type, datatype, size) => {
    const version = await put(`id-${datatype.toLowerCase()}`, identityModel(type));
    expect(await pool.signature(version)).toEqual({
      inputs: [{ name: 'x', datatype, shape: [-1, 3] }],
      outputs: [{ name: 'y', datatype, shape: [-1, 3] }],
    });
    for (const rows of [1, 2, 501, 0]) {
      const bytes = new Uint8Array(rows * 3 * size).map((_, i) => (datatype === 'BOOL' ? i % 2 : (i * 7) % 120));
      const question: Tensor = { name: 'x', datatype, shape: [rows, 3], bytes };
      const { outputs } = await pool.infer(version, { inputs: [question], outputs: null });
      expect(outputs[0]?.shape).toEqual([rows, 3]);
      expect(Buffer.compare(outputs[0]!.bytes, bytes)).toBe(0);
    }
  });

  test('W11 texts pass unchanged: empty, long, of any language', async () => {
    const version = await put('texts', textModel());
    const texts = ['', 'ä€😀', 'x'.repeat(100_000), '<b>"quoted"</b>', '\n'];
    const parts = texts.flatMap((text) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(Buffer.byteLength(text));
      return [length, Buffer.from(text)];
    });
    const bytes = new Uint8Array(Buffer.concat(parts));
    const question: Tensor = { name: 't', datatype: 'BYTES', shape: [texts.length, 1], bytes };
    const { outputs } = await pool.infer(version, { inputs: [question], outputs: null });
    expect(Buffer.compare(outputs[0]!.bytes, bytes)).toBe(0);
  });

  test.each([
    ['that ends too early', Uint8Array.of(9, 0, 0, 0, 65), /middle of a text/],
    ['with half a length', Uint8Array.of(1, 0), /middle of a text/],
    ['that is not UTF-8', Uint8Array.of(1, 0, 0, 0, 0xff), /UTF-8/],
    ['with a zero, at which the engine would cut it', Uint8Array.of(3, 0, 0, 0, 65, 0, 66), /zero character/],
    ['too many', Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0), /2 texts, not the 1/],
    ['too few', new Uint8Array(0), /0 texts, not the 1/],
  ])('P8 a text %s is refused', async (_what, bytes, sentence) => {
    const version = await put('texts', textModel());
    const question: Tensor = { name: 't', datatype: 'BYTES', shape: [1, 1], bytes };
    await expect(pool.infer(version, { inputs: [question], outputs: null })).rejects.toMatchObject({
      code: 'FL_TENSOR_INVALID',
      message: expect.stringMatching(sentence),
    });
  });
});

describe('models', () => {
  const question: Tensor = { name: 'x', datatype: 'FP32', shape: [1, 2], bytes: new Uint8Array(8) };

  test('W9 more models than fit are loaded again when they are asked', async () => {
    const big = 300 << 20;
    const versions = await Promise.all(['one', 'two', 'three'].map((name) => put(name, goodModel({ producer: name }))));
    // Charged by what the repository says of their size: the second drops the first.
    const charged = versions.map((version) => ({ ...version, sizeBytes: big }));
    for (const version of [...charged, ...charged]) {
      expect((await pool.infer(version, { inputs: [question], outputs: null })).outputs).toHaveLength(1);
    }
  });

  test('L3 a model that is forgotten is loaded again when it is asked', async () => {
    const version = await put('forgotten', goodModel());
    await pool.load(version);
    pool.forget(version);
    expect((await pool.infer(version, { inputs: [question], outputs: null })).outputs).toHaveLength(1);
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { blobPath } from '#app/core/data-folder.ts';
import { buildModel } from '#app/onnx/testing.ts';
import {
  alwaysSlowModel,
  bf16Model,
  externalDataModel,
  goodModel,
  tooNewModel,
  unknownOperatorModel,
  wideModel,
  zipMapModel,
} from '#app/onnx/testing-models.ts';
import {
  eventually,
  makeTestFolder,
  publish,
  putBlob,
  SAMPLES,
  startTestServing,
  type TestServing,
} from '../../testing.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const folder = makeTestFolder();
let serving: TestServing;

beforeAll(async () => {
  serving = await startTestServing(folder, { workerCount: 1, checkLimits: { timeMs: 3000, queueLength: 6 } });
});
afterAll(async () => {
  await serving.stop(0);
  expect(readdirSync(join(folder.cache, 'checking'))).toEqual([]);
  folder.remove();
});

const sample = (path: string) => new Uint8Array(readFileSync(join(SAMPLES, path)));

describe('candidates that can run', () => {
  test.each(readdirSync(SAMPLES))('C5 the sample %s passes and is measured', async (name) => {
    for (const version of readdirSync(join(SAMPLES, name)).filter((entry) => /^\d+$/.test(entry))) {
      const { status, body } = await serving.check(sample(`${name}/${version}/model.onnx`));
      expect(body).toMatchObject({ report: { batches: true, deterministic: true } });
      expect(status).toBe(200);
      expect(body.report.answers.map((answer) => answer.rows)).toEqual([1, 8, 32]);
      expect(body.report.loadMs).toBeGreaterThan(0);
      expect(body.notices.filter((notice) => notice.code === 'measure.unanswered')).toEqual([]);
    }
  });

  test('C5 300 inputs are fine', async () => {
    const { body } = await serving.check(wideModel(300));
    expect(body.facts.inputs).toHaveLength(300);
    expect(body.report.batches).toBe(true);
  });

  test('C5 a model that cannot answer made-up values is accepted with a notice', async () => {
    const { status, body } = await serving.check(memoryBombModelThatWants([2 ** 20, -1]));
    expect(status).toBe(200);
    expect(body.report).toMatchObject({ answers: [], batches: false, deterministic: null });
    expect(body.notices.map((notice) => notice.code)).toContain('measure.unanswered');
  });

  test('C5 a model that takes one row only is measured with one', async () => {
    const one = { type: 'FLOAT' as const, shape: [1, 2] };
    const { body } = await serving.check(
      goodModel({ inputs: [{ name: 'x', ...one }], outputs: [{ name: 'y', ...one }] }),
    );
    expect(body.report.answers.map((answer) => answer.rows)).toEqual([1]);
    expect(body.report.batches).toBe(false);
  });

  test('C5 a model that is never the same twice is found out', async () => {
    const { body } = await serving.check(
      goodModel({ nodes: [{ op: 'RandomUniformLike', inputs: ['x'], outputs: ['y'] }] }),
    );
    expect(body.report.deterministic).toBe(false);
    expect(body.report.batches).toBe(false);
  });

  test('C4 a ZipMap is cut, and the repaired file answers what could not be returned before', async () => {
    const bytes = zipMapModel();
    const { body } = await serving.check(bytes);
    const { repaired, facts } = body;
    expect(repaired).not.toBeNull();
    expect(readFileSync(blobPath(folder, repaired!.sha256))).toHaveLength(repaired!.sizeBytes);
    expect(facts.outputs.map((output) => output.name)).toEqual(['output_label', 'output_probability']);
    expect(facts.classes).toEqual([0, 1]);
    publish(folder, { model: 'zip', version: 1 }, repaired!.sha256);
    await serving.call('POST', '/v2/repository/models/zip/load');
    const inputs = [{ name: 'x', shape: [1, 2], datatype: 'FP32', data: [1, 2] }];
    const reply = await serving.call('POST', '/v2/models/zip/infer', { inputs });
    expect(reply.body.outputs[1]).toMatchObject({ name: 'output_probability', datatype: 'FP32', shape: [1, 2] });
  });
});

/** A model that wants this many zeros however small the question: x FP32 [N,2] → y. */
function memoryBombModelThatWants(dims: (number | bigint)[]): Uint8Array {
  return buildModel({
    inputs: [{ name: 'x', type: 'FLOAT', shape: ['N', 2] }],
    outputs: [{ name: 'y', type: 'FLOAT' }],
    nodes: [
      { op: 'Shape', inputs: ['x'], outputs: ['shape'] },
      { op: 'Mul', inputs: ['shape', 'zero'], outputs: ['zeros'] },
      { op: 'Add', inputs: ['zeros', 'dims'], outputs: ['wanted'] },
      { op: 'ConstantOfShape', inputs: ['wanted'], outputs: ['y'] },
    ],
    initializers: [
      { name: 'zero', type: 'INT64', shape: [1], ints: [0] },
      { name: 'dims', type: 'INT64', shape: [2], ints: dims },
    ],
  });
}

describe('candidates that cannot', () => {
  const good = goodModel();
  test.each<[string, Uint8Array, string]>([
    ['empty', new Uint8Array(0), 'FL_CHECK_NOT_ONNX'],
    ['cut short', sample('digits/1/model.onnx').slice(0, 2000), 'FL_CHECK_TRUNCATED'],
    ['a pickle', Buffer.from('800495', 'hex'), 'FL_CHECK_NOT_ONNX'],
    ['a web page', Buffer.from('<!doctype html><html><body>404</body></html>'), 'FL_CHECK_NOT_ONNX'],
    ['random bytes', Buffer.alloc(5000, 0xa7), 'FL_CHECK_NOT_ONNX'],
    ['an operator nobody knows', unknownOperatorModel(), 'FL_CHECK_UNKNOWN_OPERATOR'],
    ['an operator of another domain', unknownOperatorModel('Magic', 'com.example'), 'FL_CHECK_UNKNOWN_OPERATOR'],
    ['an opset of the future', tooNewModel(), 'FL_CHECK_OPSET_TOO_NEW'],
    ['weights outside the folder', externalDataModel(), 'FL_CHECK_EXTERNAL_DATA'],
    ['weights that were not sent', externalDataModel('weights.bin'), 'FL_CHECK_EXTERNAL_DATA'],
    ['weights at an absolute path', externalDataModel('/etc/passwd'), 'FL_CHECK_EXTERNAL_DATA'],
    ['an input type that cannot be sent', bf16Model(), 'FL_CHECK_UNSUPPORTED_TYPE'],
  ])('C2 %s is refused with one sentence', async (_what, bytes, code) => {
    const { status, body } = await serving.check(bytes);
    const { error } = body as unknown as { error: { code: string; message: string } };
    expect({ status, code: error.code }).toEqual({ status: 422, code });
    expect(error.message).toMatch(/^[A-Z].{15,400}\.$/s);
    expect(error.message).not.toContain(folder.root);
    expect(error.message).not.toMatch(/onnxruntime|checking\/candidate/);
  });

  test.each([
    ['more memory than there is', memoryBombModelThatWants([2 ** 40, 2])],
    ['more memory than it may have', memoryBombModelThatWants([2 ** 31, 2])],
  ])('C3 a model that wants %s is refused', async (_what, bytes) => {
    const { status, body } = await serving.check(bytes);
    expect({ status, ...(body as unknown as { error: object }).error }).toMatchObject({
      status: 422,
      code: 'FL_CHECK_CRASHED',
    });
  });

  test('C3 a model that never ends is refused, and the next is checked as if nothing had been', async () => {
    const slow = serving.check(alwaysSlowModel());
    expect((await serving.check(good)).status).toBe(200);
    expect((await slow).body).toMatchObject({ error: { code: 'FL_CHECK_TIMEOUT' } });
    expect((await serving.check(good)).status).toBe(200);
  });

  test('C3 a model whose checking crashes is refused', async () => {
    // The smallest number divided by -1, whatever is asked.
    const crashes = buildModel({
      inputs: [{ name: 'a', type: 'INT32', shape: ['N'] }],
      outputs: [{ name: 'q', type: 'INT32', shape: ['N'] }],
      nodes: [
        { op: 'Sub', inputs: ['a', 'a'], outputs: ['zero'] },
        { op: 'Add', inputs: ['zero', 'smallest'], outputs: ['dividend'] },
        { op: 'Add', inputs: ['zero', 'minusOne'], outputs: ['divisor'] },
        { op: 'Div', inputs: ['dividend', 'divisor'], outputs: ['q'] },
      ],
      initializers: [
        { name: 'smallest', type: 'INT32', shape: [1], raw: new Uint8Array(new Int32Array([-(2 ** 31)]).buffer) },
        { name: 'minusOne', type: 'INT32', shape: [1], raw: new Uint8Array(new Int32Array([-1]).buffer) },
      ],
    });
    expect((await serving.check(crashes)).body).toMatchObject({ error: { code: 'FL_CHECK_CRASHED' } });
    expect((await serving.check(good)).status).toBe(200);
  });
});

describe('the checking itself', () => {
  test('C1 a candidate sees a fresh, empty folder, and nothing is left of it', async () => {
    await Promise.all([serving.check(goodModel()), serving.check(zipMapModel())]);
    const checking = join(folder.cache, 'checking');
    // Only the spare's folder, still empty.
    await eventually(() => readdirSync(checking).length === 1, 'the folders are gone');
    const [spare] = readdirSync(checking);
    for (const part of ['in', 'out', 'empty']) expect(readdirSync(join(checking, spare!, part))).toEqual([]);
  });

  test('C6 several at once are checked, more wait, too many are refused', async () => {
    const replies = await Promise.all(Array.from({ length: 12 }, () => serving.check(goodModel())));
    const statuses = replies.map((reply) => reply.status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(8);
    expect(statuses.filter((status) => status === 503)).toHaveLength(4);
    expect(replies.find((reply) => reply.status === 503)?.headers.get('retry-after')).toBe('5');
  });

  test('C2 a file that is not in the store, or a main file that is not listed, is a bad request', async () => {
    const files = [{ path: 'model.onnx', sha256: 'a'.repeat(64) }];
    expect((await serving.call('POST', '/admin/v1/check', { files })).body.error.code).toBe('FL_REQUEST_INVALID');
    const sha256 = putBlob(folder, goodModel());
    const other = { files: [{ path: 'other.onnx', sha256 }] };
    expect((await serving.call('POST', '/admin/v1/check', other)).body.error.code).toBe('FL_REQUEST_INVALID');
    const twice = { files: [0, 1].map(() => ({ path: 'model.onnx', sha256 })) };
    expect((await serving.call('POST', '/admin/v1/check', twice)).body.error.code).toBe('FL_REQUEST_INVALID');
    const escaping = { files: [{ path: '../model.onnx', sha256 }], main: '../model.onnx' };
    expect((await serving.call('POST', '/admin/v1/check', escaping)).body.error.code).toBe('FL_REQUEST_INVALID');
    const hidden = { files: [{ path: 'a\n/../../model.onnx', sha256 }], main: 'a\n/../../model.onnx' };
    expect((await serving.call('POST', '/admin/v1/check', hidden)).body.error.code).toBe('FL_REQUEST_INVALID');
  });

  test('C2 weights beside the model are found', async () => {
    const weights = new Uint8Array(new Float32Array([1, 2]).buffer);
    const files = [
      { path: 'model.onnx', sha256: putBlob(folder, externalDataModel('weights.bin')) },
      { path: 'weights.bin', sha256: putBlob(folder, weights) },
    ];
    expect((await serving.call('POST', '/admin/v1/check', { files })).status).toBe(200);
  });

  test('C4 checking never changes the candidate', async () => {
    const bytes = zipMapModel();
    const sha256 = putBlob(folder, bytes);
    await serving.check(bytes);
    expect(readFileSync(blobPath(folder, sha256)).equals(bytes)).toBe(true);
    expect(existsSync(blobPath(folder, sha256))).toBe(true);
  });
});

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appError } from '#app/core/errors.ts';
import { oipError } from '#app/oip/oip-error.ts';
import { upload, versionFile } from '#db/schema/index.ts';
import { ADMIN, type Bench, controlError, createBench, filesUnder, PASSED, publish, streamOf } from '../testing.ts';

let bench: Bench;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

const previewOf = (said: object) => JSON.stringify({ formatVersion: 1, ...said });
const shaOf = (text: string) => createHash('sha256').update(text).digest('hex');
const blobs = () => filesUnder(bench.folder.blobs);
const models = () => filesUnder(bench.folder.models);
const events = () => bench.ledger.read({}).filter(({ kind }) => kind !== 'project.created');
const kinds = () => events().map(({ kind }) => kind);
const uploads = () => bench.db.select().from(upload).all();
const send = (model: string, sent = {}) => publish(bench.catalog, model, sent);

/** What a refused or broken upload must leave: nothing but how it ended. */
function expectNothingLeft() {
  expect(blobs()).toEqual([]);
  expect(models()).toEqual([]);
  expect(bench.serving.loaded.size).toBe(0);
  expect(bench.catalog.listModels(ADMIN)).toEqual([]);
}

describe('a file becomes a version', () => {
  test('with its folder, rows, description, blobs and events', async () => {
    const files = { labels: 'no\nyes', card: '# Card', preview: previewOf({ title: 'First' }) };
    const result = await send('m', { files, fixes: [3, 1], hotfix: true });
    const digest = createHash('sha256')
      .update(`${shaOf('bytes')}  model.onnx\n`)
      .digest('hex');
    expect(result).toMatchObject({ created: true, model: 'm', version: 1, digest, state: 'announced' });
    expect(result).toMatchObject({ url: 'http://portal/m/m/v/1', cases: { fixed: 0, newlyBroken: 0 } });
    expect(result.timings).toMatchObject({ checkedMs: 3, measuredMs: 4, recheckedMs: 0 });
    expect(result.timings.totalMs).toBeGreaterThan(0);
    expect(result.inputs.length).toBeGreaterThan(0);
    expect(models()).toEqual(['m/1/card.md', 'm/1/labels.txt', 'm/1/model.onnx', 'm/1/preview.json']);
    expect(blobs()).toHaveLength(4);
    expect(statSync(join(bench.folder.models, 'm/1/model.onnx')).nlink).toBe(2);
    expect(bench.serving.loaded).toEqual(new Set(['m/1']));
    expect(bench.catalog.getVersion(ADMIN, 'm', 1)).toMatchObject({ fixes: [3, 1], isHotfix: true, sizeBytes: 5 });
    expect(bench.catalog.getModel(ADMIN, 'm')).toMatchObject({ title: 'First', versions: [{ number: 1 }] });
  });

  test('every step is an event, the first with the moment of the first byte', async () => {
    const { receivedAt } = await publishAt(1_000);
    expect(kinds()).toEqual([
      'version.received',
      'version.checked',
      'model.created',
      'version.ready',
      'version.announced',
    ]);
    const [received, checked, , ready] = events();
    expect(received).toMatchObject({ at: receivedAt, payload: { hotfix: false, fixes: [] } });
    expect(checked).toMatchObject({ payload: { ms: 7, sizeBytes: 5 } });
    const row = uploads()[0];
    expect(ready).toMatchObject({ payload: { number: 1, uploadId: row?.id, receivedAt }, versionId: row?.versionId });
    expect(row).toMatchObject({ state: 'ready', receivedAt });
    expect(bench.ledger.verify()).toMatchObject({ ok: true });
  });

  async function publishAt(receivedAt: number) {
    const started = bench.catalog.beginUpload({ viewer: ADMIN, model: 'm', receivedAt });
    await started.file('model', streamOf('bytes'));
    await started.finish({});
    return { receivedAt };
  }

  test('a repaired file is served; the bytes that came stay what the version is known by', async () => {
    const repaired = 'repaired';
    bench.serving.check = async () => {
      const path = join(bench.folder.blobs, shaOf(repaired).slice(0, 2));
      mkdirSync(path, { recursive: true });
      writeFileSync(join(path, shaOf(repaired)), repaired);
      return {
        ...PASSED,
        repaired: { sha256: shaOf(repaired), sizeBytes: 8 },
        notices: [{ code: 'cut', message: 'Cut.' }],
      };
    };
    const result = await send('m');
    expect(readFileSync(join(bench.folder.models, 'm/1/model.onnx'), 'utf8')).toBe(repaired);
    expect(result.notices).toContainEqual({ code: 'cut', message: 'Cut.' });
    expect(blobs()).toHaveLength(2);
    const rows = bench.db.select().from(versionFile).all();
    expect(rows.map(({ role, sha256 }) => [role, sha256]).sort()).toEqual([
      ['model', shaOf('bytes')],
      ['served', shaOf(repaired)],
    ]);
  });

  test('a repaired file that goes away before it is held is made again', async () => {
    let calls = 0;
    const path = join(bench.folder.blobs, shaOf('r').slice(0, 2));
    bench.serving.check = async () => {
      calls += 1;
      mkdirSync(path, { recursive: true });
      if (calls > 1) writeFileSync(join(path, shaOf('r')), 'r');
      return { ...PASSED, repaired: { sha256: shaOf('r'), sizeBytes: 1 } };
    };
    expect(await send('m')).toMatchObject({ created: true });
    expect(calls).toBe(2);
  });

  test('kept private on request, and to be announced later', async () => {
    expect(await send('m', { announce: false })).toMatchObject({ state: 'ready' });
    expect(kinds()).not.toContain('version.announced');
    // The same bytes again do not show it to anyone, unless that is asked for.
    expect(await send('m')).toMatchObject({ created: false, state: 'ready' });
    expect(await send('m', { announce: true })).toMatchObject({ created: false, state: 'announced' });
  });
});

describe('two publish the same name at once', () => {
  test('both succeed, and the numbers have no gap', async () => {
    const texts = ['a', 'b', 'c', 'd', 'e'];
    const all = await Promise.all(texts.map((text) => send('m', { files: { model: text } })));
    expect(all.map(({ version }) => version).toSorted()).toEqual([1, 2, 3, 4, 5]);
    expect(models()).toHaveLength(5);
    expect(kinds().filter((kind) => kind === 'model.created')).toHaveLength(1);
  });

  test('the number is given once the check has passed', async () => {
    let release = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    bench.serving.check = async ({ files }) => {
      if (files[0]?.sha256 === shaOf('slow')) await slow;
      return PASSED;
    };
    const first = send('m', { files: { model: 'slow' } });
    expect(await send('m', { files: { model: 'fast' } })).toMatchObject({ version: 1 });
    release();
    expect(await first).toMatchObject({ version: 2 });
  });

  test('a number whose load failed goes to the next', async () => {
    bench.serving.load = async () => {
      throw oipError(422, 'no');
    };
    const failed = send('m', { files: { model: 'bad' } });
    await expect(failed).rejects.toMatchObject({ code: 'FL_MODEL_CANNOT_LOAD' });
    bench.serving.load = async () => undefined;
    expect(await send('m')).toMatchObject({ version: 1 });
  });
});

describe('what is refused leaves nothing', () => {
  test.each([
    ['an empty file', { files: { model: '' } }, 'FL_UPLOAD_EMPTY'],
    ['a preview.json that is not JSON', { files: { preview: '{' } }, 'FL_DESCRIPTION_INVALID'],
    [
      'a preview.json with NaN',
      { files: { preview: '{"inputs":[{"name":"x","min":NaN}]}' } },
      'FL_DESCRIPTION_INVALID',
    ],
    ['a preview.json that is a list', { files: { preview: '[]' } }, 'FL_DESCRIPTION_INVALID'],
    ['labels that are no text', { files: { labels: Buffer.from([0xff, 0xfe, 0xff]).toString('latin1') } }, null],
  ])('%s', async (_what, sent, code) => {
    const sending = send('m', sent);
    if (code === null) return void (await sending);
    await expect(sending).rejects.toMatchObject({ code, status: 422, message: expect.stringMatching(/\.$/) });
    expectNothingLeft();
    expect(uploads()).toMatchObject([{ state: 'refused', code, versionId: null }]);
    expect(kinds()[0]).toBe('version.received');
    expect(events().at(-1)).toMatchObject({ kind: 'version.refused', payload: { code } });
  });

  test('a form without a model', async () => {
    const started = bench.catalog.beginUpload({ viewer: ADMIN, model: 'm', receivedAt: 1 });
    await started.file('labels', streamOf('a'));
    await expect(started.finish({})).rejects.toMatchObject({ code: 'FL_UPLOAD_NO_MODEL' });
    await started.abandon();
    expectNothingLeft();
  });

  test.each<[string, number, string, string]>([
    ['FL_CHECK_NOT_ONNX', 422, 'FL_CHECK_NOT_ONNX', 'refused'],
    ['FL_SERVING_BUSY', 503, 'FL_SERVING_BUSY', 'abandoned'],
    ['FL_SERVING_UNAVAILABLE', 503, 'FL_SERVING_UNAVAILABLE', 'abandoned'],
    ['FL_STORAGE_FULL', 507, 'FL_STORAGE_FULL', 'abandoned'],
    ['FL_ADMIN_TOKEN', 401, 'FL_SERVING_UNAVAILABLE', 'abandoned'],
    ['FL_REQUEST_INVALID', 422, 'FL_INTERNAL', 'abandoned'],
    ['FL_NEVER_HEARD_OF', 422, 'FL_INTERNAL', 'abandoned'],
    ['toString', 422, 'FL_INTERNAL', 'abandoned'],
  ])('a check that says %s', async (...row) => {
    const [said, status, code, state] = row;
    bench.serving.check = () => Promise.reject(controlError(said, status, 'What serving says.'));
    await expect(send('m')).rejects.toMatchObject({ code });
    expectNothingLeft();
    expect(uploads()).toMatchObject([{ state, code }]);
    expect(kinds()).toEqual(state === 'refused' ? ['version.received', 'version.refused'] : []);
    // Refused bytes may be sent again.
    bench.serving.check = async () => PASSED;
    expect(await send('m')).toMatchObject({ created: true, version: 1 });
  });

  test("the check's own sentence reaches the publisher, another failure's does not", async () => {
    bench.serving.check = () => Promise.reject(controlError('FL_CHECK_NOT_ONNX', 422, 'This is a web page.'));
    await expect(send('m')).rejects.toMatchObject({ message: 'This is a web page.' });
    bench.serving.check = () => Promise.reject(controlError('FL_INTERNAL', 500, '/srv/data/blobs'));
    await expect(send('m')).rejects.not.toMatchObject({ message: expect.stringContaining('/srv') });
  });

  test.each([
    [oipError(422, 'bad file'), 'FL_MODEL_CANNOT_LOAD', 'refused'],
    [oipError(404, 'no such model'), 'FL_MODEL_CANNOT_LOAD', 'refused'],
    [oipError(503, 'busy'), 'FL_SERVING_UNAVAILABLE', 'abandoned'],
    [oipError(504, 'late'), 'FL_SERVING_UNAVAILABLE', 'abandoned'],
    [oipError(401, 'token'), 'FL_SERVING_UNAVAILABLE', 'abandoned'],
    [new Error('what'), 'FL_INTERNAL', 'abandoned'],
  ])('a load that fails with %s', async (thrown, code, state) => {
    bench.serving.load = () => Promise.reject(thrown);
    await expect(send('m')).rejects.toMatchObject({ code });
    expectNothingLeft();
    expect(uploads()).toMatchObject([{ state, code }]);
  });

  test('rows that cannot be written: the folder and what serving loaded go away again', async () => {
    await send('other');
    bench.db.$client.exec(`CREATE TRIGGER stop BEFORE INSERT ON version WHEN NEW.number = 1
      BEGIN SELECT RAISE(ABORT, 'no'); END`);
    await expect(send('m', { files: { model: 'new' } })).rejects.toMatchObject({ code: 'FL_INTERNAL' });
    expect(models()).toEqual(['other/1/model.onnx']);
    expect(bench.serving.loaded).toEqual(new Set(['other/1']));
    expect(blobs()).toHaveLength(1);
    expect(bench.ledger.verify()).toMatchObject({ ok: true });
  });

  test('a version before it stays as it was', async () => {
    await send('m');
    bench.serving.load = () => Promise.reject(oipError(422, 'bad'));
    await expect(send('m', { files: { model: 'bad' } })).rejects.toMatchObject({ code: 'FL_MODEL_CANNOT_LOAD' });
    expect(models()).toEqual(['m/1/model.onnx']);
    expect(bench.catalog.getModel(ADMIN, 'm').versions).toHaveLength(1);
  });

  test('an older version that cannot be loaded any more does not hold a new one up', async () => {
    await send('m');
    bench.serving.load = async () => {
      bench.serving.loaded.add('m/2');
      throw oipError(422, 'version 1 is broken');
    };
    expect(await send('m', { files: { model: 'new' } })).toMatchObject({ version: 2 });
  });
});

describe('an upload that breaks off', () => {
  test('leaves nothing, and no event: nothing was decided', async () => {
    const started = bench.catalog.beginUpload({ viewer: ADMIN, model: 'm', receivedAt: 1 });
    await started.file('labels', streamOf('a'));
    const cut = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw appError('FL_UPLOAD_CUT');
      })(),
    );
    await expect(started.file('model', cut)).rejects.toMatchObject({ code: 'FL_UPLOAD_CUT' });
    await started.abandon();
    expectNothingLeft();
    expect(uploads()).toMatchObject([{ state: 'abandoned', code: 'FL_UPLOAD_CUT' }]);
    expect(kinds()).toEqual([]);
  });

  test('is told by what was first wrong with it', async () => {
    const started = bench.catalog.beginUpload({ viewer: ADMIN, model: 'm', receivedAt: 1 });
    const card = new Readable({ read: () => undefined });
    const others = started.file('card', card).catch(() => undefined);
    await expect(started.file('model', streamOf(''))).rejects.toMatchObject({ code: 'FL_UPLOAD_EMPTY' });
    card.destroy(appError('FL_UPLOAD_CUT'));
    await others;
    await started.abandon();
    expect(uploads()).toMatchObject([{ state: 'refused', code: 'FL_UPLOAD_EMPTY' }]);
  });

  test('also while a file is still coming', async () => {
    const started = bench.catalog.beginUpload({ viewer: ADMIN, model: 'm', receivedAt: 1 });
    const endless = new Readable({ read: () => undefined });
    endless.push('some');
    const receiving = started.file('model', endless);
    const failed = expect(receiving).rejects.toMatchObject({ code: 'FL_UPLOAD_CUT' });
    await Promise.all([started.abandon(), started.abandon()]);
    await failed;
    expectNothingLeft();
    expect(() => started.file('card', streamOf('x'))).toThrow(/after the end/);
    expect(() => started.finish({})).toThrow(/once/);
  });

  test('abandoned after it was finished stays finished', async () => {
    const started = bench.catalog.beginUpload({ viewer: ADMIN, model: 'm', receivedAt: 1 });
    await started.file('model', streamOf('bytes'));
    const finishing = started.finish({});
    await Promise.all([started.abandon(), finishing]);
    await started.abandon();
    expect(uploads()).toMatchObject([{ state: 'ready' }]);
    expect(models()).toEqual(['m/1/model.onnx']);
  });

  test('with a full disk is said so', async () => {
    const started = bench.catalog.beginUpload({ viewer: ADMIN, model: 'm', receivedAt: 1 });
    const full = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw Object.assign(new Error('write'), { code: 'ENOSPC' });
      })(),
    );
    await expect(started.file('model', full)).rejects.toMatchObject({ code: 'FL_STORAGE_FULL', status: 507 });
    await started.abandon();
    expectNothingLeft();
    expect(uploads()).toMatchObject([{ state: 'abandoned', code: 'FL_STORAGE_FULL' }]);
  });
});

describe('the ask', () => {
  const ASK = { by: 'Lending', sentence: 'Decide.', good: 'Few mistakes.', decision: 'Approve.' };

  test('comes from preview.json or from the field, and is kept until a new one is given', async () => {
    await send('m', { files: { preview: previewOf({ ask: ASK }) } });
    expect(bench.catalog.getModel(ADMIN, 'm').ask).toEqual(ASK);
    await send('m', { files: { model: 'two' } });
    expect(bench.catalog.getModel(ADMIN, 'm').ask).toEqual(ASK);
    await send('m', { files: { model: 'three' }, ask: { formatVersion: 1, ask: { ...ASK, by: 'Risk' } } });
    expect(bench.catalog.getModel(ADMIN, 'm').ask).toEqual({ ...ASK, by: 'Risk' });
    await send('m', { files: { model: 'four' }, ask: { ...ASK, by: 'Board' } });
    expect(bench.catalog.getModel(ADMIN, 'm').ask?.by).toBe('Board');
    expect(kinds().filter((kind) => kind === 'ask.changed')).toHaveLength(3);
  });

  test('the field in place of the file is kept as that file', async () => {
    await send('m', { ask: { formatVersion: 1, title: 'From the field' } });
    expect(models()).toEqual(['m/1/model.onnx', 'm/1/preview.json']);
    expect(bench.catalog.getModel(ADMIN, 'm').title).toBe('From the field');
    const before = events().length;
    await send('m', { ask: { formatVersion: 1, title: 'From the field' } });
    expect(events()).toHaveLength(before);
  });
});

test('a folder that lies where the version goes is set aside, not lost', async () => {
  mkdirSync(join(bench.folder.models, 'm/1'), { recursive: true });
  writeFileSync(join(bench.folder.models, 'm/1/model.onnx'), 'of someone');
  await send('m');
  expect(readFileSync(join(bench.folder.models, 'm/1/model.onnx'), 'utf8')).toBe('bytes');
  expect(models().filter((path) => path.startsWith('.set-aside/m-1-'))).toHaveLength(1);
});

test('a model is called what its newest version says, and keeps its name when that says nothing', async () => {
  await send('m', { files: { preview: previewOf({ title: 'Said' }) } });
  await send('m', { files: { model: 'two', preview: previewOf({}) } });
  expect(bench.catalog.getModel(ADMIN, 'm').title).toBe('Said');
});

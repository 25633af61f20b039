import { randomFillSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createSilentLog } from '#app/core/log.ts';
import { createControlClient } from '#app/oip/control-client.ts';
import {
  makeTestFolder,
  putBlob,
  SAMPLES,
  SCANNED_PAGE,
  startTestServing,
  type TestServing,
  TOKEN,
} from '../../testing.ts';
import { systemSpawn } from '../child.ts';
import { freshStarter } from '../fresh/start-fresh.ts';
import { probeSandbox } from '../sandbox.ts';
import { PicturePreparer } from './picture-preparer.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const folder = makeTestFolder();
let serving: TestServing;
let control: ReturnType<typeof createControlClient>;

beforeAll(async () => {
  serving = await startTestServing(folder, { workerCount: 1, sandbox: 'auto' });
  control = createControlClient({ url: serving.url, token: TOKEN });
});
afterAll(async () => {
  await serving.stop(0);
  expect(readdirSync(join(folder.cache, 'preparing-pictures'))).toEqual([]);
  folder.remove();
});

test('I1 a picture is prepared in a child of its own, in the sandbox where there is one', async () => {
  const sha256 = putBlob(folder, readFileSync(join(SAMPLES, 'doc-orientation/examples/00-0.jpg')));
  const both = await Promise.all([1, 2].map(() => control.picture({ sha256, tensor: SCANNED_PAGE })));
  for (const { tensor, image, ...head } of both) {
    expect(head).toEqual({ mediaType: 'image/jpeg', width: 480, height: 640, notices: [] });
    expect(tensor?.shape).toEqual([1, 3, 224, 224]);
    expect(tensor?.bytes.byteLength).toBe(4 * 3 * 224 * 224);
    expect(await sharp(image).metadata()).toMatchObject({ width: 224, height: 224 });
  }
  expect((await control.picture({ sha256, show: 64 })).tensor).toBeNull();
});

test('I2 the largest picture that is taken fits the room of its child', async () => {
  const large = { create: { width: 10_000, height: 5_000, channels: 3 as const, background: '#123456' } };
  const jpeg = await sharp(large).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const { tensor, width, height } = await control.picture({ sha256: putBlob(folder, jpeg), tensor: SCANNED_PAGE });
  expect([width, height, tensor?.shape]).toEqual([5_000, 10_000, [1, 3, 224, 224]]);
});

test('I2 what cannot be read, is not there or is not asked for rightly is refused in a sentence', async () => {
  const noise = putBlob(
    folder,
    Buffer.concat([Buffer.from('\xff\xd8\xff', 'latin1'), randomFillSync(Buffer.alloc(9000))]),
  );
  const refusal = { status: 422, code: 'FL_PICTURE_DAMAGED', message: expect.stringContaining('damaged') };
  await expect(control.picture({ sha256: noise, tensor: SCANNED_PAGE })).rejects.toMatchObject(refusal);
  const gone = { sha256: '0'.repeat(64), tensor: SCANNED_PAGE };
  await expect(control.picture(gone)).rejects.toMatchObject({ code: 'FL_REQUEST_INVALID' });
  const bad = { sha256: noise, tensor: { ...SCANNED_PAGE, std: [0] } };
  await expect(control.picture(bad)).rejects.toMatchObject({ code: 'FL_REQUEST_INVALID' });
  const heavy = putBlob(folder, Buffer.alloc(33 << 20));
  await expect(control.picture({ sha256: heavy, tensor: SCANNED_PAGE })).rejects.toMatchObject({
    code: 'FL_PICTURE_TOO_LARGE',
  });
});

const lying: PicturePreparer[] = [];
afterEach(() => Promise.all(lying.splice(0).map((preparer) => preparer.stop())));

async function lie(says: Record<string, unknown>, body = '') {
  const log = createSilentLog();
  const entry = resolve(import.meta.dirname, '../fixtures/lying-painter.ts');
  const preparer = new PicturePreparer({
    folder,
    log,
    start: freshStarter(entry, { sandbox: await probeSandbox('off'), spawn: systemSpawn, log }),
    limits: { timeMs: 1500 },
  });
  lying.push(preparer);
  const sha256 = putBlob(folder, Buffer.from(JSON.stringify({ says, body })));
  return preparer.prepare({ task: 'picture', sha256, tensor: { ...SCANNED_PAGE, datatype: 'UINT8' } });
}

const PNG = '\x89PNG\r\n\x1a\n';
const HEAD = { type: 'prepared', mediaType: 'image/png', width: 1, height: 1, notices: [] };

test('I3 a child that a picture has taken over is believed only as far as its words fit', async () => {
  const tensor = { shape: [1, 1, 1, 2], sizeBytes: 2 };
  const { body } = await lie({ ...HEAD, tensor, imageBytes: 8 }, `ab${PNG}`);
  expect(Buffer.from(body).toString('latin1')).toBe(`ab${PNG}`);
  const crashed = { code: 'FL_PICTURE_CRASHED' };
  await expect(lie({ ...HEAD, tensor, imageBytes: 8 }, `ab<script>`)).rejects.toMatchObject(crashed);
  await expect(lie({ ...HEAD, tensor, imageBytes: 9 }, `ab${PNG}`)).rejects.toMatchObject(crashed);
  await expect(
    lie({ ...HEAD, tensor: { ...tensor, shape: [1, 1, 1, 3] }, imageBytes: 8 }, `ab${PNG}`),
  ).rejects.toMatchObject(crashed);
  await expect(lie({ ...HEAD, tensor: null, imageBytes: 8 }, PNG)).rejects.toMatchObject(crashed);
  await expect(lie({ type: 'refused', code: 'FL_AUTH_FORBIDDEN', message: 'x' })).rejects.toMatchObject(crashed);
  await expect(lie({ type: 'silence' })).rejects.toMatchObject({ code: 'FL_PICTURE_TIMEOUT' });
});

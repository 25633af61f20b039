import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { blobPath } from '#app/core/data-folder.ts';
import { SAMPLES, signInTwo, startTestPortal, type TestPortal, untimed } from './testing.ts';

/** Pictures from the browser, the API, the examples and the reference rows, all the way to the answer. */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const EXPECTED = resolve(import.meta.dirname, '../../e2e/fixtures/samples/doc-orientation/expected.json');
const chosen = mkdtempSync(join(tmpdir(), 'firstlook-chosen-'));

let portal: TestPortal;
let origin = '';
let ada = '';

beforeAll(async () => {
  for (const model of ['doc-orientation', 'digits', 'fashion']) {
    cpSync(join(SAMPLES, model), join(chosen, model), { recursive: true });
  }
  portal = await startTestPortal();
  origin = `http://127.0.0.1:${portal.port}`;
  ({ ada } = await signInTwo(portal));
  await portal.container.catalog.importSamples(chosen);
});
afterAll(async () => {
  await portal.remove();
  rmSync(chosen, { recursive: true });
});

const shaOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const sample = (path: string) => readFileSync(join(SAMPLES, path));

async function send(path: string, body: Uint8Array | object, method = 'POST') {
  const isBytes = body instanceof Uint8Array;
  const response = await fetch(`${origin}${path}`, {
    method,
    headers: { origin, cookie: ada, accept: 'application/json', 'content-type': 'application/json' },
    body: (isBytes ? body : JSON.stringify(body)) as string,
  });
  return { status: response.status, body: await response.json() };
}

async function see(path: string) {
  const response = await fetch(`${origin}${path}`, { headers: { cookie: ada } });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

const run = (model: string, inputs: object, version = 1) =>
  portal.call('POST', `/models/${model}/versions/${version}/runs`, { body: { inputs } });

interface Case {
  name: string;
  image?: string;
  argmax_label: string;
  expected: { outputs: { data: number[] }[] };
}

describe('the sample pictures', () => {
  test('doc-orientation: 20 of 20 pictures have the expected class, and scores within 0.1 of the expected ones', async () => {
    const cases = (JSON.parse(readFileSync(EXPECTED, 'utf8')).cases as Case[]).filter(({ image }) => image);
    const wrong: string[] = [];
    const askOne = async ({ image = '', argmax_label, expected }: Case) => {
      const bytes = sample(`doc-orientation/${image}`);
      const { status, body } = await run('doc-orientation', { x: { base64: bytes.toString('base64') } });
      expect(status, JSON.stringify(body)).toBe(201);
      expect(body.inputs).toEqual({ x: { file: shaOf(bytes) } });
      const scores: number[] = body.answer.scores.map(({ score }: { score: number }) => score);
      const isClose = expected.outputs[0]?.data.every((want, at) => Math.abs(want - (scores[at] ?? 0)) <= 0.1);
      if (body.answer.decision !== argmax_label || !isClose) wrong.push(image);
    };
    await Promise.all(cases.map(askOne));
    expect(cases).toHaveLength(20);
    expect(wrong).toEqual([]);
  });

  test.each([
    ['digits', 1],
    ['fashion', 1],
  ])('%s %i: an example picture is answered exactly as its pixels are', async (model, number) => {
    const { examples } = JSON.parse(readFileSync(join(SAMPLES, model, 'preview.json'), 'utf8'));
    for (const [place, { image, name }] of examples.entries()) {
      const { status, body } = await send(`/m/${model}/v/${number}/runs`, { example: place });
      expect(status, JSON.stringify(body)).toBe(201);
      const bytes = sample(`${model}/${image}`);
      expect(body.run.inputs).toEqual({ image: { file: shaOf(bytes) } });
      const pixels = [...(await sharp(bytes).toColourspace('b-w').raw().toBuffer())];
      const asPixels = await run(model, { image: pixels }, number);
      expect(untimed(body.run.answer), name).toEqual(untimed(asPixels.body.answer));
    }
  });

  test('a review asks many rows at once, each picture prepared', async () => {
    const { catalog, preview } = portal.container;
    const version = catalog.getVersion(viewer(), 'doc-orientation', 1);
    preview.startTwinReview(viewer(), version);
    await expect.poll(() => preview.twinReview(viewer(), version).state, { timeout: 60_000 }).not.toBe('running');
    expect(preview.twinReview(viewer(), version)).toMatchObject({ state: 'done', result: { caseCount: 24 } });
  });

  test('reference rows that name files are asked, and tell how often the model is right', async () => {
    const { id } = portal.container.catalog.getVersion(viewer(), 'doc-orientation', 1);
    await portal.container.preview.measureAccuracy(id, new AbortController().signal);
    const accuracy = portal.container.preview.accuracyOf(id);
    expect(accuracy).toMatchObject({ state: 'known', kind: 'class', rowCount: 24, skippedCount: 0, rightCount: 24 });
  });
});

function viewer() {
  const found = portal.container.accounts.viewerFromCookie(ada);
  if (!found) throw new Error('nobody is signed in');
  return found.viewer;
}

describe('a picture that is handed over', () => {
  const at = '/m/doc-orientation/v/1';

  test('is kept, shown, asked, stored with the run and shown there', async () => {
    const bytes = await sharp(sample('doc-orientation/examples/05-0.jpg')).rotate(90).png().toBuffer();
    const { status, body } = await send(`${at}/files?field=x`, bytes);
    expect(status, JSON.stringify(body)).toBe(201);
    const file = shaOf(bytes);
    expect(body).toMatchObject({ file, mediaType: 'image/png', width: 191, height: 384, notices: [] });
    const seen = Buffer.from(body.seen.split(',')[1], 'base64');
    expect(await sharp(seen).metadata()).toMatchObject({ format: 'png', width: 224, height: 224 });
    const shown = await see(`${at}/files/${file}`);
    expect(await sharp(shown.bytes).metadata()).toMatchObject({ format: 'png', width: 191, height: 384 });
    expect(shown.headers.get('content-type')).toBe('image/png');

    const asked = await send(`${at}/runs`, { form: { 'in.x': JSON.stringify({ file }) } });
    expect(asked).toMatchObject({
      status: 201,
      body: { run: { inputs: { x: { file } }, answer: { decision: '90' } } },
    });
    expect((await see(`/r/${asked.body.run.id}/files/${file}`)).status).toBe(200);
    expect((await see(`/r/${asked.body.run.id}/files/${'0'.repeat(64)}`)).status).toBe(404);
    // Asked again as it is stored, as a case does.
    const again = await run('doc-orientation', asked.body.run.inputs);
    expect(untimed(again.body.answer)).toEqual(untimed(asked.body.run.answer));
    const version = portal.container.catalog.getVersion(viewer(), 'doc-orientation', 1);
    const addresses = { portalUrl: 'http://portal', servingUrl: 'http://serving' };
    const question = { version, inputs: asked.body.run.inputs };
    const { tensors } = await portal.container.preview.questionDetails(question, addresses);
    expect(tensors).toMatchObject([{ name: 'x', datatype: 'FP32', shape: [1, 3, 224, 224], count: 150_528 }]);
  });

  test('what is none is refused at its field, and nothing of it stays', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const refused = {
      status: 422,
      body: { error: { code: 'FL_INPUT_INVALID', fields: { x: expect.stringContaining('SVG') } } },
    };
    expect(await send(`${at}/files?field=x`, svg)).toMatchObject(refused);
    expect(await run('doc-orientation', { x: { base64: svg.toString('base64') } })).toMatchObject(refused);
    expect(existsSync(blobPath(portal.container.folder, shaOf(svg)))).toBe(false);
    const none = { status: 422, body: { error: { fields: { x: expect.stringContaining('empty') } } } };
    expect(await send(`${at}/files?field=x`, new Uint8Array(0))).toMatchObject(none);
    const elsewhere = { status: 422, body: { error: { fields: { y: 'The model has no such input.' } } } };
    expect(await send(`${at}/files?field=y`, sample('digits/examples/0.png'))).toMatchObject(elsewhere);
    const large = await send(`${at}/files?field=x`, Buffer.alloc(21 << 20));
    expect(large).toMatchObject({ status: 413, body: { error: { code: 'FL_REQUEST_TOO_LARGE' } } });
  });

  test('of another model is not to be had here, and neither is one that is not there', async () => {
    const digit = shaOf(sample('digits/examples/0.png'));
    const gone = { status: 422, body: { error: { fields: { x: expect.stringContaining('not here') } } } };
    expect(await run('doc-orientation', { x: { file: digit } })).toMatchObject(gone);
    expect((await see(`${at}/files/${digit}`)).status).toBe(404);
    expect((await see(`/m/digits/v/1/files/${digit}`)).status).toBe(200);
    // A model's own file is no picture of its examples.
    expect((await see(`${at}/files/${shaOf(sample('doc-orientation/1/model.onnx'))}`)).status).toBe(404);
    expect((await fetch(`${origin}${at}/files/${digit}`)).status).toBe(401);
  });

  test('as a file of a form, by the API', async () => {
    const form = (name: string, bytes: Uint8Array) => {
      const body = new FormData();
      body.append(name, new Blob([new Uint8Array(bytes)]), 'page.jpg');
      body.append('inputs', '{}');
      return portal.call('POST', '/models/doc-orientation/versions/1/runs', { body });
    };
    const bytes = sample('doc-orientation/examples/02-180.jpg');
    const asked = await form('x', bytes);
    expect(asked).toMatchObject({ status: 201, body: { inputs: { x: { file: shaOf(bytes) } } } });
    expect(asked.body.answer.decision).toBe('180');
    const none = { status: 422, body: { error: { fields: { x: expect.stringContaining('not a picture') } } } };
    expect(await form('x', Buffer.from('%PDF-1.7 of another kind'))).toMatchObject(none);
    const elsewhere = { status: 422, body: { error: { fields: { page: 'The model has no such input.' } } } };
    expect(await form('page', bytes)).toMatchObject(elsewhere);
  });

  test('numbers for the pixels are taken as before', async () => {
    expect(await run('doc-orientation', { x: 0.5 })).toMatchObject({ status: 201, body: { inputs: { x: 0.5 } } });
    const raw = Buffer.alloc(602_112).toString('base64');
    expect(await run('doc-orientation', { x: { base64: raw } })).toMatchObject({ status: 201 });
  });
});

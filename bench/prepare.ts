import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { join, resolve } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import sharp from 'sharp';
import { makeDataFolder } from '#app/core/data-folder.ts';
import { type ControlClient, createControlClient } from '#app/oip/control-client.ts';
import { putBlob, SCANNED_PAGE } from '#app/serving/testing.ts';
import { type Figure, quantile } from './figures.ts';
import { type Product, startProduct, TOKEN } from './product.ts';

const ROOT = resolve(import.meta.dirname, '..');
const SAMPLE = join(ROOT, 'models/doc-orientation');
const TRIES = 9;
/** Between tries, so that the spare child is back, as it would be between two people's pictures. */
const PAUSE_MS = 1_200;

/** What preparing costs, and how long the portal holds everyone up while it takes the largest pictures in JSON. */
export async function prepareFigures(): Promise<Figure[]> {
  const product = await startProduct();
  try {
    const control = createControlClient({ url: product.servingUrl, token: TOKEN });
    return [
      await pictureFigure('a scanned page, 480 × 640', readFileSync(join(SAMPLE, 'examples/00-0.jpg')), {
        product,
        control,
      }),
      await pictureFigure('a photograph, 4,000 × 3,000', await photograph(), { product, control }),
      await textFigure('a review of 60 words', { product, control }),
      ...(await stallFigures(product)),
    ];
  } finally {
    await product.stop();
  }
}

interface Parts {
  product: Product;
  control: ControlClient;
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** In a fresh sandboxed child, a spare waiting, against the same steps of the library in this process. */
async function pictureFigure(what: string, bytes: Buffer, { product, control }: Parts): Promise<Figure> {
  const sha256 = putBlob(makeDataFolder(product.dataDir), bytes);
  const figure: Figure = { what: `prepare ${what}`, ours: [], baseline: [], target: '150 ms' };
  for (let at = 0; at <= TRIES; at += 1) {
    await pause(PAUSE_MS);
    const oursMs = await timed(() => control.picture({ sha256, tensor: SCANNED_PAGE }));
    const baselineMs = await timed(() => directly(bytes));
    if (at === 0) continue;
    figure.ours.push(oursMs);
    figure.baseline.push(baselineMs);
  }
  return figure;
}

async function directly(bytes: Buffer): Promise<Float32Array> {
  const { data, info } = await sharp(bytes)
    .resize(256, 256, { fit: 'outside', kernel: 'lanczos3' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const [left, top] = [(info.width - 224) >> 1, (info.height - 224) >> 1];
  const out = new Float32Array(3 * 224 * 224);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < 224; y++) {
      for (let x = 0; x < 224; x++) {
        const level = data[((y + top) * info.width + x + left) * info.channels + 2 - c] as number;
        out[(c * 224 + y) * 224 + x] =
          (level / 255 - (SCANNED_PAGE.mean[c] as number)) / (SCANNED_PAGE.std[c] as number);
      }
    }
  }
  await sharp(data, { raw: info }).png().toBuffer();
  return out;
}

async function photograph(): Promise<Buffer> {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 };
  const options = { create: { width: 4000, height: 3000, channels: 3 as const, background: '#888', noise } };
  return sharp(options).blur(2).jpeg({ quality: 90 }).toBuffer();
}

/** Cutting one text after another, the child that holds the tokenizer kept. */
async function textFigure(what: string, { product, control }: Parts): Promise<Figure> {
  const said = largeTokenizer();
  const tokenizer = putBlob(makeDataFolder(product.dataDir), Buffer.from(JSON.stringify(said)));
  const text = 'The film was a joy from the first minute to the last, great music and acting. '.repeat(4);
  const here = new Tokenizer(said, {});
  const spec = { maxLength: 512, padTo: null };
  const figure: Figure = { what: `tokens of ${what}`, ours: [], baseline: [], target: '20 ms' };
  for (let at = 0; at <= 50; at += 1) {
    const oursMs = await timed(() => control.tokenize({ tokenizer, config: null, texts: [`${text}${at}`], spec }));
    const baselineMs = await timed(() => Promise.resolve(here.encode(`${text}${at}`)));
    if (at < 5) continue;
    figure.ours.push(oursMs);
    figure.baseline.push(baselineMs);
  }
  return figure;
}

/** A vocabulary of the usual size. */
function largeTokenizer(): { model: { vocab: Record<string, number> } } {
  const path = join(ROOT, 'app/serving/worker/preparing/texts/fixtures/tokenizers.json');
  const { bert } = JSON.parse(readFileSync(path, 'utf8'));
  for (let at = Object.keys(bert.model.vocab).length; at < 30_000; at++) bert.model.vocab[`word${at}`] = at;
  return bert;
}

/** How long everyone else waits while pictures come: the slowest of many small requests, against the same without. */
async function stallFigures(product: Product): Promise<Figure[]> {
  await publishSample(product);
  const page = await sharp(join(SAMPLE, 'examples/00-0.jpg'))
    .resize(1600, 2200)
    .png({ compressionLevel: 0 })
    .toBuffer();
  const body = JSON.stringify({ inputs: { x: { base64: page.toString('base64') } } });
  const asJson = () =>
    fetch(`${product.portalUrl}/api/v1/models/pages/versions/1/runs`, { method: 'POST', headers: auth, body });
  const form = new FormData();
  form.append('x', new Blob([new Uint8Array(page)]), 'page.png');
  const asForm = () =>
    fetch(`${product.portalUrl}/api/v1/models/pages/versions/1/runs`, { method: 'POST', headers: auth, body: form });
  const size = (page.length / 2 ** 20).toFixed(0);
  const figures: Figure[] = [];
  for (const [what, send] of [
    [`${size} MB in JSON`, asJson],
    [`${size} MB in a form`, asForm],
  ] as const) {
    const figure: Figure = {
      what: `longest wait beside a picture of ${what}`,
      ours: [],
      baseline: [],
      target: '50 ms',
    };
    for (let at = 0; at <= 4; at += 1) {
      await pause(PAUSE_MS);
      const idle = await slowestBeside(product, () => pause(500));
      const busy = await slowestBeside(product, async () => {
        const response = await send();
        if (response.status !== 201) throw new Error(`a picture was refused: ${await response.text()}`);
        await response.text();
      });
      if (at === 0) continue;
      figure.ours.push(busy);
      figure.baseline.push(idle);
    }
    figures.push(figure);
  }
  return figures;
}

const auth = { authorization: `Bearer ${TOKEN}` };

async function slowestBeside({ portalUrl }: Product, work: () => Promise<unknown>): Promise<number> {
  let isOver = false;
  const working = work().finally(() => {
    isOver = true;
  });
  const waits: number[] = [];
  while (!isOver) {
    waits.push(await timed(() => small(`${portalUrl}/healthz`)));
    await pause(2);
  }
  await working;
  return quantile(waits, 1);
}

function small(url: string): Promise<void> {
  return new Promise((done, fail) => {
    get(url, (response) => response.resume().once('end', done)).once('error', fail);
  });
}

async function publishSample({ portalUrl }: Product): Promise<void> {
  const form = new FormData();
  form.append('model', new Blob([readFileSync(join(SAMPLE, '1/model.onnx'))]), 'model.onnx');
  form.append('preview', new Blob([readFileSync(join(SAMPLE, 'preview.json'))]), 'preview.json');
  const response = await fetch(`${portalUrl}/api/v1/models/pages/versions`, {
    method: 'POST',
    headers: auth,
    body: form,
  });
  if (response.status !== 201) throw new Error(`the sample was refused: ${await response.text()}`);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

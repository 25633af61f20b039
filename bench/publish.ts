import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bigModel } from '#app/onnx/testing-models.ts';
import type { Figure } from './figures.ts';
import { type Product, startProduct, TOKEN } from './product.ts';

const KB = 1024;
const MB = 1024 * KB;
const SIZES = [
  { what: 'publish 10 KB', sizeBytes: 10 * KB, tries: 7, target: '100 ms' },
  { what: 'publish 5 MB', sizeBytes: 5 * MB, tries: 7, target: '200 ms' },
  { what: 'publish 200 MB', sizeBytes: 200 * MB, tries: 3, target: '1,200 ms' },
];
/** Between tries, so that the spare checking child is back, as it would be between two people's uploads. */
const PAUSE_MS = 1_500;
/** Where a multipart body is cut, so that the clock starts with its last byte. */
const BOUNDARY = 'firstlook-bench';

/**
 * From the last byte of the upload to the first right answer, against hashing the same file and creating one session
 * in a fresh child.
 */
export async function publishFigures(): Promise<Figure[]> {
  const product = await startProduct();
  const folder = mkdtempSync(join(tmpdir(), 'firstlook-bench-files-'));
  const figures: Figure[] = [];
  try {
    for (const { what, sizeBytes, tries, target } of SIZES) {
      const figure: Figure = { what, target, ours: [], baseline: [] };
      // The first try of each size warms files and code up and is not counted.
      for (let at = 0; at <= tries; at += 1) {
        const file = join(folder, 'model.onnx');
        const bytes = bigModel(sizeBytes, at + 1);
        writeFileSync(file, bytes);
        const { tookMs: baselineMs, y } = await loadInFreshChild(file);
        await new Promise((done) => setTimeout(done, PAUSE_MS));
        const oursMs = await publishAndAsk(product, { model: `bench-${sizeBytes}`, bytes, y });
        if (at === 0) continue;
        figure.baseline.push(baselineMs);
        figure.ours.push(oursMs);
      }
      figures.push(figure);
    }
    return figures;
  } finally {
    await product.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function loadInFreshChild(file: string): Promise<{ tookMs: number; y: number[] }> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'load-once.ts'), file], {
    env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const status = await new Promise<number | null>((done) => child.once('close', done));
  if (status !== 0) throw new Error('the baseline could not load the model');
  return { tookMs: performance.now() - startedAt, y: JSON.parse(printed) };
}

/** Publishes and asks at once; the clock runs from the last byte sent to the answer, which must be the baseline's. */
async function publishAndAsk(
  { portalUrl }: Product,
  { model, bytes, y }: { model: string; bytes: Uint8Array; y: number[] },
): Promise<number> {
  const { sentAt, body } = await upload(`${portalUrl}/api/v1/models/${model}/versions`, bytes);
  const { version } = body as { version: number };
  const asked = await fetch(`${portalUrl}/api/v1/models/${model}/versions/${version}/runs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ inputs: {} }),
  });
  const text = await asked.text();
  const tookMs = performance.now() - sentAt;
  const { answer } = JSON.parse(text) as { answer?: { values: { value: unknown }[] } };
  const given = [answer?.values[0]?.value].flat(2).map(Number);
  const isRight = given.length === y.length && given.every((value, at) => Math.abs(value - (y[at] ?? 0)) < 1e-5);
  if (!isRight) throw new Error(`not the right answer (${y}): ${asked.status} ${text.slice(0, 300)}`);
  return tookMs;
}

function upload(url: string, bytes: Uint8Array): Promise<{ sentAt: number; body: unknown }> {
  const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="model"; filename="model.onnx"\r\n\r\n`;
  const tail = `\r\n--${BOUNDARY}--\r\n`;
  return new Promise((done, fail) => {
    let sentAt = 0;
    const call = request(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
        'content-length': head.length + bytes.length + tail.length,
      },
    });
    call.once('error', fail);
    call.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 201) done({ sentAt, body: JSON.parse(text) });
        else fail(new Error(`publish: ${response.statusCode} ${text.slice(0, 300)}`));
      });
    });
    call.write(head);
    // All but the last bytes first: what is measured begins when the server can have the whole file.
    call.write(bytes, () => {
      sentAt = performance.now();
      call.end(tail);
    });
  });
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from './figures.ts';
import { type Product, startProduct, TOKEN } from './product.ts';

const SAMPLE = join(import.meta.dirname, '../models/mortgage-approval');
const TRIES = 300;
const WARM_UP = 50;

/**
 * What twins add to a run: the same model is published with its two sensitive inputs, and with none marked so, and both
 * are asked the same questions in turns.
 */
export async function twinFigures(): Promise<Figure[]> {
  const product = await startProduct({ NODE_ENV: 'production' });
  try {
    await publish(product, { model: 'with-twins', isSensitive: true });
    await publish(product, { model: 'without-twins', isSensitive: false });
    const ours: number[] = [];
    const baseline: number[] = [];
    for (let at = 0; at < WARM_UP + TRIES; at += 1) {
      const times = [await runMs(product, 'with-twins', at), await runMs(product, 'without-twins', at)] as const;
      if (at < WARM_UP) continue;
      ours.push(times[0]);
      baseline.push(times[1]);
    }
    const about = { ours, baseline };
    return [
      { ...about, what: 'run stored and its twins asked', target: '' },
      { ...about, what: 'run stored and its twins asked', target: '', quantile: 0.95 },
      {
        what: 'ms that twins add to a run',
        ours: ours.map((ms, at) => ms - (baseline[at] ?? 0)),
        baseline,
        target: '',
      },
      await reviewFigure(product),
    ];
  } finally {
    await product.stop();
  }
}

/** ms from the first byte sent to the last byte of the answer. */
async function runMs({ portalUrl }: Product, model: string, at: number): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(`${portalUrl}/api/v1/models/${model}/versions/1/runs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    // Never the same question twice.
    body: JSON.stringify({ inputs: { pirat: 0.2 + at / 10_000 } }),
  });
  const { twins } = (await response.json()) as { twins: unknown[] };
  const isAsExpected = response.status === 201 && twins.length === (model === 'with-twins' ? 2 : 0);
  if (!isAsExpected) throw new Error(`${model} answered ${response.status} with ${twins.length} twins`);
  return performance.now() - startedAt;
}

/** How long the review of all 714 rows takes, beside one row asked at a time as the runs above were. */
async function reviewFigure(product: Product): Promise<Figure> {
  const { portalUrl } = product;
  const ask = (method: string, path: string) =>
    fetch(`${portalUrl}/api/v1${path}`, { method, headers: { authorization: `Bearer ${TOKEN}` } });
  const path = '/models/with-twins/versions/1/twin-review';
  const startedAt = performance.now();
  await ask('POST', path);
  for (;;) {
    const { state } = (await (await ask('GET', path)).json()) as { state: string };
    if (state === 'done') break;
    if (state !== 'running') throw new Error(`the review is ${state}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const ours = [performance.now() - startedAt];
  const rowsStartedAt = performance.now();
  for (let at = 0; at < 714; at += 1) await runMs(product, 'with-twins', 1_000 + at);
  return { what: 'review of 714 rows', ours, baseline: [performance.now() - rowsStartedAt], target: '' };
}

async function publish({ portalUrl }: Product, given: { model: string; isSensitive: boolean }): Promise<void> {
  const preview = JSON.parse(readFileSync(join(SAMPLE, 'preview.json'), 'utf8')) as {
    inputs: { sensitive?: boolean }[];
  };
  if (!given.isSensitive) for (const input of preview.inputs) input.sensitive = false;
  const form = new FormData();
  form.append('model', new Blob([readFileSync(join(SAMPLE, '1/model.onnx'))]), 'model.onnx');
  form.append('preview', new Blob([JSON.stringify(preview)]), 'preview.json');
  form.append('reference', new Blob([readFileSync(join(SAMPLE, 'test.csv'))]), 'reference.csv');
  const response = await fetch(`${portalUrl}/api/v1/models/${given.model}/versions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}` },
    body: form,
  });
  if (response.status !== 201) throw new Error(`publish: ${response.status} ${await response.text()}`);
}

import { goodModel } from '#app/onnx/testing-models.ts';
import type { Figure } from '../figures.ts';
import type { LoadResult } from './load.ts';
import { type BenchServing, putLoad, startServing } from './process.ts';

const PERIOD_MS = 2_000;
const DURATION_MS = Number(process.env.BENCH_RESILIENCE_MS ?? 60_000);
const CONNECTIONS = 16;
const BODY = Buffer.from(
  JSON.stringify({ inputs: [{ name: 'x', shape: [1, 2], datatype: 'FP32', data: [0.5, -0.25] }] }),
).toString('base64');

/**
 * A worker is killed, or stopped, every two seconds for a minute while half of what serving can do is asked of it.
 * @throws when a single question fails
 */
export async function resilienceFigures(): Promise<Figure[]> {
  const serving = await startServing({ tiny: goodModel() });
  try {
    const load = { port: serving.port, path: '/v2/models/tiny/infer', body: BODY, connections: CONNECTIONS };
    await putLoad({ ...load, durationMs: 2_000 });
    const most = await putLoad({ ...load, durationMs: 3_000 });
    const half = { ...load, rate: most.perSecond / 2, durationMs: DURATION_MS };
    const quiet = await putLoad({ ...half, durationMs: Math.min(DURATION_MS, 10_000) });
    const figures: Figure[] = [];
    for (const signal of ['SIGKILL', 'SIGSTOP'] as const) {
      const harmed = await harmedBy(signal, serving, putLoad(half));
      const what = `${signal} every 2 s, ${Math.round(harmed.answered)} questions, 0 failed`;
      figures.push({ what, ours: harmed.ms, baseline: quiet.ms, target: '0 failed', quantile: 0.99 });
    }
    return figures;
  } finally {
    await serving.stop();
  }
}

async function harmedBy(signal: NodeJS.Signals, serving: BenchServing, load: Promise<LoadResult>): Promise<LoadResult> {
  let count = 0;
  const harming = setInterval(() => {
    const workers = serving.workers();
    const victim = workers[Math.floor(Math.random() * workers.length)];
    if (victim === undefined) return;
    process.kill(victim, signal);
    count += 1;
  }, PERIOD_MS);
  const result = await load;
  clearInterval(harming);
  if (count === 0) throw new Error('no worker was harmed');
  if (Object.keys(result.failures).length > 0) throw new Error(`${signal}: failed ${JSON.stringify(result.failures)}`);
  return result;
}

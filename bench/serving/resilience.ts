import { alwaysSlowModel, divisionModel, goodModel, memoryBombModel } from '#app/onnx/testing-models.ts';
import type { Figure } from '../figures.ts';
import type { Load, LoadResult } from './load.ts';
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
  const serving = await startServing({
    tiny: goodModel(),
    endless: alwaysSlowModel(),
    bomb: memoryBombModel(),
    divides: divisionModel(),
  });
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
    figures.push(await neighbourFigure(serving, { ...load, rate: most.perSecond / 4, durationMs: DURATION_MS / 2 }));
    return figures;
  } finally {
    await serving.stop();
  }
}

const int32 = (name: string, value: number) => ({ name, shape: [1], datatype: 'INT32', data: [value] });

/** What models that harm whoever runs them are asked, each again as soon as it has its answer or refusal. */
const HARM: [model: string, body: unknown][] = [
  ['endless', [{ name: 'x', shape: [1, 2], datatype: 'FP32', data: [1, 2] }]],
  ['bomb', [{ name: 'dims', shape: [1], datatype: 'INT64', data: [12_500_000_000] }]],
  ['divides', [int32('a', -(2 ** 31)), int32('b', -1)]],
];

/** A quarter of what serving can do is asked of one model, alone and beside models that do harm. */
async function neighbourFigure(serving: BenchServing, load: Load): Promise<Figure> {
  const alone = await putLoad(load);
  let isOver = false;
  const harming = HARM.map(async ([model, inputs]) => {
    while (!isOver) {
      await serving.ask(model, JSON.stringify({ inputs }));
      await new Promise((done) => setTimeout(done, 50));
    }
  });
  const beside = await putLoad(load);
  isOver = true;
  await Promise.all(harming);
  if (Object.keys(beside.failures).length > 0) throw new Error(`neighbour: failed ${JSON.stringify(beside.failures)}`);
  const what = `beside harmful models, ${beside.answered} questions, 0 failed`;
  return { what, ours: beside.ms, baseline: alone.ms, target: '2 x or 50 ms', quantile: 0.99 };
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

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goodModel } from '#app/onnx/testing-models.ts';
import type { Figure } from './figures.ts';
import { type BenchServing, putLoad, residentMb, startProgram, startServing } from './serving/process.ts';
import { weightyModel } from './serving/weighty-model.ts';

const CONNECTIONS = [1, 16, 64, 256];
const TRIES = 3;
const DURATION_MS = 2_000;
const BIG_BYTES = 5 << 20;
/** Models loaded to see what one more takes. */
const MANY = 20;
const KILLS = 7;

/** What is asked; another form (binary tensors) is another entry. */
const FORMS = [
  {
    name: 'JSON',
    headers: {},
    body: JSON.stringify({ inputs: [{ name: 'x', shape: [1, 2], datatype: 'FP32', data: [0.5, -0.25] }] }),
  },
];

/**
 * Requests a second and their times across the worker boundary, against a bare `node:http` JSON echo under the same
 * load, and against the session alone; memory of a loaded model; how long a killed worker is missed.
 */
export async function servingFigures(): Promise<Figure[]> {
  const many = Array.from(
    { length: MANY },
    (_, place) => [`many-${place}`, weightyModel(BIG_BYTES, place + 2)] as const,
  );
  const models = { tiny: goodModel(), big: weightyModel(BIG_BYTES), ...Object.fromEntries(many) };
  const serving = await startServing(models);
  const echo = await startProgram('echo.ts');
  try {
    const figures: Figure[] = [];
    for (const form of FORMS) {
      for (const model of ['tiny', 'big']) {
        for (const connections of CONNECTIONS) {
          figures.push(...(await loadFigures({ serving, echoPort: Number(echo.printed), form, model, connections })));
        }
      }
    }
    figures.push(await sessionFigure(serving, 'tiny', goodModel()), await sessionFigure(serving, 'big', models.big));
    figures.push(await memoryFigure(serving), await killFigure(serving));
    return figures;
  } finally {
    await Promise.all([echo.stop(), serving.stop()]);
  }
}

interface LoadCase {
  serving: BenchServing;
  echoPort: number;
  form: (typeof FORMS)[number];
  model: string;
  connections: number;
}

async function loadFigures({ serving, echoPort, form, model, connections }: LoadCase): Promise<Figure[]> {
  const body = Buffer.from(form.body).toString('base64');
  const rate: Figure = {
    what: '',
    ours: [],
    baseline: [],
    target: model === 'tiny' && connections === 64 ? '0.60 x' : '',
    unit: 'per s',
  };
  const times: Figure = { what: '', ours: [], baseline: [], target: '' };
  // The first try warms code up and is not counted; in turns, so that both meet the same machine.
  for (let at = 0; at <= TRIES; at++) {
    const load = { body, headers: form.headers, connections, durationMs: DURATION_MS };
    const baseline = await putLoad({ ...load, port: echoPort, path: '/' });
    const ours = await putLoad({ ...load, port: serving.port, path: `/v2/models/${model}/infer` });
    if (Object.keys(ours.failures).length > 0) throw new Error(`failed: ${JSON.stringify(ours.failures)}`);
    if (at === 0) continue;
    rate.ours.push(ours.perSecond);
    rate.baseline.push(baseline.perSecond);
    times.ours = times.ours.concat(ours.ms);
    times.baseline = times.baseline.concat(baseline.ms);
  }
  const what = `${form.name}, ${model}, ${connections} connections`;
  return [
    { ...rate, what: `${what}: requests` },
    { ...times, what: `${what}: time` },
    { ...times, what: `${what}: time`, quantile: 0.99 },
  ];
}

/** The model alone, in one process and without any protocol, beside what comes through with 64 connections. */
async function sessionFigure(serving: BenchServing, model: string, bytes: Uint8Array): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'firstlook-bench-files-'));
  const file = join(folder, 'model.onnx');
  writeFileSync(file, bytes);
  const figure: Figure = {
    what: `${model}, 64 connections, of the session alone`,
    ours: [],
    baseline: [],
    target: '',
    unit: 'per s',
  };
  const body = Buffer.from(FORMS[0]?.body ?? '').toString('base64');
  for (let at = 0; at < TRIES; at++) {
    const { printed, stop } = await startProgram('raw-session.ts', [file, String(DURATION_MS)]);
    await stop();
    figure.baseline.push(Number(printed));
    const load = {
      port: serving.port,
      path: `/v2/models/${model}/infer`,
      body,
      connections: 64,
      durationMs: DURATION_MS,
    };
    figure.ours.push((await putLoad(load)).perSecond);
  }
  rmSync(folder, { recursive: true });
  return figure;
}

/** Memory of all workers for each further model of 5 MB, beside the size of its file. */
async function memoryFigure(serving: BenchServing): Promise<Figure> {
  const sum = () => serving.workers().reduce((total, pid) => total + residentMb(pid), 0);
  const figure: Figure = { what: 'memory of a loaded model of 5 MB', ours: [], baseline: [], target: '', unit: 'MB' };
  let before = sum();
  for (let place = 0; place < MANY; place++) {
    await serving.ask(`many-${place}`, FORMS[0]?.body ?? '');
    const now = sum();
    figure.ours.push(Math.max(0, now - before));
    figure.baseline.push(BIG_BYTES / 2 ** 20);
    before = now;
  }
  return figure;
}

/** From SIGKILL of every worker that holds the model to its next answer, beside an answer without one. */
async function killFigure(serving: BenchServing): Promise<Figure> {
  const figure: Figure = { what: 'SIGKILL of a worker to the next answer', ours: [], baseline: [], target: '300 ms' };
  const body = FORMS[0]?.body ?? '';
  const timed = async () => {
    const startedAt = performance.now();
    if ((await serving.ask('tiny', body)) !== 200) throw new Error('a question failed after a kill');
    return performance.now() - startedAt;
  };
  for (let at = 0; at < KILLS; at++) {
    await new Promise((done) => setTimeout(done, 1000));
    figure.baseline.push(await timed());
    const [oldest] = serving.workers();
    if (oldest !== undefined) process.kill(oldest, 'SIGKILL');
    figure.ours.push(await timed());
  }
  return figure;
}

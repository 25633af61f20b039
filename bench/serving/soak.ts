import type { Figure } from '../figures.ts';
import { residentMb, startServing } from './process.ts';
import { weightyModel } from './weighty-model.ts';

const CYCLES = 40;
const EARLY = 5;
/** Memory after the last cycle, of that after an early one. */
const MOST_GROWTH = 1.15;
const SIZE_BYTES = 200 << 20;
const BODY = JSON.stringify({ inputs: [{ name: 'x', shape: [1, 2], datatype: 'FP32', data: [0.5, -0.25] }] });

/**
 * A model of 200 MB is loaded, asked and unloaded forty times; then again with a model that is never let go of, which
 * must fail the same check, or the check would prove nothing.
 * @throws when memory grows, or when it does not in the control
 */
export async function soakFigures(): Promise<Figure[]> {
  const ours = await memoryByCycle(false);
  const leaking = await memoryByCycle(true);
  if (!isSteady(ours)) throw new Error(`memory grew: ${ours.map(Math.round).join(', ')} MB`);
  if (isSteady(leaking)) throw new Error('the control that leaks passed: the check proves nothing');
  const shown = (what: string, cycles: number[]): Figure => ({
    what,
    ours: cycles.slice(-1),
    baseline: [cycles[EARLY - 1] ?? Number.NaN],
    target: `${MOST_GROWTH} x`,
    unit: 'MB',
  });
  return [
    shown(`memory after ${CYCLES} loads and unloads of 200 MB, of that after ${EARLY}`, ours),
    shown('the same where models are not let go of (must fail)', leaking),
  ];
}

function isSteady(cycles: readonly number[]): boolean {
  return (cycles.at(-1) ?? 0) <= MOST_GROWTH * (cycles[EARLY - 1] ?? 0);
}

/** Memory of all workers after each cycle, MB. The control keeps small models of which each is another. */
async function memoryByCycle(isLeaking: boolean): Promise<number[]> {
  const names = Array.from({ length: isLeaking ? CYCLES : 1 }, (_, place) => `soak-${place}`);
  const bytesEach = isLeaking ? 12 << 20 : SIZE_BYTES;
  const models = Object.fromEntries(names.map((name, place) => [name, weightyModel(bytesEach, place + 1)]));
  const serving = await startServing(models, { env: { FIRSTLOOK_WORKERS: '1' } });
  const memory: number[] = [];
  try {
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      const name = names[cycle % names.length] ?? '';
      await serving.load(name);
      if ((await serving.ask(name, BODY)) !== 200) throw new Error('the model did not answer');
      if (!isLeaking) await serving.unload(name);
      await new Promise((done) => setTimeout(done, 200));
      memory.push(serving.workers().reduce((sum, pid) => sum + residentMb(pid), 0));
    }
    return memory;
  } finally {
    await serving.stop();
  }
}

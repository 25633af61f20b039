import type { ModelFacts, ModelReport, Notice } from '#app/oip/control.ts';
import type { Tensor } from '#app/oip/tensor.ts';
import type { Session } from '../session.ts';
import { makeUpInputs, takesRows } from './made-up-input.ts';
import { isOutOfMemory, outOfMemory } from './refusal.ts';
import { isIdentical, isSameByRow } from './same-answer.ts';

/** Numbers of rows whose answer time is measured. */
const ROWS = [1, 8, 32];
const BATCH = 8;
/** Each size is timed this often and the best counts; a slow model is timed once. */
const REPEATS = 3;
const SLOW_MS = 50;
/** No larger batch is started after this much time on answers. */
const BUDGET_MS = 3000;

export type Measured = Omit<ModelReport, 'loadMs' | 'memoryBytes'> & { notices: Notice[] };

const NOT_TRIED: Notice = {
  code: 'measure.unanswered',
  message: 'The model did not answer made-up values, so its speed is not known yet. Try it with real ones.',
};

/**
 * Asks a loaded model made-up questions: how fast, does it batch, does it say the same twice. A model that cannot
 * answer made-up values may well answer real ones, so that is a notice.
 * @throws a refusal when already one row runs out of memory
 */
export async function measure(session: Session, facts: ModelFacts): Promise<Measured> {
  const first = makeUpInputs(facts, { from: 0, count: 1 });
  const unknown = { answers: [], batches: false, deterministic: null, notices: [NOT_TRIED] };
  if (!first) return unknown;
  let once: Tensor[];
  try {
    once = await session.run(first);
  } catch (error) {
    if (isOutOfMemory(error)) throw outOfMemory();
    return unknown;
  }
  const deterministic = isIdentical(once, await session.run(first));
  const sizes = takesRows(facts.inputs) ? ROWS : [1];
  const answers = await timeAnswers(session, facts, sizes);
  const batches = takesRows(facts.inputs) && givesRows(session) && (await batchesLikeRows(session, facts));
  return { answers, batches, deterministic, notices: [] };
}

function givesRows(session: Session): boolean {
  return session.outputs.every(({ shape }) => shape.length === 0 || shape[0] === -1);
}

async function timeAnswers(session: Session, facts: ModelFacts, sizes: readonly number[]) {
  const startedAt = performance.now();
  const answers: ModelReport['answers'] = [];
  for (const rows of sizes) {
    const inputs = makeUpInputs(facts, { from: 0, count: rows });
    if (!inputs || performance.now() - startedAt > BUDGET_MS) break;
    try {
      answers.push({ rows, ms: await bestTime(session, inputs) });
    } catch {
      // One row worked; more need not.
      break;
    }
  }
  return answers;
}

async function bestTime(session: Session, inputs: readonly Tensor[]): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < REPEATS && (i === 0 || best < SLOW_MS); i++) {
    const startedAt = performance.now();
    await session.run(inputs);
    best = Math.min(best, performance.now() - startedAt);
  }
  return best;
}

async function batchesLikeRows(session: Session, facts: ModelFacts): Promise<boolean> {
  const together = makeUpInputs(facts, { from: 0, count: BATCH });
  if (!together) return false;
  try {
    const batch = await session.run(together);
    const rows: Tensor[][] = [];
    for (let row = 0; row < BATCH; row++) {
      const alone = makeUpInputs(facts, { from: row, count: 1 });
      if (!alone) return false;
      rows.push(await session.run(alone));
    }
    return isSameByRow(batch, rows);
  } catch {
    return false;
  }
}

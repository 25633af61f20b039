import type { ModelFacts, ModelReport, Notice } from '#app/oip/control.ts';
import type { Tensor } from '#app/oip/tensor.ts';
import type { Session } from '../session.ts';
import { makeUpInputs, takesRows } from './made-up-input.ts';
import { isOutOfMemory, outOfMemory } from './out-of-memory.ts';
import { isIdentical, isSameByRow } from './same-answer.ts';

/** Numbers of rows whose answer time is measured. */
const BATCH = 8;
const MANY = 32;
/** Each size is timed this often and the best counts; a slow model is timed once. */
const REPEATS = 3;
const SLOW_MS = 20;
/** Many rows are not tried when they would take longer than this, judged by the batch. */
const LONGEST_MS = 1000;

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
  const one = await tryFirst(session, facts);
  if (!one) return { answers: [], batches: false, deterministic: null, notices: [NOT_TRIED] };
  const measured = { answers: [{ rows: 1, ms: one.ms }], deterministic: one.isSteady, notices: [] };
  if (!takesRows(facts.inputs)) return { ...measured, batches: false };

  const batch = await timeRows(session, facts, BATCH);
  if (!batch) return { ...measured, batches: false };
  measured.answers.push({ rows: BATCH, ms: batch.ms });
  const batches = givesRows(session) && (await saysWhatRowsSay(session, facts, batch.outputs));
  const many = batch.ms * (MANY / BATCH) < LONGEST_MS ? await timeRows(session, facts, MANY) : null;
  if (many) measured.answers.push({ rows: MANY, ms: many.ms });
  return { ...measured, batches };
}

interface Timed {
  ms: number;
  outputs: Tensor[];
  /** Every repetition gave the same answer. */
  isSteady: boolean;
}

async function tryFirst(session: Session, facts: ModelFacts): Promise<Timed | null> {
  const inputs = makeUpInputs(facts, { from: 0, count: 1 });
  if (!inputs) return null;
  try {
    // The first answer of a session takes longer and is not counted.
    const outputs = await session.run(inputs);
    const again = await time(session, inputs);
    return { ...again, isSteady: again.isSteady && isIdentical(outputs, again.outputs) };
  } catch (error) {
    if (isOutOfMemory(error)) throw outOfMemory();
    return null;
  }
}

/** Null when the model cannot answer so many rows, though it answers one. */
async function timeRows(session: Session, facts: ModelFacts, count: number): Promise<Timed | null> {
  const inputs = makeUpInputs(facts, { from: 0, count });
  return inputs && time(session, inputs).catch(() => null);
}

async function time(session: Session, inputs: readonly Tensor[]): Promise<Timed> {
  let best = Number.POSITIVE_INFINITY;
  let first: Tensor[] | null = null;
  let isSteady = true;
  for (let i = 0; i < REPEATS && (i === 0 || best < SLOW_MS); i++) {
    const startedAt = performance.now();
    const outputs = await session.run(inputs);
    best = Math.min(best, performance.now() - startedAt);
    if (first) isSteady &&= isIdentical(first, outputs);
    first ??= outputs;
  }
  return { ms: best, outputs: first ?? [], isSteady };
}

function givesRows(session: Session): boolean {
  return session.outputs.every(({ shape }) => shape.length === 0 || shape[0] === -1);
}

async function saysWhatRowsSay(session: Session, facts: ModelFacts, batch: readonly Tensor[]): Promise<boolean> {
  const rows: Tensor[][] = [];
  for (let row = 0; row < BATCH; row++) {
    const inputs = makeUpInputs(facts, { from: row, count: 1 });
    const answer = inputs && (await session.run(inputs).catch(() => null));
    if (!answer) return false;
    rows.push(answer);
  }
  return isSameByRow(batch, rows);
}

import type { TriedAnswer } from '../contract.ts';

/** What the model said to a row: a class, or a number; neither when it gave nothing to go by, NaN for one. */
export interface Reply {
  decision: string | null;
  number: number | null;
  /** In the model's own order; empty without scores. */
  scores: readonly { label: string; score: number }[];
}

/** Which answer counts as the same as which: a class by its name, a number by its side of the tolerance; null: none. */
export type Zone = string | null;

/** Further apart than this, two answers to one question are two; batches differ by far less. */
const SAME_SCORE = 0.005;
const SAME_NUMBER = 0.001;
/** Rounding of 32-bit numbers is never a change. */
const NOISE = 1e-6;

/** Sorts answers as they stand to the first one. `tolerance` is for numbers, in their unit. */
export function zonesAround(base: Reply, tolerance: number | null): (reply: Reply | null | undefined) => Zone {
  if (base.decision !== null) return (reply) => reply?.decision ?? null;
  const { number: centre } = base;
  return (reply) => {
    if (!reply || reply.decision !== null || reply.number === null || centre === null) return null;
    const off = reply.number - centre;
    if (Math.abs(off) <= Math.max(tolerance ?? 0, NOISE * Math.abs(centre))) return 'same';
    return off > 0 ? 'higher' : 'lower';
  };
}

/** Whether there is anything to go by. */
export function saysSomething({ decision, number }: Reply): boolean {
  return decision !== null || number !== null;
}

/** Whether two answers to the same question are one, rounding apart. */
export function isSameReply(one: Reply, other: Reply): boolean {
  if (one.decision !== other.decision || (one.number === null) !== (other.number === null)) return false;
  const [a, b] = [one.number ?? 0, other.number ?? 0];
  if (Math.abs(a - b) > SAME_NUMBER * Math.max(Math.abs(a), Math.abs(b))) return false;
  return one.scores.every(({ score }, at) => Math.abs(score - (other.scores[at]?.score ?? score)) <= SAME_SCORE);
}

/** A reply as it is given out; its share is the score of what the question itself was decided as. */
export function triedAnswer(reply: Reply, base: Reply): TriedAnswer {
  const share = reply.scores.find(({ label }) => label === base.decision)?.score ?? null;
  return { decision: reply.decision, number: reply.number, share };
}

/** What moves when the answer does: the share of the decided class, or the number. */
export function strengthOf(reply: Reply | null, base: Reply): number | null {
  if (!reply) return null;
  const { share, number } = triedAnswer(reply, base);
  return share ?? number;
}

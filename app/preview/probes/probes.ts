import type { AskingDeps, AskOptions } from '../asking.ts';
import { askRows } from '../asking-rows.ts';
import type { ProbeFinding } from '../contract.ts';
import { extremes, missing, outside } from './edges.ts';
import type { Probe, ProbedCase } from './probe.ts';
import { direction } from './rules.ts';
import { neighbours, repeated, rounded } from './steadiness.ts';

/** What is worth knowing first, first. A model that answers at random makes everything after it meaningless. */
const PROBES: readonly Probe[] = [repeated, extremes, direction, neighbours, rounded, outside, missing];

/** More lines than that are not read. */
const MOST_FINDINGS = 3;

/**
 * Looks for what is odd in how a model answers around a case, in one batch; at most three findings. Stores nothing.
 * @throws FL_VERSION_RETIRED, FL_SERVING_*, FL_MODEL_CANNOT_LOAD; what the signal was aborted with
 */
export async function probe(deps: AskingDeps, probed: ProbedCase, options?: AskOptions): Promise<ProbeFinding[]> {
  const asked = PROBES.map((one) => ({ one, rows: one.rows(probed) }));
  const told = await askRows(deps, { version: probed.version, rows: asked.flatMap(({ rows }) => rows) }, options);
  let next = 0;
  const findings = asked.flatMap(({ one, rows }) => {
    const own = told.slice(next, next + rows.length);
    next += rows.length;
    return one.judge(probed, rows, own) ?? [];
  });
  const [first] = findings;
  return first?.kind === 'not-deterministic' ? [first] : findings.slice(0, MOST_FINDINGS);
}

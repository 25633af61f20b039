import { Matrix, solve } from 'ml-matrix';

/** Cases as rows of numbers, and whether each has what is looked for. */
export interface LabelledCases {
  rows: readonly (readonly number[])[];
  labels: readonly boolean[];
}

/** A logistic regression: the logarithm of the odds is `intercept` plus the weighted sum of a row. */
export interface LogisticModel {
  intercept: number;
  weights: number[];
}

const MOST_STEPS = 30;
const CLOSE_ENOUGH = 1e-8;
/** Keeps a case that is as good as certain from having no weight at all. */
const LEAST_WEIGHT = 1e-9;

/**
 * Fits a logistic regression by Newton's method (iteratively reweighted least squares; McCullagh and Nelder 1989), with
 * a penalty on the squared weights, not on the intercept, that keeps it finite where groups come apart entirely.
 * @param ridge the penalty; 0 for none
 */
export function fitLogistic({ rows, labels }: LabelledCases, { ridge }: { ridge: number }): LogisticModel {
  const width = (rows[0]?.length ?? 0) + 1;
  let found = new Array<number>(width).fill(0);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const change = newtonStep({ rows, labels, found, ridge });
    found = found.map((value, at) => value + (change[at] ?? 0));
    if (Math.max(...change.map(Math.abs)) < CLOSE_ENOUGH) break;
  }
  const [intercept = 0, ...weights] = found;
  return { intercept, weights };
}

/** The score of a row: higher where what is looked for is likelier. */
export function logisticScore({ intercept, weights }: LogisticModel, row: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * (row[at] ?? 0), intercept);
}

/** Solves (Xᵀ W X + ridge) change = Xᵀ (y - p) - ridge × weights, where X begins with a column of ones. */
function newtonStep({ rows, labels, found, ridge }: LabelledCases & { found: number[]; ridge: number }): number[] {
  const width = found.length;
  const curvature = Matrix.zeros(width, width);
  const slope = found.map((value, at) => (at === 0 ? 0 : -ridge * value));
  const model = { intercept: found[0] ?? 0, weights: found.slice(1) };
  for (const [place, row] of rows.entries()) {
    const chance = 1 / (1 + Math.exp(-logisticScore(model, row)));
    const weight = Math.max(LEAST_WEIGHT, chance * (1 - chance));
    const error = (labels[place] ? 1 : 0) - chance;
    const full = [1, ...row];
    // Most columns of a row are zero: only one choice of a category is taken.
    const taken = full.flatMap((value, at) => (value === 0 ? [] : [at]));
    for (const at of taken) {
      const value = full[at] ?? 0;
      slope[at] = (slope[at] ?? 0) + value * error;
      for (const other of taken) {
        if (other < at) continue;
        curvature.set(at, other, curvature.get(at, other) + weight * value * (full[other] ?? 0));
      }
    }
  }
  for (let at = 0; at < width; at += 1) {
    if (at > 0) curvature.set(at, at, curvature.get(at, at) + ridge);
    for (let other = 0; other < at; other += 1) curvature.set(at, other, curvature.get(other, at));
  }
  return solve(curvature, Matrix.columnVector(slope), true).to1DArray();
}

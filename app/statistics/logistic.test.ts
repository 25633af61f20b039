import { expect, test } from 'vitest';
import { fitLogistic, logisticScore } from './logistic.ts';

/**
 * Spector and Mazzeo, Journal of Economic Education 11 (1980): grade point average, test score, whether a new way of
 * teaching was used, and whether the grade improved, of 32 students. The coefficients are those of Greene, Econometric
 * Analysis, table of the logit model.
 */
const GPA = [
  ...[2.66, 2.89, 3.28, 2.92, 4.0, 2.86, 2.76, 2.87, 3.03, 3.92, 2.63, 3.32, 3.57, 3.26, 3.53, 2.74],
  ...[2.75, 2.83, 3.12, 3.16, 2.06, 3.62, 2.89, 3.51, 3.54, 2.83, 3.39, 2.67, 3.65, 4.0, 3.1, 2.39],
];
const TUCE = [
  ...[20, 22, 24, 12, 21, 17, 17, 21, 25, 29, 20, 23, 23, 25, 26, 19],
  ...[25, 19, 23, 25, 22, 28, 14, 26, 24, 27, 17, 24, 21, 23, 21, 19],
];
const IMPROVED = [4, 9, 13, 19, 21, 24, 25, 26, 28, 29, 31];
const students = {
  rows: GPA.map((gpa, at) => [gpa, TUCE[at] ?? 0, at < 18 ? 0 : 1]),
  labels: GPA.map((_, at) => IMPROVED.includes(at)),
};

test('finds the published coefficients', () => {
  const { intercept, weights } = fitLogistic(students, { ridge: 0 });
  expect(intercept).toBeCloseTo(-13.0213, 3);
  expect(weights.map((weight) => Number(weight.toFixed(3)))).toEqual([2.826, 0.095, 2.379]);
});

test('stays finite where the groups come apart entirely, and with columns that say the same', () => {
  const rows = Array.from({ length: 40 }, (_, at) => [at < 20 ? 1 : 0, at < 20 ? 0 : 1, at < 20 ? 1 : 0, 0]);
  const labels = rows.map((_, at) => at < 20);
  const model = fitLogistic({ rows, labels }, { ridge: 1 });
  expect([model.intercept, ...model.weights].every(Number.isFinite)).toBe(true);
  expect(logisticScore(model, rows[0] ?? [])).toBeGreaterThan(logisticScore(model, rows[39] ?? []));
  expect(model.weights[3]).toBe(0);
});

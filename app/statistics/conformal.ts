/**
 * How far off an answer is for so many of all cases: the margin of split conformal prediction, the
 * ceil((n + 1) x share)-th smallest of the absolute errors. It holds for whatever model and distribution, as long as
 * the next case is like the known ones. Lei, G'Sell, Rinaldo, Tibshirani and Wasserman, 'Distribution-free predictive
 * inference for regression', JASA 2018.
 * @param errors absolute errors on cases the model was not made from, in their unit
 * @param share of the cases that are to lie within, such as 0.9
 * @returns null when there are too few errors to say it
 */
export function conformalMargin(errors: readonly number[], share: number): number | null {
  // A thousandth of a case is rounding of the product, not a case.
  const place = Math.ceil((errors.length + 1) * share - 1e-9);
  return errors.toSorted((one, other) => one - other)[place - 1] ?? null;
}

/**
 * How strange a case is beside known ones, as a p-value: the share of them, itself included, that are at least as
 * strange. Vovk, Gammerman and Shafer, 'Algorithmic learning in a random world', 2005; for anomalies Laxhammar and
 * Falkman, 2014.
 * @param known strangeness of each known case, in any unit
 */
export function conformalPValue(known: readonly number[], strangeness: number): number {
  const asStrange = known.reduce((count, one) => count + (one >= strangeness ? 1 : 0), 0);
  return (asStrange + 1) / (known.length + 1);
}

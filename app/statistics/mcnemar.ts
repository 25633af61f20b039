/**
 * McNemar's exact test, two-sided: how likely counts at least this uneven are when each change is as likely to go one
 * way as the other (McNemar 1947; the exact form is the binomial test on the changes alone). Without any change, 1.
 * @param there how many changed one way
 * @param back how many changed the other way
 */
export function mcnemarExact({ there, back }: { there: number; back: number }): number {
  const changes = there + back;
  const fewer = Math.min(there, back);
  // In logarithms: the coefficients of a few thousand changes are beyond any double.
  let logTerm = -changes * Math.LN2;
  let sum = Math.exp(logTerm);
  for (let count = 1; count <= fewer; count += 1) {
    logTerm += Math.log((changes - count + 1) / count);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, 2 * sum);
}

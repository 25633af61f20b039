/**
 * Which version answers a question that names none. Serving alone knows no `live`, so it is the highest; once the
 * portal hands over its table of routes, `live` is looked up here and a model without one refuses such questions.
 * @param numbers versions served, not empty
 */
export function chooseVersion(numbers: readonly number[]): number | undefined {
  return numbers.length === 0 ? undefined : Math.max(...numbers);
}

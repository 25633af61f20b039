import type { Description } from '../description-format.ts';
import { descriptionInvalid, type Problem, shortName } from './problems.ts';

/** Reserved among the changes of a description: keys of the fields in the order the form shows them. */
export const ORDER_KEY = 'order';

/**
 * The same description with its fields in this order; those that are not named follow as they were.
 * @throws FL_DESCRIPTION_INVALID when it names what is no field, or a field twice
 */
export function orderInputs(description: Description, order: unknown): Description {
  if (order === undefined || order === null) return description;
  const problems: Problem[] = [];
  const byKey = new Map(description.inputs.map((input) => [input.key, input]));
  if (!Array.isArray(order)) problems.push({ where: ORDER_KEY, what: 'must be a list of keys' });
  const named = (Array.isArray(order) ? order : []).flatMap((key: unknown) => {
    const input = typeof key === 'string' ? byKey.get(key) : undefined;
    if (input) byKey.delete(input.key);
    else problems.push({ where: ORDER_KEY, what: `names no field, or one twice: ${shortName(String(key))}` });
    return input ?? [];
  });
  if (problems.length > 0) throw descriptionInvalid('description', problems.slice(0, 1));
  return { ...description, inputs: [...named, ...byKey.values()] };
}

import type { ModelFacts } from '#app/oip/control.ts';
import type { DescribedInput, Description } from '../../description-format.ts';
import { keptField } from '../carry.ts';
import { type Change, changesByName } from '../changes.ts';
import { finishField } from '../inputs/field.ts';
import { createSlotFinder } from '../inputs/slots.ts';
import { without } from '../preview-file/spoken.ts';
import { descriptionInvalid, type Problem, shortName } from '../problems.ts';

/** Reserved in the change of an input: the key it had in the version before; null when it is no renamed field. */
const RENAMED_KEY = 'renamedFrom';

interface Known {
  facts: ModelFacts;
  /** Description of the version before. */
  before: Description | null;
}

/**
 * Takes over what people said of a field of the version before, where a change says that it is the same under another
 * name.
 * @returns the description, and the changes that are left
 * @throws FL_DESCRIPTION_INVALID when the version before has no such field
 */
export function confirmRenames(
  current: Description,
  changes: Change,
  { facts, before }: Known,
): { description: Description; changes: Change } {
  const problems: Problem[] = [];
  const byKey = changesByName(changes.inputs, { list: 'inputs', nameOf: ({ key, name }) => key ?? name, problems });
  const isAsked = [...byKey.values()].some((change) => Object.hasOwn(change, RENAMED_KEY));
  // What is wrong with the list is told by whoever applies the rest of it.
  if (problems.length > 0 || !isAsked) return { description: current, changes };
  const old = new Map(before?.inputs.map((input) => [input.key, input]));
  const slotOf = createSlotFinder(facts);
  const inputs = current.inputs.map((input) => {
    const change = byKey.get(input.key);
    if (!change || !Object.hasOwn(change, RENAMED_KEY)) return input;
    const from = change[RENAMED_KEY];
    if (from === null) return without(input, ['renamed']) as DescribedInput;
    const was = typeof from === 'string' ? old.get(from) : undefined;
    const slot = slotOf(input);
    if (was && slot) return takeOver(input, was, slot);
    const where = `inputs, ${shortName(input.key)}, ${RENAMED_KEY}`;
    problems.push({ where, what: `is no field of the version before: ${shortName(String(from))}` });
    return input;
  });
  if (problems.length > 0) throw descriptionInvalid('description', problems);
  const rest = [...byKey].map(([key, change]) => [key, without(change, [RENAMED_KEY])] as const);
  const left = rest.filter(([key, change]) => Object.keys(change).length > 0 || !wasAsked(byKey.get(key)));
  return { description: { ...current, inputs }, changes: { ...changes, inputs: Object.fromEntries(left) } };
}

function wasAsked(change: Change | undefined): boolean {
  return change !== undefined && Object.hasOwn(change, RENAMED_KEY);
}

/** What the field is called in the file, and its place there, stay its own. */
function takeOver(
  input: DescribedInput,
  was: DescribedInput,
  slot: NonNullable<ReturnType<ReturnType<typeof createSlotFinder>>>,
): DescribedInput {
  const kept = keptField(was, slot, true);
  const own = without(input, ['guess', 'renamed']);
  // Nothing of it is said anew, so what no longer fits is left out and not a problem.
  const field = finishField({ slot, key: input.key, said: null, kept: { ...own, ...kept }, where: input.key }, []);
  const corrected = [...new Set([...(was.corrected ?? []), ...(input.corrected ?? [])])];
  return corrected.length > 0 ? { ...field, corrected } : field;
}

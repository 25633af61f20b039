import type { ModelFacts } from '#app/oip/control.ts';
import {
  type DescribedInput,
  INPUT_KINDS,
  type InputKind,
  OUTPUT_KINDS,
  type OutputKind,
} from '../description-format.ts';
import { isFloat } from './inputs/elements.ts';
import { kindProblem } from './inputs/kinds.ts';
import { createSlotFinder } from './inputs/slots.ts';
import { outputKindProblem } from './outputs/kinds.ts';

/** The kinds a field of a description can be changed to, its own among them. */
export function possibleInputKinds(facts: ModelFacts, input: DescribedInput): InputKind[] {
  const slot = createSlotFinder(facts)(input);
  if (!slot) return [input.kind];
  // What takes whole numbers only has no place for others.
  const isWhole = !isFloat(slot.datatype) && slot.datatype !== 'BYTES';
  const kinds = INPUT_KINDS.filter((kind) => kindProblem(kind, slot) === null && !(kind === 'number' && isWhole));
  return kinds.includes(input.kind) ? kinds : [input.kind, ...kinds];
}

/** The same for an output, by its name. */
export function possibleOutputKinds(facts: ModelFacts, name: string): OutputKind[] {
  const output = facts.outputs.find((one) => one.name === name);
  return OUTPUT_KINDS.filter((kind) => !output || outputKindProblem(kind, output) === null);
}

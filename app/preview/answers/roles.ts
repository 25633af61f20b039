import type { VersionDetail } from '#app/catalog/contract.ts';
import type { DescribedOutput } from '#app/catalog/description-format.ts';
import { type ElementValue, readValues } from '#app/oip/element-values.ts';
import type { Tensor } from '#app/oip/tensor.ts';
import { type ClassNames, classNames } from './class-names.ts';

/** An output that came, what the description says of it, and its elements. */
export interface GivenOutput {
  name: string;
  tensor: Tensor;
  described: DescribedOutput | undefined;
  elements: ElementValue[];
}

/** Which output says what. */
export interface Roles {
  outputs: GivenOutput[];
  /** Names the class. */
  label: GivenOutput | undefined;
  /** One score a class, in the order of `classes`; empty without scores. */
  scores: number[];
  /** Where the scores come from. */
  scored: GivenOutput | undefined;
  classes: ClassNames;
}

/** Rounding of a 32-bit softmax; further away it is no share of one. */
const SLACK = 1e-3;

/** Sorts the outputs of an answer by what they say. The description has the first word, the graph the second. */
export function rolesOf(
  { facts, description }: Pick<VersionDetail, 'facts' | 'description'>,
  tensors: Tensor[],
): Roles {
  const outputs = tensors.map((tensor) => ({
    name: tensor.name,
    tensor,
    described: description.outputs.find(({ name }) => name === tensor.name),
    elements: readValues(tensor.datatype, tensor.bytes),
  }));
  const withRole = (kind: DescribedOutput['kind'], byGraph: string | null) =>
    outputs.find(({ described }) => described?.kind === kind) ??
    outputs.find(({ name, described }) => name === byGraph && described === undefined);
  const label = withRole('class', facts.labelOutput);
  const scored = withRole('probabilities', facts.scoresOutput);
  const described = scored?.described?.classes ?? label?.described?.classes;
  const shares = scored?.described?.role === 'logits' ? softmax(scored.elements) : (scored?.elements ?? []);
  const scores = scored ? scoresOf(shares, described?.length ?? facts.classes?.length) : [];
  return {
    outputs,
    label: label?.elements.length === 1 ? label : undefined,
    scored,
    scores,
    classes: classNames({ labels: facts.classes, described, count: scores.length || null }),
  };
}

/**
 * Shares of one from the numbers a network has before its last step, which many exports leave out: e to their power,
 * by the sum of all. Numbers that are shares already stay.
 */
function softmax(elements: readonly ElementValue[]): readonly ElementValue[] {
  const numbers = elements.map(Number);
  const sum = numbers.reduce((total, number) => total + number, 0);
  const areShares = Math.abs(sum - 1) <= SLACK && numbers.every((number) => number >= 0);
  if (areShares || numbers.length < 2 || !numbers.every(Number.isFinite)) return elements;
  const largest = numbers.reduce((top, number) => Math.max(top, number), Number.NEGATIVE_INFINITY);
  const powers = numbers.map((number) => Math.exp(number - largest));
  const total = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / total);
}

/**
 * Scores as shares of one. Margins and other numbers that are not between 0 and 1 are no scores: they stay among the
 * values of the answer. A single score belongs to the second of two classes, and says nothing otherwise.
 */
function scoresOf(elements: readonly ElementValue[], classCount: number | undefined): number[] {
  const shares = elements.map((element) => (typeof element === 'number' ? element : Number.NaN));
  if (!shares.every((share) => share >= -SLACK && share <= 1 + SLACK)) return [];
  const [first] = shares;
  if (shares.length !== 1 || first === undefined) return shares;
  // Nine digits are more than any model has; without rounding 1 - 0.7 is 0.30000000000000004.
  return classCount === 2 ? [Math.round((1 - first) * 1e9) / 1e9, first] : [];
}

import type { VersionDetail } from '#app/catalog/contract.ts';
import { appError } from '#app/core/errors.ts';
import type { ElementValue } from '#app/oip/element-values.ts';
import { createElementWriter } from '#app/oip/element-writer.ts';
import type { Datatype, Tensor } from '#app/oip/tensor.ts';
import type { PreparedInput } from '../preparing/prepared-input.ts';
import { elementCount, type Field, type GraphInput, graphInputs } from './graph-input.ts';
import type { ReadField } from './read-field.ts';
import { fitShape } from './tensor-shape.ts';
import { repeat } from './tensor-value.ts';

/** Wider than any vector of columns that people fill in. */
const MOST_COLUMNS = 1_000_000;

/**
 * The tensors of a question, one for each input of the graph: a field that is a whole input as it is, columns put into
 * their vector by `index`, and what was prepared. What no field describes is zero, or the empty text.
 * @throws FL_INPUT_INVALID when the description puts a field where the graph has no place
 */
export function packTensors(
  version: Pick<VersionDetail, 'facts'>,
  read: ReadonlyMap<Field, ReadField>,
  prepared: readonly PreparedInput[] = [],
): Tensor[] {
  const ready = new Map(prepared.map((input) => [input.name, input]));
  const byName = new Map<string, [Field, ReadField][]>();
  for (const entry of read) {
    const { name } = entry[0].input;
    byName.set(name, [...(byName.get(name) ?? []), entry]);
  }
  return graphInputs(version).map((input) => {
    const made = ready.get(input.name);
    return made ? { ...made, datatype: input.datatype } : packInput(input, byName.get(input.name) ?? []);
  });
}

function packInput(input: GraphInput, fields: [Field, ReadField][]): Tensor {
  const columns = fields.filter(([field]) => field.input.index !== undefined);
  if (columns.length > 0) return packColumns(input, columns);
  const [whole] = fields;
  const { elements, shape } = whole?.[1] ?? emptyInput(input);
  return tensorOf(input, elements, shape);
}

function packColumns(input: GraphInput, columns: [Field, ReadField][]): Tensor {
  const last = columns.reduce((highest, [field]) => Math.max(highest, field.input.index ?? 0), 0);
  const width = Math.max(elementCount(input.dimensions), last + 1);
  const shape = width <= MOST_COLUMNS ? fitShape([width], input.dimensions ?? [1, null]) : null;
  if (!shape) {
    const misplaced = columns.filter(([field]) => field.input.index === last).map(([field]) => field.input.key);
    const words = `The description puts this at column ${last}, which ${JSON.stringify(input.name)} does not have.`;
    throw appError('FL_INPUT_INVALID', { fields: Object.fromEntries(misplaced.map((key) => [key, words])) });
  }
  const elements: ElementValue[] = Array(width).fill(input.datatype === 'BYTES' ? '' : 0);
  for (const [field, { elements: one }] of columns) elements[field.input.index ?? 0] = one[0] as ElementValue;
  return tensorOf(input, elements, shape);
}

function emptyInput(input: GraphInput): { elements: ElementValue[]; shape: number[] } {
  const filled = repeat(input.datatype === 'BYTES' ? '' : 0, input);
  if (filled.problem !== undefined) throw appError('FL_RUN_FAILED', { message: filled.problem });
  return filled.value;
}

/** Every element was seen to fit when its field was read. */
function tensorOf(given: { name: string; datatype: Datatype }, elements: ElementValue[], shape: number[]): Tensor {
  const { name, datatype } = given;
  const writer = createElementWriter({ datatype, count: elements.length, isFromJson: true });
  const misfit = writer.write(elements);
  if (misfit) throw new Error(`An element of ${name} does not fit ${datatype}.`);
  return { name, datatype, shape, bytes: writer.bytes() };
}

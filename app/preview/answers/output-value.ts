import type { FieldValue, OutputKind } from '#app/catalog/description-format.ts';
import type { ElementValue } from '#app/oip/element-values.ts';
import { tensorValues } from '#app/oip/json-codec.ts';
import type { Tensor } from '#app/oip/tensor.ts';
import { nest } from '../inputs/tensor-value.ts';

/** Outputs that are one thing even where the graph has a list around it. */
const SINGLE_KINDS: ReadonlySet<OutputKind | undefined> = new Set(['class', 'number', undefined]);

/** An output of one row as JSON can hold it: a single value, or lists without the row around them. */
export function outputValue(output: Tensor, kind: OutputKind | undefined): FieldValue {
  const elements = tensorValues(output).map(storedElement);
  const { shape } = output;
  if (elements.length === 1 && (shape.length === 0 || SINGLE_KINDS.has(kind))) return elements[0] as FieldValue;
  if (elements.length === 0) return [];
  const ofOneRow = shape.length > 1 && shape[0] === 1 ? shape.slice(1) : shape;
  return nest(elements, ofOneRow);
}

/** Whole numbers beyond 2^53 and what is not finite become texts: JSON would lose them. */
function storedElement(element: ElementValue): FieldValue {
  if (typeof element === 'bigint') {
    const number = Number(element);
    return Number.isSafeInteger(number) ? number : String(element);
  }
  return typeof element === 'number' && !Number.isFinite(element) ? String(element) : element;
}

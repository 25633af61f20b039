import type { GraphValue, ModelFacts } from '#app/oip/control.ts';
import { elementCount, type OutputKind, rowShape } from '../../description-format.ts';
import { isFloat, isNumeric } from '../inputs/elements.ts';

/** From here on several numbers are read as a curve. */
const SHORTEST_SERIES = 8;

/** How many values an output has a row; null when the file leaves it open. */
export function outputWidth({ shape }: GraphValue): number | null {
  const isOpen = shape === null || shape.some((size, i) => i > 0 && typeof size !== 'number');
  return isOpen ? null : elementCount(rowShape(shape));
}

/** The kind that the graph suggests, and labels.txt where its names fit one output only. */
export function guessOutputKind(output: GraphValue, facts: ModelFacts, labels: readonly string[] | null): OutputKind {
  if (output.name === facts.labelOutput) return 'class';
  if (output.name === facts.scoresOutput) return 'probabilities';
  const width = outputWidth(output);
  const { datatype } = output;
  if (width === 1) {
    if (datatype === 'BYTES' || datatype === 'BOOL') return 'class';
    if (!isNumeric(datatype)) return 'tensor';
    const isIndex = !isFloat(datatype) && labels !== null && facts.labelOutput === null;
    return isIndex ? 'class' : 'number';
  }
  if (width === null || !isFloat(datatype) || rowShape(output.shape).length > 1) return 'tensor';
  const isScores =
    labels?.length === width &&
    facts.scoresOutput === null &&
    facts.outputs.filter((other) => outputWidth(other) === width).length === 1;
  if (isScores) return 'probabilities';
  return width >= SHORTEST_SERIES ? 'series' : 'tensor';
}

/** What is wrong with a kind for an output, or null. */
export function outputKindProblem(kind: OutputKind, output: GraphValue): string | null {
  const width = outputWidth(output);
  const isOne = width === 1 || width === null;
  const isNumber = isNumeric(output.datatype);
  switch (kind) {
    case 'class':
      return isOne ? null : `does not fit: the output has ${width} values. Use probabilities, series or tensor`;
    case 'number':
      if (!isNumber) return 'does not fit: the output is no number';
      return isOne ? null : `does not fit: the output has ${width} values. Use probabilities, series or tensor`;
    case 'probabilities':
    case 'series':
    case 'image':
      return isNumber ? null : 'does not fit: the output holds no numbers';
    default:
      return null;
  }
}

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

/** Names of outputs that place an input among others rather than say something of it. */
const EMBEDDING_NAME = /embed|pooler|sentence_vector|feature_?vector|hidden_state/i;
const LOGITS_NAME = /logit/i;
/** More classes than any list of names has. */
const MOST_CLASSES = 50_000;

/** What the numbers of an output are where its kind does not say it; null for the usual. */
export function guessRole(output: GraphValue, facts: ModelFacts, kind: OutputKind): 'embedding' | 'logits' | null {
  if (!isFloat(output.datatype)) return null;
  const isNetwork = !facts.operators.some((operator) => operator.startsWith('ai.onnx.ml'));
  if (kind === 'probabilities') return isNetwork && output.name !== facts.scoresOutput ? 'logits' : null;
  return kind === 'tensor' && EMBEDDING_NAME.test(output.name) ? 'embedding' : null;
}

/**
 * Whether an output has one number a class that no Softmax has made a share: networks trained for classes leave out the
 * last step. Their name says so, or they are all that a network for pictures has to say.
 */
function isLogits(output: GraphValue, { inputs, outputs, operators, labelOutput, scoresOutput }: ModelFacts): boolean {
  const width = outputWidth(output);
  if (labelOutput !== null || scoresOutput !== null || width === null || width < 2 || width > MOST_CLASSES)
    return false;
  if (rowShape(output.shape).length !== 1 || EMBEDDING_NAME.test(output.name)) return false;
  const seesPictures = operators.includes('Conv') && inputs.some(({ shape }) => shape?.length === 4);
  return LOGITS_NAME.test(output.name) || (seesPictures && outputs.length === 1);
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
  if (isLogits(output, facts)) return 'probabilities';
  return width >= SHORTEST_SERIES && !EMBEDDING_NAME.test(output.name) ? 'series' : 'tensor';
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

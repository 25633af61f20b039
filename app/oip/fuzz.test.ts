import { expect, test } from 'vitest';
import { binaryOutputs, decodeInferBody, encodeBinaryQuestion, encodeInferBody, rawInput } from './binary-codec.ts';
import { encodeInferRequest, type InferRequest, tensorFromValues } from './json-codec.ts';
import { isOipError } from './oip-error.ts';
import { DATATYPE_SIZES, type Tensor } from './tensor.ts';
import { mutate, pick, type Sent, seededRandom } from './testing-mutations.ts';

const SEED = 20_261_125;
const BODIES = 100_000;

const floats = tensorFromValues({ name: 'x', datatype: 'FP32', shape: [2, 2], values: [1, -0.5, 3e7, Number.NaN] });
const longs = tensorFromValues({ name: 'n', datatype: 'INT64', shape: [2], values: [2n ** 60n, -1n] });
const words = tensorFromValues({ name: 'w', datatype: 'BYTES', shape: [2, 1], values: ['héllo', ''] });
const flags = tensorFromValues({ name: 'f', datatype: 'BOOL', shape: [], values: [true] });
const halves = tensorFromValues({ name: 'h', datatype: 'FP16', shape: [0, 3], values: [] });

const QUESTIONS = [[floats], [longs, words], [words, flags], [floats, longs, words, flags]];
const GOOD: readonly Sent[] = [
  ...QUESTIONS.map((inputs) =>
    json(encodeInferRequest({ inputs, id: 'q', outputs: ['y'], parameters: { timeout: 5 } })),
  ),
  ...[...QUESTIONS, [halves, floats]].map((inputs) => {
    const { body, headerLength } = encodeBinaryQuestion({ inputs, id: 'q' });
    return { body: Buffer.from(body), headerLength: String(headerLength) };
  }),
  json('{"inputs":[{"name":"x","datatype":"FP32","shape":[2,2],"data":[[1,2],[3,4]]}],"outputs":[]}'),
];

function json(text: string): Sent {
  return { body: Buffer.from(text), headerLength: undefined };
}

/** What a question that was let through must be: everything behind the codec relies on it. */
function isSound({ inputs }: InferRequest): boolean {
  return inputs.every(({ datatype, shape, bytes }: Tensor) => {
    const size = DATATYPE_SIZES[datatype];
    return size === null || shape.reduce((product, n) => product * n, size) === bytes.byteLength || shape.includes(0);
  });
}

/** A sound question or a refusal in words; anything else is thrown. */
function outcome(sent: Sent): 'question' | 'refusal' {
  try {
    if (sent.headerLength === '0') rawInput([{ name: 'x', datatype: 'FP32', shape: [-1, 2] }], sent.body);
    const question = decodeInferBody(sent.body, sent.headerLength);
    if (!isSound(question)) throw new Error('let through what is not sound');
    encodeInferBody({ modelName: 'm', outputs: question.inputs }, binaryOutputs(question));
    return 'question';
  } catch (error) {
    if (isOipError(error) && error.status === 400 && error.message.length < 400) return 'refusal';
    throw new Error(`header ${sent.headerLength}, body ${JSON.stringify(sent.body.toString('latin1'))}`, {
      cause: error,
    });
  }
}

test('P34 100,000 mutated bodies are sound questions or refusals in words', () => {
  expect(GOOD.map(outcome)).toEqual(GOOD.map(() => 'question'));
  const random = seededRandom(SEED);
  const counts = { question: 0, refusal: 0 };
  for (let i = 0; i < BODIES; i++) counts[outcome(mutate(pick(GOOD, random), random))] += 1;
  // Both happen often, or the accidents are too harmless or too harsh to find anything.
  expect(counts.question).toBeGreaterThan(BODIES / 50);
  expect(counts.refusal).toBeGreaterThan(BODIES / 2);
}, 60_000);

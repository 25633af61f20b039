import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { binaryOutputs, decodeInferBody, encodeInferBody } from '#app/oip/binary-codec.ts';
import { encodeInferRequest, tensorFromValues } from '#app/oip/json-codec.ts';
import type { Tensor } from '#app/oip/tensor.ts';
import { createBodies } from './bodies.ts';
import { createLargeBodies } from './large-bodies.ts';

const COUNT = 200_000;
const large = tensorFromValues({
  name: 'x',
  datatype: 'FP32',
  shape: [COUNT],
  values: Array.from({ length: COUNT }, (_, at) => at / 7),
});
const small = tensorFromValues({ name: 't', datatype: 'BYTES', shape: [2], values: ['héllo', ''] });
const question = Buffer.from(encodeInferRequest({ inputs: [large, small], id: 'q', parameters: { priority: 1 } }));
const asked = { inputs: [], outputs: [{ name: 't', parameters: { binary_data: true } }, { name: 'x' }] };
const answer = { modelName: 'm', modelVersion: '1', id: 'q', outputs: [large, small] };

/** How often others got their turn until the promise was settled. */
async function turnsDuring(promise: Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const settled = promise.finally(() => {
    isOver = true;
  });
  const count = () => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await settled;
  return turns;
}

const digests = (tensors: readonly Tensor[]) =>
  tensors.map(({ bytes, ...others }) => ({ ...others, sha256: createHash('sha256').update(bytes).digest('hex') }));

describe('P36 large bodies', () => {
  test('are read as small ones are, while others get their turns', async () => {
    const decoded = createBodies().decode(Buffer.from(question), undefined);
    expect(decoded).toBeInstanceOf(Promise);
    expect(await turnsDuring(Promise.resolve(decoded))).toBeGreaterThan(10);
    const [ours, usual] = [await decoded, decodeInferBody(question, undefined)];
    // Comparing megabytes element by element takes vitest seconds.
    expect(digests(ours.inputs)).toEqual(digests(usual.inputs));
    expect({ ...ours, inputs: [] }).toEqual({ ...usual, inputs: [] });
  });

  test('are written as small ones are, while others get their turns', async () => {
    const encoded = createBodies().encode(answer, asked);
    expect(encoded).toBeInstanceOf(Promise);
    expect(await turnsDuring(Promise.resolve(encoded))).toBeGreaterThan(10);
    const usual = encodeInferBody(answer, binaryOutputs(asked));
    const { body, headerLength } = await encoded;
    expect(headerLength).toBe(usual.headerLength);
    expect(Buffer.compare(Buffer.from(body), Buffer.from(usual.body))).toBe(0);
  });

  test('small ones are not sent to the thread', () => {
    const { body } = encodeInferBody({ modelName: 'm', outputs: [small] }, () => false);
    expect(createBodies().encode({ modelName: 'm', outputs: [small] }, { inputs: [] })).toEqual({
      body,
      headerLength: null,
    });
  });

  test('a refusal keeps its status and its sentence', async () => {
    const cut = question.subarray(0, question.length - 2);
    await expect(createLargeBodies().decode(cut, undefined)).rejects.toMatchObject({
      name: 'OipError',
      status: 400,
      message: 'The body is not valid JSON.',
    });
  });
});

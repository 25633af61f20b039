import { describe, expect, test } from 'vitest';
import { readVerdict } from './read-verdict.ts';

const result = {
  facts: {
    irVersion: 8,
    producer: '',
    opsets: [],
    operators: [],
    inputs: [],
    outputs: [],
    categories: [],
    classes: null,
    labelOutput: null,
    scoresOutput: null,
    metadata: {},
  },
  report: { loadMs: 1, memoryBytes: 2, answers: [], batches: false, deterministic: null },
  notices: [],
  timings: { checkedMs: 1, measuredMs: 1 },
};
const crashed = expect.objectContaining({ code: 'FL_CHECK_CRASHED' });

describe('the words of a checking child', () => {
  test('C3 a verdict that fits is believed', () => {
    expect(readVerdict({ type: 'checked', id: 1, result, repaired: 'model.onnx' })).toEqual({
      result,
      repaired: 'model.onnx',
    });
    expect(readVerdict({ type: 'checked', id: 1, result, repaired: null }).repaired).toBeNull();
  });

  test.each([
    ['no result', { type: 'checked', repaired: null }],
    ['half a result', { type: 'checked', result: { ...result, facts: {} }, repaired: null }],
    ['a path that leads out', { type: 'checked', result, repaired: '../../secret' }],
    ['another path', { type: 'checked', result, repaired: '/etc/passwd' }],
    ['another word', { type: 'hello', result, repaired: null }],
    ['a code of another area', { type: 'refused', code: 'FL_AUTH_REQUIRED', message: 'x' }],
    ['a code nobody knows', { type: 'refused', code: 'FL_CHECK_NOPE', message: 'x' }],
    ['no sentence', { type: 'refused', code: 'FL_CHECK_NOT_ONNX' }],
  ])('C3 %s: as if it had crashed', (_what, header) => {
    expect(() => readVerdict(header)).toThrow(crashed);
  });

  test('C2 a refusal keeps its code and sentence, cut', () => {
    const message = 'x'.repeat(10_000);
    const refused = expect.objectContaining({ code: 'FL_CHECK_NOT_ONNX', message: 'x'.repeat(500) });
    expect(() => readVerdict({ type: 'refused', id: 1, code: 'FL_CHECK_NOT_ONNX', message })).toThrow(refused);
  });
});

import { describe, expect, test } from 'vitest';
import type { GraphValue, ModelFacts } from '#app/oip/control.ts';
import { makeUpInputs, takesRows } from './made-up-input.ts';

function factsOf(inputs: GraphValue[], categories: ModelFacts['categories'] = []): ModelFacts {
  return {
    irVersion: 8,
    producer: '',
    opsets: [],
    operators: [],
    inputs,
    outputs: [],
    categories,
    classes: null,
    labelOutput: null,
    scoresOutput: null,
    metadata: {},
  };
}

function textsOf(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes);
  const texts: string[] = [];
  for (let i = 0; i < buffer.length; i += 4 + buffer.readUInt32LE(i)) {
    texts.push(buffer.toString('utf8', i + 4, i + 4 + buffer.readUInt32LE(i)));
  }
  return texts;
}

describe('made-up values', () => {
  test('C5 open dimensions are the rows where they come first, else 1', () => {
    const facts = factsOf([
      { name: 'a', datatype: 'FP32', shape: ['N', 3] },
      { name: 'b', datatype: 'INT64', shape: [null, 'T', 2] },
      { name: 'c', datatype: 'FP64', shape: [5, 'N'] },
      { name: 'd', datatype: 'BYTES', shape: null },
      { name: 'e', datatype: 'BOOL', shape: [] },
    ]);
    const made = makeUpInputs(facts, { from: 0, count: 8 });
    expect(made?.map((tensor) => tensor.shape)).toEqual([[8, 3], [8, 1, 2], [5, 8], [8, 1], []]);
  });

  test('C5 a row is the same alone and in a batch', () => {
    const facts = factsOf([
      { name: 'a', datatype: 'FP32', shape: ['N', 3] },
      { name: 'u', datatype: 'UINT8', shape: ['N', 1, 4] },
    ]);
    const batch = makeUpInputs(facts, { from: 0, count: 4 });
    const third = makeUpInputs(facts, { from: 2, count: 1 });
    expect([...(batch?.[0]?.bytes.slice(24, 36) ?? [])]).toEqual([...(third?.[0]?.bytes ?? [])]);
    expect([...(batch?.[1]?.bytes.slice(8, 12) ?? [])]).toEqual([...(third?.[1]?.bytes ?? [])]);
  });

  test('C5 categories of the file are used: of a whole input, of one column, numbers and texts', () => {
    const facts = factsOf(
      [
        { name: 'colour', datatype: 'BYTES', shape: ['N', 1] },
        { name: 'flat', datatype: 'FP32', shape: ['N', 2] },
      ],
      [
        { input: 'colour', index: null, values: ['red', 'grün'] },
        { input: 'flat', index: 1, values: [40, 50] },
      ],
    );
    const [colour, flat] = makeUpInputs(facts, { from: 0, count: 32 }) ?? [];
    expect(new Set(textsOf(colour!.bytes))).toEqual(new Set(['red', 'grün']));
    const numbers = [...new Float32Array(flat!.bytes.slice().buffer)];
    expect(new Set(numbers.filter((_, i) => i % 2 === 1))).toEqual(new Set([40, 50]));
    expect(numbers.filter((_, i) => i % 2 === 0).every((n) => n >= 0 && n < 1)).toBe(true);
  });

  test('C5 nothing is made up for a shape that would fill the memory or a type that is no tensor', () => {
    const huge = factsOf([{ name: 'a', datatype: 'FP32', shape: [1_000_000, 1_000_000] }]);
    expect(makeUpInputs(huge, { from: 0, count: 1 })).toBeNull();
    expect(
      makeUpInputs(factsOf([{ name: 'a', datatype: 'a sequence', shape: null }]), { from: 0, count: 1 }),
    ).toBeNull();
  });

  test('C5 rows are taken when every input leaves its first dimension open', () => {
    const open: GraphValue = { name: 'a', datatype: 'FP32', shape: ['N', 3] };
    expect(takesRows([open, { ...open, shape: [null] }])).toBe(true);
    expect(takesRows([open, { ...open, shape: [1, 3] }])).toBe(false);
    expect(takesRows([{ ...open, shape: [] }])).toBe(false);
    expect(takesRows([])).toBe(false);
  });
});

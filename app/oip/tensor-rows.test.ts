import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readValues } from './element-values.ts';
import { createElementWriter } from './element-writer.ts';
import type { Datatype, Tensor } from './tensor.ts';
import { joinRows, splitRows } from './tensor-rows.ts';

function tensor(datatype: Datatype, shape: number[], elements: (string | number)[]): Tensor {
  const writer = createElementWriter({ datatype, count: elements.length, isFromJson: true });
  expect(writer.write(elements)).toBeNull();
  return { name: 'x', datatype, shape, bytes: writer.bytes() };
}

describe('rows of a tensor', () => {
  test('what was joined comes apart as it was: numbers and texts of any length', () => {
    const numbers = fc.array(fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: 0, max: 9 })), {
      minLength: 1,
      maxLength: 9,
    });
    const texts = fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string()), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(fc.oneof(numbers, texts), (rows) => {
        const datatype = typeof rows[0]?.[0] === 'number' ? 'INT64' : 'BYTES';
        const made = rows.map((row) => tensor(datatype, [1, 2], row));
        const joined = joinRows(made);
        expect(joined.shape).toEqual([rows.length, 2]);
        const parts = splitRows(joined, rows.length);
        expect(parts).toEqual(made);
        expect(parts?.flatMap((part) => readValues(datatype, part.bytes).map(String))).toEqual(
          rows.flat().map((value) => readValues(datatype, tensor(datatype, [1], [value]).bytes).map(String)[0]),
        );
      }),
    );
  });

  test('an answer whose first dimension is something else does not come apart', () => {
    expect(splitRows(tensor('FP32', [2, 1], [1, 2]), 3)).toBeNull();
    expect(splitRows(tensor('FP32', [], [1]), 1)).toBeNull();
  });
});

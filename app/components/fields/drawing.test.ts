import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FieldDrawing } from '#app/preview/contract.ts';
import { drawingText, drawStroke, isEmpty, penRadius, readDrawing } from './drawing.ts';

const board: FieldDrawing = { width: 4, height: 3, paper: 0, ink: 255, nesting: 'channel-first' };
const blank = new Float32Array(12);
const dot = (x: number, y: number, isErasing = false) => ({ from: { x, y }, to: { x, y }, radius: 0.5, isErasing });

describe('drawing', () => {
  test('a dot fills its pixel, and the eraser takes it away', () => {
    const drawn = drawStroke(blank, board, dot(1.5, 1.5));
    expect([...drawn].map((share) => Math.round(share * 100))).toEqual([0, 0, 0, 0, 0, 100, 0, 0, 0, 0, 0, 0]);
    expect(isEmpty(drawStroke(drawn, board, dot(1.5, 1.5, true)))).toBe(true);
    expect(isEmpty(blank)).toBe(true);
  });

  test('a line leaves no gap, however far its ends are apart', () => {
    const line = { from: { x: 0.5, y: 0.5 }, to: { x: 3.5, y: 0.5 }, radius: 0.5, isErasing: false };
    expect([...drawStroke(blank, board, line).slice(0, 4)]).toEqual([1, 1, 1, 1]);
  });

  test('between two pixels each takes a part', () => {
    const [first, second] = drawStroke(blank, board, dot(1, 0.5));
    expect(first).toBeCloseTo(0.5);
    expect(second).toBeCloseTo(0.5);
  });

  test('beyond the edge nothing happens', () => {
    expect(isEmpty(drawStroke(blank, board, dot(-40, 1e9)))).toBe(true);
  });

  test('larger boards have a broader pen', () => {
    expect(penRadius({ width: 8, height: 8 })).toBe(0.5);
    expect(penRadius({ width: 28, height: 28 })).toBeGreaterThan(1);
  });
});

describe('what is drawn as lists', () => {
  test.each<[FieldDrawing['nesting'], string]>([
    ['channel-first', '[[[255,0],[0,128]]]'],
    ['channel-last', '[[[255],[0]],[[0],[128]]]'],
    ['plain', '[[255,0],[0,128]]'],
  ])('nested %s', (nesting, text) => {
    const small = { ...board, width: 2, height: 2, nesting };
    expect(drawingText(Float32Array.of(1, 0, 0, 0.5), small)).toBe(text);
    expect(readDrawing(text, small)?.[0]).toBe(1);
  });

  test('is read back as it was drawn', () => {
    const pixels = fc.float32Array({ min: 0, max: 1, noNaN: true, minLength: 12, maxLength: 12 });
    const inks = fc.constantFrom([0, 255], [0, 1], [-1, 1], [1, 0], [-0.42, 2.8]);
    fc.assert(
      fc.property(pixels, inks, (drawn, [paper = 0, ink = 1]) => {
        const of = { ...board, paper, ink };
        const read = readDrawing(drawingText(drawn, of), of);
        for (const [at, share] of drawn.entries()) expect(Math.abs((read?.[at] ?? 9) - share)).toBeLessThan(0.003);
      }),
    );
  });

  test.each(['', 'much', '{"file":"ab"}', '[1,2]', '[[1,2],["a"]]', 'null', '"x"'])('%j is no drawing', (text) =>
    expect(readDrawing(text, board)).toBeNull(),
  );

  test('one value stands for every pixel', () => {
    expect(readDrawing('255', board)?.every((share) => share === 1)).toBe(true);
  });
});

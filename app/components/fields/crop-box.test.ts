import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxInPixels, type CropBox, keyOnBox, moveBox, sizeBox, WHOLE } from './crop-box.ts';

const step = fc.record({
  dx: fc.double({ min: -2, max: 2, noNaN: true }),
  dy: fc.double({ min: -2, max: 2, noNaN: true }),
});

test('however it is moved and sized, the box is a part of the picture that one can see', () => {
  const moves = fc.array(fc.tuple(fc.boolean(), step));
  const sides = fc.record({ width: fc.integer({ min: 1, max: 30_000 }), height: fc.integer({ min: 1, max: 30_000 }) });
  fc.assert(
    fc.property(moves, sides, (list, picture) => {
      let box: CropBox = WHOLE;
      for (const [isMove, by] of list) box = isMove ? moveBox(box, by) : sizeBox(box, by);
      expect(box.width).toBeGreaterThan(0.0499);
      expect(box.x + box.width).toBeLessThan(1.0001);
      expect(box.y + box.height).toBeLessThan(1.0001);
      const { x, y, width, height } = boxInPixels(box, picture);
      expect([x, y, width, height].every(Number.isInteger)).toBe(true);
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(Math.min(width, height)).toBeGreaterThan(0);
      expect(x + width).toBeLessThanOrEqual(picture.width);
      expect(y + height).toBeLessThanOrEqual(picture.height);
    }),
  );
});

test('arrow keys move the box, with Shift they size it, others do nothing', () => {
  const half = { x: 0.2, y: 0.2, width: 0.5, height: 0.5 };
  expect(keyOnBox(half, { key: 'ArrowRight', shiftKey: false })?.x).toBeCloseTo(0.22);
  expect(keyOnBox(half, { key: 'ArrowUp', shiftKey: true })?.height).toBeCloseTo(0.48);
  expect(keyOnBox(half, { key: 'toString', shiftKey: false })).toBeNull();
  expect(boxInPixels(half, { width: 100, height: 10 })).toEqual({ x: 20, y: 2, width: 50, height: 5 });
});

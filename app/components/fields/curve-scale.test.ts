import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canBeDrawn, curveScale, placeAt, pointAt, valueAt } from './curve-scale.ts';

const plane = { width: 400, height: 180, left: 40, right: 10, top: 10, bottom: 20 };
const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), { minLength: 1 });

test('every value has its place on the plane, with room around it, and is found there again', () => {
  fc.assert(
    fc.property(numbers, (values) => {
      const scale = curveScale(values);
      const frame = { plane, scale, count: values.length };
      expect(scale.step).toBeGreaterThan(0);
      for (const [place, value] of values.entries()) {
        const { x, y } = pointAt(place, value, frame);
        expect(y).toBeGreaterThan(plane.top);
        expect(y).toBeLessThan(plane.height - plane.bottom);
        expect(placeAt(x, frame)).toBe(values.length === 1 ? 0 : place);
        expect(Math.abs(valueAt(y, frame) - value)).toBeLessThanOrEqual(scale.step * 0.51 + Math.abs(value) * 1e-9);
      }
    }),
  );
});

test('ticks are round and few', () => {
  expect(curveScale([362, 372]).ticks).toEqual([365, 370]);
  expect(curveScale([1, 6]).ticks).toEqual([2, 4, 6]);
  expect(curveScale([5]).ticks).toEqual([4, 5, 6]);
});

test('a hand beyond the plane takes the first or the last point', () => {
  const frame = { plane, scale: curveScale([1, 2, 3]), count: 3 };
  expect(placeAt(-50, frame)).toBe(0);
  expect(placeAt(5_000, frame)).toBe(2);
});

test('what no plane holds is not drawn', () => {
  expect(canBeDrawn([1, -1e308, 1e308])).toBe(false);
  expect(canBeDrawn([])).toBe(false);
  expect(curveScale([1e15, 1e15 + 0.125]).ticks.length).toBeLessThan(10);
});

import { expect, test } from 'vitest';
import type { Answer, AnswerValue } from '#app/preview/contract.ts';
import { summariseList } from './list-summary.ts';
import { pixelsOf } from './picture-pixels.ts';
import { shapesOf } from './shapes-of.ts';

const said: Answer = { decision: null, confidence: null, closeCall: false, scores: [], values: [], notices: [] };
const value = (name: string, given: Partial<AnswerValue>): AnswerValue => ({
  ...{ name, label: name, value: null, unit: null },
  ...given,
});
const names = (values: AnswerValue[]): string[] => values.map(({ name }) => name);

test('a curve takes its bounds along; bounds of another length are lists of their own', () => {
  const curve = value('f', { kind: 'series', value: [1, 2, 3] });
  const lower = value('l', { kind: 'series', role: 'lower', value: [0, 1, 2] });
  const upper = value('u', { kind: 'series', role: 'upper', value: [[2], [3], [4]] });
  const shapes = shapesOf({ ...said, values: [lower, curve, upper] });
  expect(shapes.curve).toMatchObject({ points: [1, 2, 3], lower: [0, 1, 2], upper: [2, 3, 4] });
  expect(shapes.tables).toEqual([]);
  const odd = shapesOf({ ...said, values: [curve, { ...lower, value: [0, 1] }] });
  expect(odd.curve?.lower).toBeNull();
  expect(names(odd.tables)).toEqual(['l']);
});

test('a curve with a value that is no number is a list', () => {
  const shapes = shapesOf({ ...said, values: [value('f', { kind: 'series', value: [1, 'NaN', 3] })] });
  expect(shapes.curve).toBeNull();
  expect(names(shapes.tables)).toEqual(['f']);
});

test('what headline and bars say is not said again, in runs of earlier releases too', () => {
  const scores = [
    { label: 'a', score: 0.5 },
    { label: 'b', score: 0.5 },
  ];
  const old = [value('label', { value: 'a' }), value('p', { value: [0.5, 0.5] })];
  expect(shapesOf({ ...said, decision: 'a', scores, values: old })).toEqual({
    ...{ curve: null, pictures: [], singles: [], tables: [] },
  });
  const embedding = value('e', { value: [1, 2], kind: 'tensor' });
  expect(names(shapesOf({ ...said, decision: 'a', scores, values: [...old, embedding] }).tables)).toEqual(['e']);
  const numbers = [value('y', { value: 3 }), value('z', { value: 4 })];
  expect(names(shapesOf({ ...said, values: numbers }).singles)).toEqual(['z']);
});

test('pictures are what the description calls so and looks like one', () => {
  const picture = value('p', {
    kind: 'image',
    shape: [1, 1, 2, 2],
    value: [
      [
        [0, 1],
        [1, 0],
      ],
    ],
  });
  expect(names(shapesOf({ ...said, values: [picture] }).pictures)).toEqual(['p']);
  const line = { ...picture, shape: [1, 4], value: [0, 1, 1, 0] };
  expect(names(shapesOf({ ...said, values: [line] }).tables)).toEqual(['p']);
  const old = { ...picture, kind: undefined, shape: undefined };
  expect(names(shapesOf({ ...said, values: [old] }).tables)).toEqual(['p']);
});

const bytes = (given: Partial<AnswerValue>): number[] | undefined => {
  const pixels = pixelsOf(value('p', { kind: 'image', ...given }));
  return pixels ? [...pixels.data] : undefined;
};

test('pixels are read with channels first and last, grey as grey', () => {
  const white = [255, 255, 255, 255];
  const black = [0, 0, 0, 255];
  expect(bytes({ shape: [1, 1, 1, 2], value: [[[0, 1]]] })).toEqual([...black, ...white]);
  expect(bytes({ shape: [1, 2], value: [0, 255] })).toEqual([...black, ...white]);
  const first = bytes({ shape: [1, 3, 1, 2], value: [[[1, 0]], [[0, 1]], [[0, 0]]] });
  expect(first).toEqual([255, 0, 0, 255, 0, 255, 0, 255]);
  const row = [[1, 0, 0]];
  const last = bytes({ shape: [1, 5, 1, 3], value: [row, row, row, row, row] });
  expect(last?.slice(0, 8)).toEqual([255, 0, 0, 255, 255, 0, 0, 255]);
});

test('other numbers lie between the lowest and the highest; all alike is no fault', () => {
  expect(bytes({ shape: [1, 3], value: [-2, 0, 2] })).toEqual([0, 0, 0, 255, 128, 128, 128, 255, 255, 255, 255, 255]);
  expect(
    pixelsOf(
      value('p', {
        shape: [2, 2],
        value: [
          [300, 300],
          [300, 300],
        ],
      }),
    )?.words,
  ).toBe('Black is 300, white is 300.');
});

test('a mask is its classes, its share of one, or the highest of scores; nothing is see-through', () => {
  const ids = pixelsOf(value('m', { role: 'mask', shape: [1, 1, 3], value: [[0, 1, 2]] }));
  expect([...(ids?.data ?? [])].filter((_, at) => at % 4 === 3)).toEqual([0, 255, 255]);
  expect(ids?.words).toBe('67 of 100 pixels are marked.');
  const share = pixelsOf(value('m', { role: 'mask', shape: [1, 1, 2], value: [[0.2, 0.7]] }));
  expect([...(share?.data ?? [])].filter((_, at) => at % 4 === 3)).toEqual([0, 255]);
  const scores = pixelsOf(value('m', { kind: 'image', shape: [1, 2, 1, 2], value: [[[0.9, 0.1]], [[0.1, 0.9]]] }));
  expect([...(scores?.data ?? [])].filter((_, at) => at % 4 === 3)).toEqual([0, 255]);
});

test('what does not fit its shape is not drawn', () => {
  expect(pixelsOf(value('p', { shape: [1, 1, 2, 2], value: [[[0, 1]]] }))).toBeNull();
  expect(pixelsOf(value('p', { value: [[0, 1]] }))).toBeNull();
  expect(pixelsOf(value('p', { shape: [1, 2, 2, 2, 2], value: [] }))).toBeNull();
});

test('a list comes down to count, first values and figures', () => {
  const found = summariseList([[1, 2], [[3], 'NaN'], true]);
  expect(found).toEqual({
    ...{ count: 5, first: [1, 2, 3, 'NaN', true] },
    numbers: { min: 1, max: 3, mean: 2, deviation: expect.closeTo(Math.sqrt(2 / 3), 12) },
  });
  expect(summariseList([])).toEqual({ count: 0, first: [], numbers: null });
  const many = summariseList(Array.from({ length: 100_000 }, () => [1e9 + 1, 1e9 + 2]));
  expect(many.first).toHaveLength(12);
  expect(many.numbers?.deviation).toBeCloseTo(0.5, 9);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DescribedOutput } from '#app/catalog/description-format.ts';
import type { ModelFacts } from '#app/oip/control.ts';
import type { ElementValue } from '#app/oip/element-values.ts';
import { tensorFromValues } from '#app/oip/json-codec.ts';
import type { Datatype, Tensor } from '#app/oip/tensor.ts';
import { testVersion } from '../testing.ts';
import { readAnswer } from './read-answer.ts';

function tensor(name: string, values: ElementValue[], given: { datatype?: Datatype; shape?: number[] } = {}): Tensor {
  const { datatype = 'FP32', shape = [1, values.length] } = given;
  return tensorFromValues({ name, datatype, shape, values });
}
const label = (value: ElementValue, datatype: Datatype = 'INT64') => tensor('label', [value], { datatype, shape: [1] });
const scores = (...values: number[]) => tensor('scores', values);

const LABEL: Partial<DescribedOutput> = { name: 'label', label: 'Decision', kind: 'class' };
const SCORES: Partial<DescribedOutput> = { name: 'scores', label: 'Chance', kind: 'probabilities' };
const TWO = ['denied', 'approved'];

function answer(outputs: Tensor[], described: Partial<DescribedOutput>[], facts: Partial<ModelFacts> = {}) {
  return readAnswer(testVersion({ outputs: described, facts }), outputs, []);
}

describe('the decision', () => {
  test('an integer label is looked up by its place in the label list', () => {
    const described = [
      { ...LABEL, classes: TWO },
      { ...SCORES, classes: TWO },
    ];
    const said = answer([label(2n), scores(0.3, 0.7)], described, { classes: [1, 2] });
    expect(said.decision).toBe('approved');
    expect(said.values).toMatchObject([
      { name: 'label', label: 'Decision', value: 'approved', unit: null },
      { name: 'scores', label: 'Chance', value: [0.3, 0.7], unit: null },
    ]);
    expect(answer([label(1n)], described, { classes: [2, 1] }).decision).toBe('approved');
    expect(answer([label(1n)], described).decision).toBe('approved');
    expect(answer([label(0, 'FP32')], described, { classes: [0, 1] }).decision).toBe('denied');
    expect(answer([label(true, 'BOOL')], described).decision).toBe('approved');
  });

  test('numbers that are the names of classes are no places', () => {
    const turned = [{ ...LABEL, classes: ['0', '90', '180'] }];
    expect(answer([label(90n)], turned).decision).toBe('90');
    expect(answer([label(1n)], turned).decision).toBe('90');
    expect(answer([label(1n)], turned, { classes: [0, 90, 180] }).decision).toBe('1');
  });

  test('a text label is the class itself, or the one at its place', () => {
    expect(answer([label('bad', 'BYTES')], [{ ...LABEL, classes: ['bad', 'good'] }]).decision).toBe('bad');
    const renamed = [{ ...LABEL, classes: ['Refuse', 'Accept'] }];
    expect(answer([label('good', 'BYTES')], renamed, { classes: ['bad', 'good'] }).decision).toBe('Accept');
    expect(answer([label('neither', 'BYTES')], renamed, { classes: ['bad', 'good'] }).decision).toBe('neither');
  });

  test('a label nobody knows is still said, beyond 2^53 too', () => {
    const said = answer([label(9007199254740993n)], [{ ...LABEL, classes: TWO }], { classes: [0, 1] });
    expect(said.decision).toBe('9007199254740993');
    expect(said.values[0]?.value).toBe('9007199254740993');
    expect(answer([label(7n)], [LABEL]).decision).toBe('7');
  });

  test('without a label the largest score decides, the first of equals', () => {
    const described = [{ ...SCORES, classes: ['a', 'b', 'c'] }];
    expect(answer([scores(0.2, 0.5, 0.3)], described).decision).toBe('b');
    expect(answer([scores(0.4, 0.4, 0.2)], described).decision).toBe('a');
    expect(answer([scores(0.1, 0.9)], [SCORES]).decision).toBe('1');
  });

  test('the label of the model stands, whatever the scores and the threshold say', () => {
    const described = [
      { ...LABEL, favourable: 'approved' },
      { ...SCORES, classes: TWO, threshold: 0.9 },
    ];
    const said = answer([label(1n), scores(0.6, 0.4)], described, { classes: [0, 1] });
    expect(said).toMatchObject({ decision: 'approved', confidence: 'only-just', closeCall: true });
  });

  test.each([
    [0.7, 'approved'],
    [0.69, 'denied'],
    [0.1, 'denied'],
  ])('without a label the favourable class needs its threshold: %d is %s', (score, decision) => {
    const classes = [{ ...SCORES, classes: TWO, favourable: 'approved', threshold: 0.7 }];
    expect(answer([scores(1 - score, score)], classes).decision).toBe(decision);
  });

  test('below its threshold the best of the others is it', () => {
    const described = [{ ...SCORES, classes: ['a', 'b', 'good'], favourable: 'good', threshold: 0.8 }];
    expect(answer([scores(0.1, 0.2, 0.7)], described).decision).toBe('b');
    expect(answer([scores(0.1, 0.1, 0.8)], described).decision).toBe('good');
  });

  test('bands stand above label and threshold', () => {
    const bands = [
      { from: 0, label: 'Decline' },
      { from: 0.55, label: 'Approve' },
      { from: 0.45, label: 'Refer' },
    ];
    const described = [
      { ...LABEL, favourable: 'approved' },
      { ...SCORES, classes: TWO, threshold: 0.9, bands },
    ];
    const decided = (score: number) => answer([label(0n), scores(1 - score, score)], described).decision;
    expect([0.2, 0.449, 0.45, 0.5, 0.55, 1].map(decided)).toEqual([
      'Decline',
      'Decline',
      'Refer',
      'Refer',
      'Approve',
      'Approve',
    ]);
    const above = [{ ...SCORES, classes: TWO, bands: bands.slice(1) }];
    expect(answer([scores(0.9, 0.1)], above).decision).toBe('denied');
  });

  test('numbers and series decide nothing, but for a number in bands', () => {
    const number = { name: 'y', label: 'Score', kind: 'number' as const, unit: 'points' };
    expect(answer([tensor('y', [152.5])], [number])).toMatchObject({
      decision: null,
      confidence: null,
      closeCall: false,
      scores: [],
      values: [{ name: 'y', label: 'Score', value: 152.5, unit: 'points' }],
      notices: [],
    });
    const series = answer([tensor('y', [1, 2, 3])], [{ ...number, kind: 'series' }]);
    expect(series).toMatchObject({ decision: null, values: [{ value: [1, 2, 3] }] });
    const bands = [{ from: 100, label: 'High' }];
    expect(answer([tensor('y', [152.5])], [{ ...number, bands }]).decision).toBe('High');
    expect(answer([tensor('y', [Number.NaN])], [{ ...number, bands }]).decision).toBeNull();
  });
});

describe('scores', () => {
  const described = [{ ...SCORES, classes: TWO }];

  test('are in the order of the model, by the names people know', () => {
    expect(answer([scores(0.25, 0.75)], described).scores).toEqual([
      { label: 'denied', score: 0.25 },
      { label: 'approved', score: 0.75 },
    ]);
    // The description has the names in another order than the graph its columns.
    const reordered = answer([scores(0.25, 0.75)], described, { classes: ['approved', 'denied'] });
    expect(reordered).toMatchObject({ decision: 'denied', scores: [{ label: 'approved', score: 0.25 }, {}] });
  });

  test('a single one of two classes is that of the second', () => {
    const one = answer([tensor('scores', [0.7], { shape: [1, 1] })], described);
    expect(one).toMatchObject({
      decision: 'approved',
      confidence: 'clear',
      scores: [
        { label: 'denied', score: 0.3 },
        { label: 'approved', score: 0.7 },
      ],
      values: [{ value: [0.7] }],
    });
    const threshold = [{ ...SCORES, classes: TWO, threshold: 0.8 }];
    expect(answer([tensor('scores', [0.7])], threshold).decision).toBe('denied');
    expect(answer([tensor('scores', [0.7], { shape: [1] })], [SCORES], { classes: [0, 1] }).decision).toBe('1');
    expect(answer([tensor('scores', [0.7])], [SCORES])).toMatchObject({ decision: null, scores: [] });
  });

  test.each([[[3.2, -1.5]], [[Number.NaN, 0.5]], [[Number.POSITIVE_INFINITY, 0]]])(
    'numbers that are no shares of one are values only: %j',
    (values) => {
      const said = answer([scores(...values)], described);
      expect(said).toMatchObject({ decision: null, confidence: null, scores: [] });
      expect(JSON.parse(JSON.stringify(said.values[0]?.value))).toEqual(said.values[0]?.value);
    },
  );

  test('more of them than names are numbered', () => {
    const said = answer([label('b', 'BYTES'), scores(0.1, 0.2, 0.7)], [LABEL, ...described], { classes: ['a', 'b'] });
    expect(said.scores.map((score) => score.label)).toEqual(['0', '1', '2']);
    expect(said.decision).toBe('b');
  });
});

describe('confidence', () => {
  const confidence = (...values: number[]) => answer([scores(...values)], [SCORES]).confidence;

  test.each<[number[], string]>([
    [[0.7, 0.3], 'clear'],
    [[0.69, 0.31], 'leaning'],
    [[0.56, 0.44], 'leaning'],
    [[0.55, 0.45], 'only-just'],
    [[0.5, 0.5], 'only-just'],
    [[0.6, 0.2, 0.2], 'clear'],
    [[0.4, 0.3, 0.3], 'only-just'],
    [[0.48, 0.41, 0.11], 'only-just'],
  ])('%j is %s', (values, word) => {
    expect(confidence(...values)).toBe(word);
    expect(answer([scores(...values)], [SCORES]).closeCall).toBe(word === 'only-just');
  });

  test('follows from the lead in whole hundredths, whatever 32 bits make of them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), (hundredths) => {
        const lead = Math.abs(2 * hundredths - 100);
        const expected = lead >= 40 ? 'clear' : lead <= 10 ? 'only-just' : 'leaning';
        expect(confidence(hundredths / 100, (100 - hundredths) / 100)).toBe(expected);
      }),
    );
  });

  test('there is none without scores', () => {
    expect(answer([label(1n)], [{ ...LABEL, classes: TWO }])).toMatchObject({ confidence: null, closeCall: false });
  });
});

describe('values', () => {
  test('every output, as JSON can hold it', () => {
    const outputs = [
      tensor('wide', [1n, 9007199254740993n], { datatype: 'INT64' }),
      tensor('odd', [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.1]),
      tensor('grid', [1, 2, 3, 4], { shape: [1, 2, 2] }),
      tensor('words', ['<b>', '🙂'], { datatype: 'BYTES' }),
      tensor('flags', [true, false], { datatype: 'BOOL' }),
      tensor('scalar', [5], { shape: [] }),
      tensor('none', [], { shape: [1, 0] }),
    ];
    const said = answer(outputs, [{ name: 'grid', label: 'Grid', kind: 'tensor', unit: 'm' }]);
    expect(said.values).toMatchObject([
      { name: 'wide', label: 'wide', value: [1, '9007199254740993'], unit: null },
      { name: 'odd', label: 'odd', value: ['NaN', 'Infinity', '-Infinity', 0.1], unit: null },
      {
        name: 'grid',
        label: 'Grid',
        value: [
          [1, 2],
          [3, 4],
        ],
        unit: 'm',
      },
      { name: 'words', label: 'words', value: ['<b>', '🙂'], unit: null },
      { name: 'flags', label: 'flags', value: [true, false], unit: null },
      { name: 'scalar', label: 'scalar', value: 5, unit: null },
      { name: 'none', label: 'none', value: [], unit: null },
    ]);
    expect(JSON.parse(JSON.stringify(said))).toEqual(said);
  });

  test('the graph says what is label and score where the description does not', () => {
    const facts = { labelOutput: 'label', scoresOutput: 'scores', classes: ['x', 'y'] };
    expect(answer([label('y', 'BYTES'), scores(0.2, 0.8)], [], facts)).toMatchObject({
      decision: 'y',
      confidence: 'clear',
      scores: [{ label: 'x' }, { label: 'y' }],
    });
  });

  test('no output at all is an empty answer', () => {
    expect(answer([], [LABEL, SCORES])).toMatchObject({ decision: null, scores: [], values: [] });
  });
});

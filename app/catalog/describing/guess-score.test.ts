import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { describe as describeWith, SAMPLE_VERSIONS, sampleFacts } from './testing.ts';
import { HABITS, type Habit, habitFacts } from './testing-habits.ts';
import { addScore, emptyScore, type Score, scoreFields, scoreLine, type TrueField, total } from './testing-score.ts';

/**
 * What is guessed from the file alone, against what is true. The floors are what was reached when they were written:
 * they may rise, never fall.
 */
const SAMPLE_FLOORS: Record<string, number> = {
  'co2-forecast/1': 33,
  'co2-forecast/2': 33,
  'diabetes-progression/1': 70,
  'diabetes-progression/2': 56,
  'digits/1': 66,
  'digits/2': 66,
  'doc-orientation/1': 66,
  'fashion/1': 66,
  'german-credit/1': 76,
  'german-credit/2': 68,
  'mortgage-approval/1': 69,
  'mortgage-approval/2': 58,
  'mortgage-approval/3': 66,
  'mortgage-flat/1': 55,
  'mortgage-flat/2': 55,
  'recidivism/1': 71,
  'review-sentiment/1': 50,
  'review-sentiment/2': 50,
};
const HABIT_FLOORS: Record<string, number> = {
  'skl-named': 100,
  'skl-double': 100,
  'skl-flat-forest': 100,
  'skl-flat-zipmap': 83,
  'skl-imputed': 94,
  'skl-min-max': 66,
  'skl-robust': 66,
  'skl-whole-numbers': 100,
  'skl-texts': 100,
  'opset-9': 100,
  'opset-21': 100,
  'ir-3': 83,
  lightgbm: 100,
  'lightgbm-zipmap': 100,
  'lightgbm-number': 83,
  xgboost: 100,
  'xgboost-number': 94,
  'torch-dynamic': 83,
  'torch-renamed': 83,
  'torch-fixed-batch': 83,
  'no-batch': 83,
  'torch-codes': 100,
  'newest-trees': 100,
  'torch-picture': 100,
  'torch-any-size': 100,
  'picture-prepares-itself': 100,
  'keras-picture': 100,
  series: 100,
  embedding: 100,
};

const lines: string[] = [];
let samples = emptyScore();
let habits = emptyScore();

afterAll(() => {
  const sums = [scoreLine('all samples', samples), scoreLine('all habits', habits)];
  process.stdout.write(`\nGuessed right with nothing but model.onnx:\n${[...lines, ...sums].join('')}`);
});

function share(score: Score): number {
  const { right, asked } = total(score);
  return Math.floor((100 * right) / asked);
}

function previewOf(version: string): { inputs: (TrueField & { name: string; index?: number })[] } {
  const path = `../../../models/${version.split('/')[0]}/preview.json`;
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
}

describe('the samples', () => {
  test.each(SAMPLE_VERSIONS)('%s', (version) => {
    const facts = sampleFacts(version);
    const { inputs } = describeWith(facts).description;
    const place = ({ name, index }: { name: string; index?: number }) => `${index ?? ''}:${name}`;
    const truth = new Map(previewOf(version).inputs.map((field) => [place(field), field]));
    const score = scoreFields(
      inputs,
      inputs.map((field) => truth.get(place(field)) ?? { kind: 'table' }),
    );
    lines.push(scoreLine(version, score));
    samples = addScore(samples, score);
    expect(share(score)).toBeGreaterThanOrEqual(SAMPLE_FLOORS[version] ?? 101);
  });
});

describe('the habits of exporters', () => {
  test.each(Object.entries<Habit>(HABITS))('%s', (name, habit) => {
    const { inputs, outputs } = describeWith(habitFacts(name)).description;
    const score = scoreFields(inputs, habit.truth);
    lines.push(scoreLine(name, score));
    habits = addScore(habits, score);
    expect(inputs).toHaveLength(habit.truth.length);
    expect(outputs).toMatchObject(habit.outputs);
    expect(share(score)).toBeGreaterThanOrEqual(HABIT_FLOORS[name] ?? 101);
  });
});

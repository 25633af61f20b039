import { expect, test } from 'vitest';
import type { Answer } from '../contract.ts';
import { testVersion } from '../testing.ts';
import type { Study } from './study.ts';
import { surroundingsOf } from './surroundings.ts';
import { withStudy } from './with-study.ts';

const said: Answer = { decision: null, confidence: null, closeCall: false, scores: [], values: [], notices: [] };
const none: Study = {
  ...{ fingerprint: '', rowCount: 100, answeredCount: 100, calibration: null, margin: null, spread: null },
  ...{ surroundings: null, vectors: null },
};
const version = testVersion({});
const beside = (answer: Partial<Answer>, study: Partial<Study> | null, values = {}) =>
  withStudy({ ...said, ...answer }, { version, study: study && { ...none, ...study }, values });

const bin = (from: number, to: number, right: number) => ({ from, to, count: 100, said: (from + to) / 2, right });
const scores = [
  { label: 'no', score: 0.09 },
  { label: 'yes', score: 0.91 },
];

test('how often answers with such a score were right goes along, and whether that is another figure', () => {
  const calibration = { bins: [bin(0.4, 0.6, 0.52), bin(0.85, 0.97, 0.74)], ece: 0.1, z: 0, of: 200 };
  expect(beside({ decision: 'yes', scores }, { calibration }).calibration).toEqual({
    ...{ said: expect.closeTo(0.91, 12), right: 0.74, of: 100, isOff: true },
  });
  const near = scores.map((one) => ({ ...one, score: 0.5 }));
  expect(beside({ decision: 'yes', scores: near }, { calibration }).calibration).toMatchObject({ isOff: false });
});

test('nothing is said of a band, which has no score of its own, or without a study', () => {
  const calibration = { bins: [bin(0, 1, 0.5)], ece: 0, z: 0, of: 100 };
  expect(beside({ decision: 'Refer', scores }, { calibration })).not.toHaveProperty('calibration');
  expect(beside({ decision: 'yes', scores }, null)).toEqual({ ...said, decision: 'yes', scores });
});

test('a number has a likely range and its place among the answers to known rows', () => {
  const values = [{ name: 'y', label: 'Y', value: 75, unit: 'kg' }];
  const spread = Array.from({ length: 100 }, (_, at) => at);
  const found = beside({ values }, { margin: { value: 20, of: 111 }, spread });
  expect(found.likely).toEqual({ from: 55, to: 95, inHundred: 90, of: 111 });
  expect(found.standing).toEqual({ lowerInHundred: 75, of: 100, min: 0, max: 99 });
  const two = [...values, { name: 'z', label: 'Z', value: 1, unit: null }];
  expect(beside({ values: two }, { margin: { value: 20, of: 111 }, spread })).not.toHaveProperty('likely');
});

test('an embedding has its nearest, the nearest first', () => {
  const value = { name: 'e', label: 'E', value: [1, 0], unit: null, role: 'embedding', shape: [1, 2] };
  const vectors = [
    { name: 'far', truth: null, vector: [0, 1] },
    { name: 'near', truth: 'good', vector: [2, 0.1] },
    { name: 'other length', truth: null, vector: [1, 0, 0] },
  ];
  expect(beside({ values: [value] }, { vectors }).nearest?.map(({ name }) => name)).toEqual(['near', 'far']);
  expect(beside({ values: [{ ...value, value: ['NaN', 1] }] }, { vectors })).not.toHaveProperty('nearest');
});

test('values that are strange only together are told once, and not where a field says it already', async () => {
  const described = testVersion({ inputs: [{ name: 'a' }, { name: 'b' }] });
  const rows = Array.from({ length: 150 }, (_, at) => ({ a: at, b: at }));
  const surroundings = await surroundingsOf(described, rows);
  const values = { a: 5, b: 145 };
  expect(beside({}, { surroundings }, values).notices.map(({ code }) => code)).toEqual(['outside-jointly']);
  const told = [{ code: 'outside-range', message: 'x', key: 'a' }];
  expect(beside({ notices: told }, { surroundings }, values).notices).toEqual(told);
  expect(beside({}, { surroundings }, { a: 70, b: 71 }).notices).toEqual([]);
});

test('a model that answered one question in two ways says so, study or not', () => {
  const unsteady = testVersion({ version: { report: { ...version.report, deterministic: false } } });
  expect(withStudy(said, { version: unsteady, study: null, values: {} })).toMatchObject({ isUnsteady: true });
  const unknown = testVersion({ version: { report: { ...version.report, deterministic: null } } });
  expect(withStudy(said, { version: unknown, study: null, values: {} })).not.toHaveProperty('isUnsteady');
});

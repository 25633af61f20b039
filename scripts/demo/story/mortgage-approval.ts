import { minutesAgo, workday } from '../moments.ts';
import { announces, moves, publishes, replies, type Scene, tries, triesRows } from '../scenes.ts';

const model = 'mortgage-approval';
const AS_RECORDED = 'Counterfactual pair, as recorded';
const RACE_CHANGED = 'Counterfactual pair, race changed';

/** Version 1 uses race. It is found within a day, by the people who would have had to defend it. */
const first: Scene[] = [
  publishes(workday(29, '9:12'), 'maya', { model, version: 1, project: 'lending' }),
  tries(workday(29, '10:40'), 'tom', {
    ...{ model, version: 1, example: 'Clear approval', says: 'approved', verdict: 'looks-right' },
  }),
  triesRows(workday(29, '10:44'), 'tom', { model, version: 1, from: 0, count: 6 }),
  tries(workday(29, '14:20'), 'lena', {
    ...{ model, version: 1, example: 'On the boundary', says: 'denied', verdict: 'not-sure' },
  }),
  tries(workday(28, '9:28'), 'priya', { model, version: 1, example: AS_RECORDED, says: 'denied' }),
  tries(workday(28, '9:31'), 'priya', {
    ...{ model, version: 1, example: RACE_CHANGED, says: 'approved' },
    flag: {
      ...{ as: 'race', kind: 'bias', severity: 'stops-release' },
      note: 'The answer changes when only race changes.\nThis applicant is approved; with African-American set to Yes and nothing else changed, denied. Same income, same debts, same house. I could not explain that to either of them.',
    },
  }),
  moves(workday(28, '11:05'), 'maya', {
    ...{ flag: 'race', to: 'accepted' },
    reason:
      'Seen on the held-out applications too: changing only race changes the answer for 187 of 714. Version 2 will use neither race nor marital status.',
  }),
  tries(workday(28, '13:10'), 'tom', {
    ...{ model, version: 1, example: RACE_CHANGED, values: { single: 'yes' }, says: 'denied' },
    flag: {
      ...{ as: 'single', kind: 'bias', severity: 'serious' },
      note: 'Approved while married, denied once Single is Yes. Nothing else changed.',
    },
  }),
  tries(workday(28, '15:30'), 'lena', {
    ...{ model, version: 1, example: AS_RECORDED, says: 'denied' },
    flag: {
      ...{ as: 'race again', kind: 'bias', severity: 'serious' },
      note: 'This applicant was approved at the time. With African-American set to No the model approves, too.',
    },
  }),
  moves(workday(27, '9:05'), 'maya', { flag: 'race again', to: 'duplicate', sameAs: 'race' }),
  moves(workday(27, '9:07'), 'maya', { flag: 'single', to: 'accepted', reason: 'Goes the same way as race.' }),
  tries(workday(27, '10:00'), 'lena', {
    ...{ model, version: 1, example: RACE_CHANGED, values: { pirat: 3.3 }, says: 'denied' },
    flag: { as: 'typo', kind: 'wrong', severity: 'minor', note: 'Denied without any doubt at 330% debt payments?' },
  }),
  moves(workday(27, '10:04'), 'lena', { flag: 'typo', to: 'withdrawn', reason: 'I typed 330% and meant 33%.' }),
  tries(workday(26, '14:00'), 'lena', {
    ...{ model, version: 1, example: RACE_CHANGED, values: { selfemp: 'yes' }, says: 'denied' },
    flag: {
      ...{ as: 'self-employed', kind: 'wrong', severity: 'serious' },
      note: 'Self-employed with the same figures is denied. Our rule asks for two years of accounts, it does not deny.',
    },
  }),
  moves(workday(25, '9:40'), 'maya', { flag: 'self-employed', to: 'accepted' }),
  tries(workday(25, '16:10'), 'tom', {
    ...{ model, version: 1, example: 'Clear denial', says: 'denied', verdict: 'looks-right' },
    flag: {
      ...{ as: 'which figure', kind: 'idea', severity: 'minor' },
      note: 'Say which figure weighed most, so that I can tell the applicant what to change.',
    },
  }),
  replies(workday(24, '10:15'), 'maya', {
    ...{ to: 'which figure', body: 'Good idea. It belongs on the page rather than in the model; I will pass it on.' },
  }),
  moves(workday(24, '10:16'), 'maya', { flag: 'which figure', to: 'accepted' }),
];

/** Version 2 leaves race out, and denies more people instead. */
const second: Scene[] = [
  publishes(workday(18, '9:30'), 'maya', {
    ...{ model, version: 2, project: 'lending', fields: { announce: 'first', fixes: [1, 2] } },
  }),
  announces(workday(18, '10:05'), 'maya', { model, version: 2 }),
  moves(workday(18, '10:10'), 'maya', {
    ...{ flag: 'race', to: 'looks-fixed', version: 2 },
    reason: 'Race is not used any more. Both applicants get the same answer.',
  }),
  moves(workday(18, '10:12'), 'maya', { flag: 'single', to: 'looks-fixed', version: 2 }),
  tries(workday(18, '13:40'), 'priya', {
    ...{ model, version: 2, example: RACE_CHANGED, says: 'denied', verdict: 'not-sure' },
  }),
  tries(workday(18, '13:43'), 'priya', { model, version: 2, example: AS_RECORDED, says: 'denied' }),
  moves(workday(18, '14:02'), 'priya', {
    ...{ flag: 'race', to: 'confirmed', reason: 'The two get the same answer in version 2.' },
  }),
  tries(workday(17, '9:10'), 'tom', {
    ...{ model, version: 2, example: RACE_CHANGED, values: { chist: 1 }, says: 'approved', verdict: 'looks-right' },
  }),
  tries(workday(17, '9:15'), 'tom', {
    ...{ model, version: 2, example: RACE_CHANGED, says: 'denied' },
    flag: {
      ...{ as: 'slow payments', kind: 'boundary', severity: 'serious' },
      note: 'Now both are denied, by a hair.\nWithout any slow payment the model approves. One or two slow payments alone should not decide a mortgage.',
    },
  }),
  moves(workday(17, '9:30'), 'tom', { flag: 'single', to: 'confirmed' }),
  triesRows(workday(17, '9:40'), 'tom', { model, version: 2, from: 10, count: 6 }),
  moves(workday(17, '11:20'), 'maya', {
    ...{ flag: 'slow payments', to: 'accepted' },
    reason: 'Version 2 pays for leaving race out with a stricter cut. Version 3 will be trees on the same rows.',
  }),
  triesRows(workday(16, '14:05'), 'lena', { model, version: 2, from: 20, count: 7 }),
  triesRows(workday(12, '11:15'), 'priya', { model, version: 2, from: 40, count: 4 }),
];

/** Version 3 mends that. What it does with debt is found the next day. */
const third: Scene[] = [
  publishes(workday(3, '15:10'), 'maya', {
    ...{ model, version: 3, project: 'lending', fields: { announce: 'first', fixes: [5, 7] } },
  }),
  announces(workday(2, '9:00'), 'maya', { model, version: 3 }),
  moves(workday(2, '9:08'), 'maya', {
    ...{ flag: 'slow payments', to: 'looks-fixed', version: 3, reason: 'Approved now, with 81 of 100.' },
  }),
  moves(workday(2, '9:10'), 'maya', { flag: 'self-employed', to: 'looks-fixed', version: 3 }),
  tries(workday(2, '11:20'), 'lena', {
    ...{ model, version: 3, example: RACE_CHANGED, values: { selfemp: 'yes' }, says: 'approved' },
    verdict: 'looks-right',
  }),
  moves(workday(2, '11:24'), 'lena', { flag: 'self-employed', to: 'confirmed' }),
  triesRows(workday(1, '10:15'), 'tom', { model, version: 3, from: 30, count: 8 }),
  tries(workday(1, '15:36'), 'tom', {
    ...{ model, version: 3, example: RACE_CHANGED, values: { pirat: 0.4 }, says: 'approved' },
    verdict: 'looks-right',
  }),
  tries(workday(1, '15:40'), 'tom', {
    ...{ model, version: 3, example: RACE_CHANGED, values: { pirat: 0.41 }, says: 'denied' },
    flag: {
      ...{ as: 'one point of debt', kind: 'boundary', severity: 'stops-release' },
      note: 'One point of debt turns the answer round.\nAt 40% debt payments the model approves with 63 of 100, at 41% it denies with 67. One point should not do that.',
    },
  }),
  tries(minutesAgo(130), 'lena', {
    ...{ model, version: 3, example: RACE_CHANGED, values: { hschool: 'no' }, says: 'approved' },
    flag: {
      ...{ as: 'diploma', kind: 'unclear', severity: 'minor' },
      note: 'Without a high school diploma the score for approval goes up, from 81 to 87 of 100. Why?',
    },
  }),
  moves(minutesAgo(101), 'maya', {
    ...{ flag: 'diploma', to: 'needs-info' },
    reason: 'Only 33 of the 1,666 training rows are of people without one. Have you a real case where it matters?',
  }),
  tries(minutesAgo(48), 'priya', {
    ...{ model, version: 3, example: AS_RECORDED, says: 'approved', verdict: 'looks-right' },
  }),
];

export const mortgageApproval: readonly Scene[] = [...first, ...second, ...third];

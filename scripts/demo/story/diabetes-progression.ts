import { workday } from '../moments.ts';
import { moves, publishes, replies, type Scene, tries } from '../scenes.ts';

const model = 'diabetes-progression';

const ASK = {
  by: 'Outpatient clinic',
  sentence: 'Estimate how far the disease will have gone a year from now.',
  good: 'Within 40 points for most patients, and the same for women and men.',
  decision: 'Who is called in earlier for a check-up.',
};

/** A number instead of a decision. Its second version is ready and waits to be announced. */
export const diabetesProgression: readonly Scene[] = [
  publishes(workday(16, '13:00'), 'noor', { model, version: 1, project: 'research', fields: { ask: ASK } }),
  tries(workday(15, '9:30'), 'elin', {
    ...{ model, version: 1, example: 'Slow progression', says: 40, verdict: 'looks-right' },
  }),
  tries(workday(15, '9:34'), 'elin', {
    ...{ model, version: 1, example: 'Fast progression', says: 315, verdict: 'looks-right' },
  }),
  tries(workday(15, '10:00'), 'elin', {
    ...{ model, version: 1, example: 'Typical patient', values: { sex: 2 }, says: 134 },
    flag: {
      ...{ as: 'sex code', kind: 'bias', severity: 'serious' },
      note: 'The sex code alone moves the score by 22 points, and nobody can tell me which code is which.',
    },
  }),
  moves(workday(14, '11:10'), 'noor', {
    ...{ flag: 'sex code', to: 'accepted' },
    reason: 'The source does not say which is which. I will try without it, and write down what that costs.',
  }),
  tries(workday(14, '15:40'), 'elin', {
    ...{ model, version: 1, example: 'Largest error', says: 217 },
    flag: {
      ...{ as: 'no range', kind: 'unclear', severity: 'minor' },
      note: 'This patient ended at 52, not 217. A number alone does not tell me when to doubt it.',
    },
  }),
  moves(workday(13, '9:20'), 'noor', {
    ...{ flag: 'no range', to: 'needs-info', reason: 'Would a likely range help, about 45 points either way?' },
  }),
  replies(workday(13, '16:05'), 'elin', { to: 'no range', body: 'Yes. At least I would see how wide it is.' }),
  tries(workday(7, '10:25'), 'elin', {
    ...{ model, version: 1, example: 'Typical patient', values: { bmi: 50 }, says: 290, verdict: 'not-sure' },
  }),
  publishes(workday(5, '10:00'), 'noor', { model, version: 2, project: 'research', fields: { announce: 'first' } }),
  tries(workday(5, '10:20'), 'noor', { model, version: 2, example: 'Largest error', says: 241 }),
];

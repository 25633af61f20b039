import { minutesAgo, workday } from '../moments.ts';
import { moves, publishes, type Scene, tries, triesRows } from '../scenes.ts';

const model = 'german-credit';

const ASK = {
  by: 'Consumer credit team',
  sentence: 'Tell good from bad credit risks before an officer spends time on the file.',
  good: 'No worse than the officers on past customers; age and sex make no difference.',
  decision: 'Grant at once, or have an officer look at it.',
};

/** Two findings of version 1 are answered by version 2 this morning; nobody has looked at it yet. */
export const germanCredit: readonly Scene[] = [
  publishes(workday(22, '10:20'), 'jonas', { model, version: 1, project: 'lending', fields: { ask: ASK } }),
  tries(workday(22, '16:30'), 'tom', {
    ...{ model, version: 1, example: 'Safe customer', says: 'good', verdict: 'looks-right' },
  }),
  tries(workday(22, '16:33'), 'tom', {
    ...{ model, version: 1, example: 'Risky customer', says: 'bad', verdict: 'looks-right' },
  }),
  triesRows(workday(21, '9:10'), 'lena', { model, version: 1, from: 0, count: 7 }),
  tries(workday(21, '11:00'), 'priya', { model, version: 1, example: 'Same person as a single man', says: 'good' }),
  tries(workday(21, '11:04'), 'priya', {
    ...{ model, version: 1, example: 'Woman, as recorded', says: 'bad' },
    flag: {
      ...{ as: 'woman', kind: 'bias', severity: 'stops-release' },
      note: 'A woman is a bad risk; entered as a single man the same person is a good one.',
    },
  }),
  moves(workday(21, '14:00'), 'jonas', {
    ...{ flag: 'woman', to: 'accepted' },
    reason: 'It happens to 12 of the 300 held-out customers. Version 2 will ignore personal status, age and origin.',
  }),
  tries(workday(20, '10:00'), 'tom', {
    ...{ model, version: 1, example: 'On the boundary', says: 'good', verdict: 'not-sure' },
  }),
  tries(workday(20, '10:04'), 'tom', {
    ...{ model, version: 1, example: 'On the boundary', values: { age: 22 }, says: 'bad' },
    flag: {
      ...{ as: 'age', kind: 'bias', severity: 'serious' },
      note: 'The same loan is good at 40 and clearly bad at 22. Only the age was changed.',
    },
  }),
  moves(workday(20, '13:15'), 'jonas', { flag: 'age', to: 'accepted' }),
  tries(workday(3, '15:20'), 'lena', {
    ...{ model, version: 1, example: 'On the boundary', values: { own_telephone: 'yes' }, says: 'bad' },
    flag: {
      ...{ as: 'telephone', kind: 'unclear', severity: 'minor' },
      note: 'A telephone in their own name turns this customer from good to bad. Is that meant?',
    },
  }),
  triesRows(workday(13, '13:30'), 'tom', { model, version: 1, from: 12, count: 5 }),
  publishes(minutesAgo(186), 'jonas', { model, version: 2, project: 'lending', fields: { fixes: [1, 2] } }),
  moves(minutesAgo(178), 'jonas', {
    ...{ flag: 'woman', to: 'looks-fixed', version: 2, reason: 'Both entries get the same answer now.' },
  }),
  moves(minutesAgo(177), 'jonas', { flag: 'age', to: 'looks-fixed', version: 2 }),
];

import { workday } from '../moments.ts';
import { moves, publishes, retires, type Scene, tries, triesRows } from '../scenes.ts';

const model = 'mortgage-flat';

/** The same decision as one row of numbers. The second version answers as the first, without a repair. */
export const mortgageFlat: readonly Scene[] = [
  publishes(workday(14, '11:00'), 'maya', { model, version: 1, project: 'lending' }),
  tries(workday(14, '15:15'), 'lena', {
    ...{ model, version: 1, example: 'Clear denial', says: 'denied', verdict: 'looks-right' },
  }),
  tries(workday(13, '10:00'), 'tom', {
    ...{ model, version: 1, example: 'Counterfactual pair, race changed', values: { chist: 4 }, says: 'approved' },
    flag: {
      ...{ as: 'order of codes', kind: 'wrong', severity: 'minor' },
      note: 'No credit history at all scores lower than more than two slow payments: 56 against 61 of 100.',
    },
  }),
  moves(workday(13, '13:00'), 'maya', {
    ...{ flag: 'order of codes', to: 'accepted' },
    reason: 'The code is used as a number here, so "insufficient history", 4, lies between two kinds of late payment.',
  }),
  publishes(workday(12, '16:00'), 'maya', { model, version: 2, project: 'lending' }),
  retires(workday(12, '16:20'), 'maya', { model, version: 1 }),
  triesRows(workday(11, '9:45'), 'lena', { model, version: 2, from: 0, count: 6 }),
  tries(workday(2, '14:10'), 'priya', {
    ...{ model, version: 2, example: 'Counterfactual pair, as recorded', says: 'denied' },
    flag: {
      ...{ as: 'race, one vector', kind: 'bias', severity: 'stops-release' },
      note: 'The same finding as flag 1 of Mortgage approval: with race changed this applicant is approved.',
    },
  }),
];

import { workday } from '../moments.ts';
import { moves, publishes, publishesWrongFile, type Scene, tries, triesRows } from '../scenes.ts';

const model = 'recidivism';

const ASK = {
  by: 'Re-entry study group',
  sentence: 'Show which of the men released may need support in their first year.',
  good: 'No difference by race, and said as a chance.',
  decision: 'Whom to offer support first; never anything else.',
};

export const recidivism: readonly Scene[] = [
  publishesWrongFile(workday(12, '8:55'), 'noor', { model, project: 'research' }),
  publishes(workday(12, '9:00'), 'noor', { model, version: 1, project: 'research', fields: { ask: ASK } }),
  tries(workday(12, '14:30'), 'elin', {
    ...{ model, version: 1, example: 'Lowest risk', says: 'no arrest', verdict: 'looks-right' },
  }),
  triesRows(workday(12, '14:35'), 'elin', { model, version: 1, from: 0, count: 6 }),
  tries(workday(11, '9:30'), 'elin', { model, version: 1, example: 'As recorded', says: 'arrested' }),
  tries(workday(11, '9:33'), 'elin', {
    ...{ model, version: 1, example: 'Same man, race changed', says: 'no arrest' },
    flag: {
      ...{ as: 'race, re-arrest', kind: 'bias', severity: 'stops-release' },
      note: 'The same man of another race gets the opposite answer.',
    },
  }),
  moves(workday(11, '13:40'), 'noor', {
    ...{ flag: 'race, re-arrest', to: 'accepted' },
    reason: 'It happens to 85 of the 216 held-out men. Nothing is to be decided with this version.',
  }),
  tries(workday(6, '11:00'), 'elin', {
    ...{ model, version: 1, example: 'As recorded', values: { wexp: 'no' }, says: 'no arrest' },
    flag: {
      ...{ as: 'work', kind: 'unclear', severity: 'minor' },
      note: 'Without full-time work before prison the answer gets better. I would expect the opposite.',
    },
  }),
];

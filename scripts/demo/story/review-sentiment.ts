import { workday } from '../moments.ts';
import { announces, moves, publishes, replies, type Scene, tries, triesRows } from '../scenes.ts';

const model = 'review-sentiment';

const ASK = {
  by: 'Customer support',
  sentence: 'Find the reviews that need an answer from us today.',
  good: 'An angry review is never taken for praise.',
  decision: 'Answer by hand, or thank automatically.',
};

const first: Scene[] = [
  publishes(workday(24, '9:50'), 'ines', { model, version: 1, project: 'voice', fields: { ask: ASK } }),
  tries(workday(24, '11:30'), 'sam', {
    ...{ model, version: 1, example: 'Happy customer', says: 'great', verdict: 'looks-right' },
  }),
  tries(workday(24, '11:32'), 'sam', {
    ...{ model, version: 1, example: 'Unhappy customer', says: 'other', verdict: 'looks-right' },
  }),
  triesRows(workday(24, '11:40'), 'sam', { model, version: 1, from: 0, count: 8 }),
  tries(workday(23, '10:10'), 'sam', {
    ...{ model, version: 1, example: 'Negation', says: 'other' },
    flag: {
      ...{ as: 'negation', kind: 'wrong', severity: 'serious' },
      note: '"Not bad at all" is praise, and the model is sure that it is not.',
    },
  }),
  moves(workday(23, '14:00'), 'ines', {
    ...{ flag: 'negation', to: 'accepted' },
    reason:
      'Version 1 counts single words, so "not", "bad" and "disappointed" add up. Version 2 will look at pairs of words.',
  }),
  tries(workday(22, '9:20'), 'sam', {
    ...{ model, version: 1, example: 'Confidently wrong', says: 'great' },
    flag: {
      ...{ as: 'only praise', kind: 'wrong', severity: 'minor' },
      note: 'This customer gave fewer than five stars, and the model is sure of five.',
    },
  }),
  moves(workday(22, '11:45'), 'ines', {
    ...{ flag: 'only praise', to: 'wont-fix' },
    reason: 'The text does nothing but praise, and the stars are not in it. Nobody could tell from the words.',
  }),
  tries(workday(21, '15:05'), 'sam', {
    ...{ model, version: 1, example: 'Not English', says: 'great' },
    flag: {
      ...{ as: 'french', kind: 'unclear', severity: 'minor' },
      note: 'A French review gets an answer as if it had been understood. Should it not say that it cannot read it?',
    },
  }),
  moves(workday(20, '9:35'), 'ines', {
    ...{ flag: 'french', to: 'needs-info', reason: 'It knows English only. How many of your reviews are not?' },
  }),
  replies(workday(20, '16:50'), 'sam', { to: 'french', body: 'About one in thirty, most of them French or German.' }),
  moves(workday(19, '10:00'), 'ines', { flag: 'french', to: 'accepted' }),
  tries(workday(18, '14:30'), 'sam', {
    ...{ model, version: 1, values: { text: 'Never again.' }, says: 'great' },
    flag: { as: 'never again', kind: 'wrong', severity: 'serious', note: '"Never again." comes out as great.' },
  }),
];

/** Pairs of words help less than hoped. */
const second: Scene[] = [
  publishes(workday(10, '10:00'), 'ines', {
    ...{ model, version: 2, project: 'voice', fields: { announce: 'first', fixes: [1] } },
  }),
  announces(workday(10, '10:06'), 'ines', { model, version: 2 }),
  moves(workday(10, '10:08'), 'ines', { flag: 'negation', to: 'looks-fixed', version: 2 }),
  tries(workday(10, '15:20'), 'sam', { model, version: 2, example: 'Negation', says: 'other' }),
  replies(workday(10, '15:24'), 'sam', {
    ...{ to: 'negation', body: 'Still "other" in version 2, and still sure of it.' },
  }),
  moves(workday(9, '9:30'), 'ines', {
    ...{ flag: 'negation', to: 'broke-again', version: 2 },
    reason: 'You are right: pairs of words are not enough here.',
  }),
  triesRows(workday(9, '10:00'), 'sam', { model, version: 2, from: 10, count: 8 }),
  tries(workday(8, '11:20'), 'sam', {
    ...{ model, version: 2, values: { text: 'Terrible packaging, great coffee.' }, says: 'great', verdict: 'not-sure' },
  }),
  tries(workday(1, '16:10'), 'sam', {
    ...{ model, version: 2, values: { text: 'Worst tea I have ever had' }, says: 'great' },
    flag: {
      ...{ as: 'worst tea', kind: 'wrong', severity: 'serious' },
      note: 'Version 1 had this right. In version 2 "Worst tea I have ever had" comes out as great.',
    },
  }),
];

export const reviewSentiment: readonly Scene[] = [...first, ...second];

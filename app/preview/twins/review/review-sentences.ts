import { mcnemarExact } from '#app/statistics/mcnemar.ts';
import type { TwinReviewField, TwinReviewResult } from '../../contract.ts';
import { listWords, PROXIES_NOTE } from '../twin-sentences.ts';
import type { Tally } from './tally.ts';

/** What is said about the twins of many cases. Pure words. */

const COUNT = new Intl.NumberFormat('en');
const NO_DIRECT_USE = 'No direct use found';

/** '187 of 714 answers change with African-American: 155 get worse, 32 better.' */
export function changedSentence(field: Pick<TwinReviewField, 'label' | 'caseCount' | 'failedCount'> & Tally): string {
  const { label, caseCount, failedCount, changedCount, worseCount, betterCount } = field;
  const failed = failedCount > 0 ? ` ${COUNT.format(failedCount)} could not be asked.` : '';
  if (caseCount === 0) return `No twin of ${label} could be asked.`;
  const of = COUNT.format(caseCount);
  if (changedCount === 0) return `${NO_DIRECT_USE}: with ${label} changed, 0 of ${of} answers change.${failed}`;
  const ways =
    worseCount + betterCount > 0 ? `: ${COUNT.format(worseCount)} get worse, ${COUNT.format(betterCount)} better` : '';
  const verb = changedCount === 1 ? 'changes' : 'change';
  return `${COUNT.format(changedCount)} of ${of} answers ${verb} with ${label}${ways}.${failed}`;
}

/**
 * McNemar's test in words. Of a field with two values it compares what everyone would get with the one and with the
 * other; of any other field the cases that get worse with those that get better.
 */
export function testSentence(tally: Tally, favourable: string | null): string | null {
  const [first, second, ...more] = [...tally.values.keys()].map((label) => ({
    label,
    count: tally.onlyWith.get(label) ?? 0,
  }));
  if (favourable === null || tally.changedCount === 0) return null;
  if (first && second && more.length === 0) {
    const [most, least] = first.count >= second.count ? [first, second] : [second, first];
    const chance = chanceWords(mcnemarExact({ there: most.count, back: least.count }));
    const counts = `${COUNT.format(most.count)} only with ${most.label}, ${COUNT.format(least.count)} only with ${least.label}`;
    return `Answered “${favourable}”: ${counts}. If the model favoured neither, a split at least this uneven would come up ${chance}.`;
  }
  const { worseCount, betterCount } = tally;
  if (worseCount + betterCount === 0) return null;
  const chance = chanceWords(mcnemarExact({ there: worseCount, back: betterCount }));
  return `If answers were as likely to get worse as better, a split at least this uneven would come up ${chance}.`;
}

/** A probability as people say it. */
export function chanceWords(probability: number): string {
  if (probability >= 0.995) return 'every time';
  if (probability >= 0.01) return `about ${Math.round(probability * 100)} times in 100`;
  if (probability < 1e-6) return 'less than once in a million times';
  const once = 1 / probability;
  const digits = 10 ** Math.floor(Math.log10(once));
  return `about once in ${COUNT.format(Math.round(once / digits) * digits)} times`;
}

/** The whole review in one sentence, and what it does not show. */
export function reviewSentence(
  result: Pick<TwinReviewResult, 'fields' | 'absent' | 'caseCount'>,
): Pick<TwinReviewResult, 'sentence' | 'note'> {
  const { fields, absent, caseCount } = result;
  const changed = fields.filter(({ changedCount }) => changedCount > 0);
  if (changed.length > 0) {
    const [most] = changed.toSorted((one, other) => other.changedCount - one.changedCount);
    return { sentence: most?.sentence ?? '', note: null };
  }
  const asked = fields.filter((field) => field.caseCount > 0);
  if (asked.length > 0) {
    const labels = listWords(asked.map(({ label }) => label));
    const sentence = `${NO_DIRECT_USE}: no answer of ${COUNT.format(caseCount)} changes with ${labels}.`;
    return { sentence, note: PROXIES_NOTE };
  }
  if (absent.length > 0) {
    const labels = absent.map(({ label }) => label);
    const verb = labels.length === 1 ? 'is not an input' : 'are not inputs';
    return { sentence: `${listWords(labels)} ${verb} of this version, so no twin can be asked.`, note: PROXIES_NOTE };
  }
  return {
    sentence:
      'No twin could be asked: no input is marked as sensitive, and no text names people. Mark an input in the description.',
    note: null,
  };
}

/** What is no input, and what would be needed to look at it. */
export function absentWords(label: string, isInRows: boolean): string {
  const needed = isInRows
    ? 'The reference rows tell it, so it can be checked how well the other inputs stand in for it.'
    : 'To check whether other inputs stand in for it, add a column for it to the reference rows.';
  return `${label} is not an input of this version, so no twin can be asked. ${needed}`;
}

/** 'N in 100 lower' of a score, or the difference of a number. */
export function movedWords(
  moved: { before: number; after: number } | null,
  unit: 'score' | string | null,
): string | null {
  if (!moved) return null;
  const apart = Math.abs(moved.after - moved.before);
  const way = moved.after < moved.before ? 'lower' : 'higher';
  if (unit === 'score') return `${Math.round(apart * 100)} in 100 ${way}`;
  const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 }).format(apart);
  return `${number}${unit ? ` ${unit}` : ''} ${way}`;
}

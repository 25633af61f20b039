import type { VersionDetail } from '#app/catalog/contract.ts';
import type { FieldValue } from '#app/catalog/description-format.ts';
import { isOff, likeIt } from '#app/statistics/calibration.ts';
import type { Answer } from '../contract.ts';
import { numberOf } from './make-study.ts';
import { nearestTo, vectorOf } from './nearest.ts';
import type { Study } from './study.ts';
import { isApart } from './surroundings.ts';

/** Adds to an answer what is known beside it. Takes less than a millisecond. */
export function withStudy(
  answer: Answer,
  { version, study, values }: { version: VersionDetail; study: Study | null; values: Record<string, FieldValue> },
): Answer {
  const isUnsteady = version.report.deterministic === false;
  const said = isUnsteady ? { ...answer, isUnsteady } : answer;
  if (!study) return said;
  const calibration = calibrationFor(answer, study);
  const nearest = nearestFor(answer, study);
  return {
    ...said,
    ...(calibration && { calibration }),
    ...numberBeside(answer, study),
    ...(nearest && { nearest }),
    notices: [...answer.notices, ...apartNotice(answer, { study, values })],
  };
}

function calibrationFor({ decision, scores }: Answer, { calibration }: Study): Answer['calibration'] {
  const score = scores.find(({ label }) => label === decision)?.score;
  if (!calibration || score === undefined) return undefined;
  const cases = likeIt(calibration.bins, score);
  return cases ? { said: cases.said, right: cases.right, of: cases.count, isOff: isOff(cases) } : undefined;
}

const IN_HUNDRED = 90;

function numberBeside(answer: Answer, { margin, spread }: Study): Pick<Answer, 'likely' | 'standing'> {
  const value = numberOf(answer);
  if (value === null) return {};
  const lower = spread?.filter((one) => one < value).length ?? 0;
  return {
    ...(margin && {
      likely: { from: value - margin.value, to: value + margin.value, inHundred: IN_HUNDRED, of: margin.of },
    }),
    ...(spread && {
      standing: {
        lowerInHundred: Math.round((100 * lower) / spread.length),
        of: spread.length,
        min: spread[0] as number,
        max: spread.at(-1) as number,
      },
    }),
  };
}

function nearestFor(answer: Answer, { vectors }: Study): Answer['nearest'] {
  const vector = vectors && vectorOf(answer);
  return vector ? nearestTo(vector, vectors) : undefined;
}

const TOLD_ALREADY: ReadonlySet<string> = new Set(['outside-range', 'unseen']);

/** Said only where no field says it by itself. */
function apartNotice(
  { notices }: Answer,
  { study, values }: { study: Study; values: Record<string, FieldValue> },
): Answer['notices'] {
  const { surroundings } = study;
  if (!surroundings || notices.some(({ code }) => TOLD_ALREADY.has(code)) || !isApart(surroundings, values)) return [];
  const message =
    'Each value is usual, but the model has hardly seen them together: of 100 reference rows at most one is this far from all others.';
  return [{ code: 'outside-jointly', message }];
}

import type { Answer, TwinChange, TwinField, TwinsView, TwinView } from '../contract.ts';

/** What is said about twins. Pure words; never that a model is fair, which twins cannot show. */

const NO_DIRECT_USE = 'No direct use found';
/** Printed beside every result where nothing differs. */
export const PROXIES_NOTE =
  'Other inputs can stand in for what was changed here, so groups may still get different answers.';

/** Of a model that was seen to answer the same question in two ways; nothing it says of twins is sure. */
const RANDOM_NOTE = 'This model can give two answers to the same question, so what differs here may be chance.';

/** What a result does not show, where the model itself adds to that. */
export function noteFor(isDeterministic: boolean | null, note: string | null): string | null {
  if (isDeterministic !== false) return note;
  return note === null ? RANDOM_NOTE : `${RANDOM_NOTE} ${note}`;
}

const NUMBER = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });

/** The same case with something changed, and what the model says: 'The same person with Race: White would be approved.' */
export function twinSentence(
  changes: readonly TwinChange[],
  after: { decision: Answer['decision'] } | null,
  { differs, value }: Pick<TwinView, 'differs' | 'value'>,
): string {
  const subject = subjectOf(changes);
  if (after === null) return `${subject} could not be asked.`;
  if (!differs) return `${subject} would get the same answer.`;
  if (value) {
    const unit = value.unit ? ` ${value.unit}` : '';
    return `${subject} would get ${NUMBER.format(value.after)}${unit} instead of ${NUMBER.format(value.before)}.`;
  }
  return `${subject} would ${decisionWords(after.decision)}.`;
}

function subjectOf(changes: readonly TwinChange[]): string {
  const words = changes.map(({ label, toWords, rewrites }) => {
    const [first] = rewrites;
    if (!first) return `${label}: ${toWords}`;
    const more = rewrites.length > 1 ? ` and ${rewrites.length - 1} more` : '';
    return `“${first.to}” for “${first.from}”${more}`;
  });
  const isText = changes.every(({ rewrites }) => rewrites.length > 0);
  return `The same ${isText ? 'text' : 'person'} with ${listWords(words)}`;
}

/** 'be approved' for what is done to someone, as most decisions are called; else the answer in quotes. */
function decisionWords(decision: string | null): string {
  if (decision === null) return 'get another answer';
  return /^[a-z]+ed$/.test(decision) ? `be ${decision}` : `get “${decision}”`;
}

/** What came of the other values of one field. */
export function fieldSentence({
  label,
  twins,
  isUnknown,
}: Pick<TwinField, 'label' | 'twins'> & { isUnknown: boolean }) {
  if (isUnknown)
    return `The other values of ${label} are not known, so none could be asked. Give it choices or a range.`;
  const failed = twins.filter(({ answer }) => answer === null).length;
  const different = twins.filter(({ differs }) => differs).length;
  if (failed === twins.length) return `The other values of ${label} could not be asked.`;
  const rest = failed > 0 ? ` ${failed} of ${twins.length} could not be asked.` : '';
  if (different === 0) return `${NO_DIRECT_USE}: with ${label} changed the answer stays the same.${rest}`;
  const asked = twins.length - failed;
  if (asked === 1) return `${twins.find(({ differs }) => differs)?.sentence ?? ''}${rest}`;
  return `${label}: ${different} of ${asked} other values change the answer.${rest}`;
}

/** All twins of a case in one sentence, and what they do not show. */
export function twinsSentence(
  fields: readonly TwinField[],
  absent: TwinsView['absent'],
): Pick<TwinsView, 'sentence' | 'note'> {
  const twins = fields.flatMap((field) => field.twins);
  const [first] = twins.filter(({ differs }) => differs);
  if (first) {
    const labels = fields.filter((field) => field.twins.some(({ differs }) => differs)).map(({ label }) => label);
    const only = labels.length === 1 && fields.length === 1 ? first.sentence : '';
    return {
      sentence: only || `${listWords(labels)} ${labels.length === 1 ? 'changes' : 'change'} the answer.`,
      note: null,
    };
  }
  const answered = twins.filter(({ answer }) => answer !== null);
  if (answered.length > 0) return { sentence: `${NO_DIRECT_USE}.`, note: PROXIES_NOTE };
  if (absent.length > 0) return { sentence: absent.map(({ sentence }) => sentence).join(' '), note: PROXIES_NOTE };
  const sentence =
    fields.length > 0
      ? 'No twin could be asked.'
      : 'No input is marked as sensitive, so there is nothing to change. Mark one in the description.';
  return { sentence, note: null };
}

/** What is no input cannot be changed; what would be needed to look at it all the same. */
export function absentSentence(label: string): string {
  return `${label} is not an input of this version, so no twin can be asked. To compare groups, add a column for it to the reference rows.`;
}

/** 'a', 'a and b', 'a, b and c'. */
export function listWords(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

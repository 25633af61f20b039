import type { ReferenceCases, VersionDetail } from '#app/catalog/contract.ts';
import type { DescribedInput, FieldValue } from '#app/catalog/description-format.ts';
import type { Answer, ProxyView, TwinExample, TwinReviewField, TwinReviewResult } from '../../contract.ts';
import { fieldsOf } from '../../inputs/graph-input.ts';
import { valueWords } from '../other-values.ts';
import { noteFor } from '../twin-sentences.ts';
import type { AbsentGroup } from './absent-groups.ts';
import type { ProxyQuestion } from './proxy-check.ts';
import type { ReviewedCases } from './review-cases.ts';
import { absentWords, changedSentence, movedWords, reviewSentence, testSentence } from './review-sentences.ts';
import { figuresOf, type MovedCase, type Tally } from './tally.ts';

type Case = ReferenceCases['cases'][number];
type Check = (question: ProxyQuestion) => Promise<ProxyView>;

interface Reviewed {
  version: VersionDetail;
  reference: ReferenceCases;
  favourable: string | null;
  reviewed: ReviewedCases;
  absent: readonly AbsentGroup[];
}

const SHOWN_VALUES = 3;
const LONGEST_WORDS = 40;
/** Longer addresses are cut off on the way by some servers. */
const LONGEST_QUERY = 6_000;

/** Everything a review tells, in figures and words, with the checks of what stands in for what. */
export async function reviewResult(given: Reviewed, check: Check): Promise<TwinReviewResult> {
  const { version, reference, favourable, reviewed, absent } = given;
  const { cases } = reference;
  const fields: TwinReviewField[] = [];
  for (const tally of reviewed.tallies) {
    const input = version.description.inputs.find(({ key }) => key === tally.key);
    const isValue = input?.sensitive === true && input.kind !== 'text';
    const groups = isValue ? cases.map(({ inputs }) => groupOf(input, inputs)) : null;
    const proxy = groups && (await check({ groups, columns: columnsOf(version, cases, tally.key) }));
    fields.push(fieldOf(tally, { version, input, favourable, proxy }));
  }
  const without: TwinReviewResult['absent'] = [];
  for (const { label, groups } of absent) {
    const proxy = groups && (await check({ groups, columns: columnsOf(version, cases, null) }));
    without.push({ label, sentence: absentWords(label, groups !== null), proxy });
  }
  const caseCount = reviewed.answeredCount;
  const skippedCount = reference.skippedCount + cases.length - caseCount;
  const said = reviewSentence({ fields, absent: without, caseCount });
  const note = noteFor(version.report.deterministic, said.note);
  return { favourable, caseCount, skippedCount, sentence: said.sentence, note, fields, absent: without };
}

interface FieldParts {
  version: VersionDetail;
  input: DescribedInput | undefined;
  favourable: string | null;
  proxy: ProxyView | null;
}

function fieldOf(tally: Tally, { version, input, favourable, proxy }: FieldParts): TwinReviewField {
  const { key, label, caseCount, failedCount, changedCount, worseCount, betterCount } = tally;
  return {
    ...{ key, label, caseCount, failedCount, changedCount, worseCount, betterCount },
    ...figuresOf(tally, input),
    sentence: changedSentence(tally),
    testSentence: testSentence(tally, favourable),
    worst: tally.worst.map((moved) => exampleOf(version, moved)),
    proxy,
  };
}

function exampleOf(version: VersionDetail, { inputs, answer, twin }: MovedCase): TwinExample {
  const { score, value, changes, direction, sentence } = twin;
  const unit = score ? 'score' : (value?.unit ?? null);
  const changed = { ...inputs, ...Object.fromEntries(changes.map(({ key, to }) => [key, to])) };
  return {
    title: titleOf(version, inputs),
    ...{ sentence, direction },
    before: answerWords(answer, value?.before),
    after: twin.answer?.decision ?? answerWords(null, value?.after),
    moved: movedWords(score ?? value, unit),
    query: queryOf(inputs),
    twinQuery: queryOf(changed),
  };
}

function answerWords(answer: Answer | null, number: number | undefined): string {
  if (answer && answer.decision !== null) return answer.decision;
  return number === undefined
    ? 'another answer'
    : new Intl.NumberFormat('en', { maximumSignificantDigits: 4 }).format(number);
}

/** The first few values that are not sensitive themselves, as people read them. */
function titleOf({ description }: VersionDetail, inputs: Case['inputs']): string {
  return description.inputs
    .filter(({ hidden, sensitive }) => !hidden && !sensitive)
    .slice(0, SHOWN_VALUES)
    .map((input) => `${input.label} ${shorten(valueWords(input, inputs[input.key] ?? null))}`)
    .join(', ');
}

function shorten(words: string): string {
  return words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS).trimEnd()}…` : words;
}

function queryOf(inputs: Case['inputs']): string | null {
  const texts = Object.entries(inputs).map(([key, value]) => [
    key,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ]);
  const query = new URLSearchParams(texts).toString();
  return query.length <= LONGEST_QUERY ? query : null;
}

/** The group of a case: its choice; of numbers, whether it lies above the middle one. */
function groupOf(input: DescribedInput, inputs: Case['inputs']): string | null {
  const value = inputs[input.key] ?? null;
  if (value === null) return null;
  if (typeof value !== 'number' || input.allowed?.length) return valueWords(input, value);
  const [from, to] = [input.p05 ?? input.min, input.p95 ?? input.max];
  if (from === undefined || to === undefined) return null;
  return value <= (from + to) / 2 ? 'lower half' : 'upper half';
}

/** The other inputs that can be looked at: single values, texts not. */
function columnsOf(version: VersionDetail, cases: readonly Case[], except: string | null): ProxyQuestion['columns'] {
  return fieldsOf(version).flatMap(({ input, isSingle }) => {
    if (input.key === except || !isSingle || input.kind === 'text') return [];
    const values = cases.map(({ inputs }): FieldValue => inputs[input.key] ?? null);
    const isNumber = (input.kind === 'number' || input.kind === 'integer') && !input.allowed?.length;
    return [{ isNumber, values }];
  });
}

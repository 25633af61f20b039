import type { VersionDetail } from '#app/catalog/contract.ts';
import type { FieldValue } from '#app/catalog/description-format.ts';
import { asAppError } from '#app/core/errors.ts';
import type { FlipFinding, FlipOutcome, NearestCase, PairGrid, ResponseCurve, TriedAnswer } from '../contract.ts';
import type { Finding } from '../flip-finder/findings.ts';
import { type Look, sortedNumbers } from '../flip-finder/looks.ts';
import type { AskedGrid } from '../flip-finder/pairs.ts';
import { isSameReply, type Reply, triedAnswer } from '../flip-finder/reply.ts';
import type { FlipResult } from '../flip-finder/search.ts';
import { findingSentence, outcomeSentences, type Wording } from '../flip-finder/words.ts';
import { unmovedInputs } from './movable-inputs.ts';

/** What a search found, in the words of a version. */
export interface Telling {
  version: VersionDetail;
  /** The answer to the question itself. */
  base: Reply;
}

export function toldFinding({ version, base }: Telling, finding: Finding): FlipFinding {
  const { id, changes, reply, distance, strangeness } = finding;
  const answer = triedAnswer(reply, base);
  return {
    id,
    sentence: findingSentence(changes, answer, wordingOf(version, base)),
    changes,
    answer,
    distance,
    strangeness,
  };
}

function wordingOf(version: VersionDetail, base: Reply): Wording {
  return {
    inputs: new Map(version.description.inputs.map((input) => [input.key, input])),
    unit: unitOf(version),
    answer: triedAnswer(base, base),
  };
}

/** Unit of the answer where it is a number: that of the first output that is one. */
function unitOf({ description }: VersionDetail): string | null {
  return description.outputs.find(({ kind }) => kind === 'number')?.unit ?? null;
}

/** Everything a search came to. */
export function toldOutcome(version: VersionDetail, result: FlipResult, given: { hasReference: boolean }): FlipOutcome {
  const { ended, reply: base, tolerance, rowsAsked, tookMs, firstMs } = result;
  const findings = base ? result.findings.map((finding) => toldFinding({ version, base }, finding)) : [];
  return {
    ...{
      ended,
      tolerance,
      rowsAsked,
      tookMs: Math.round(tookMs),
      firstMs: firstMs === null ? null : Math.round(firstMs),
    },
    sentences: sentencesOf(version, result, given),
    answer: base ? triedAnswer(base, base) : null,
    findings,
    curves: base ? result.looks.map((look) => curveOf(look, result, base)) : [],
    grid: base && result.grid ? gridOf(result.grid, base) : null,
    nearestCase: base && result.ended !== 'two-answers' ? nearestCaseOf(result, base) : null,
  };
}

function sentencesOf(
  version: VersionDetail,
  result: FlipResult,
  { hasReference }: { hasReference: boolean },
): string[] {
  const labels = new Map(version.description.inputs.map(({ key, label }) => [key, label]));
  const labelOf = (key: string) => labels.get(key) ?? key;
  const { looks, tolerance } = result;
  return outcomeSentences({
    ...{ ended: result.ended, rowsAsked: result.rowsAsked, pairs: result.pairs, hasReference },
    left: unmovedInputs(version).map(({ label }) => label),
    isAnswered: result.reply !== null,
    findingCount: result.findings.length,
    failure: result.failure === null ? null : asAppError(result.failure).message,
    isConstant: isConstant(result),
    fieldCount: looks.length,
    untried: looks.filter(({ seen }) => seen.size < 2).map(({ field }) => labelOf(field.key)),
    unplaced: result.unplaced.map(labelOf),
    partly: looks.flatMap((look) => {
      const untried = untriedCount(look);
      if (look.field.kind !== 'choice' || untried === 0 || look.seen.size < 2) return [];
      const ofCount = look.field.values.length;
      return { label: labelOf(look.field.key), triedCount: ofCount - untried, ofCount };
    }),
    tolerance: tolerance === null ? null : { value: tolerance, unit: unitOf(version) },
  });
}

function isConstant({ looks, reply }: FlipResult): boolean {
  const replies = looks.flatMap(({ seen }) => [...seen.values()]);
  return reply !== null && replies.every((one) => one !== null && isSameReply(one, reply));
}

function untriedCount({ field, seen }: Look): number {
  return field.kind === 'choice' ? field.values.filter((value) => !seen.has(value)).length : 0;
}

/** The even sweep with the question itself and both sides of every change; of choices those that were tried. */
function curveOf(look: Look, { changes }: FlipResult, base: Reply): ResponseCurve {
  const { field, seen } = look;
  const own = changes.filter((change) => change.field.key === field.key);
  const kept = new Set<FieldValue>([...look.swept, ...own.flatMap(({ near, far }) => [near, far])]);
  const [first] = seen.keys();
  if (first !== undefined) kept.add(first);
  const values = field.kind === 'number' ? sortedNumbers(look) : field.values;
  const answerAt = (value: FieldValue): TriedAnswer | null => {
    const reply = seen.get(value);
    return reply ? triedAnswer(reply, base) : null;
  };
  return {
    key: field.key,
    points: values
      .filter((value) => kept.has(value) && seen.has(value))
      .map((value) => ({ value, answer: answerAt(value) })),
    changes: own
      .map(({ near, far }) => ({ below: Math.min(near, far), above: Math.max(near, far) }))
      .sort((one, other) => one.below - other.below),
    scale: field.kind === 'number' ? { step: field.step, spread: field.spread } : null,
    untriedCount: untriedCount(look),
  };
}

function gridOf({ looks, values, replies }: AskedGrid, base: Reply): PairGrid {
  return {
    columns: { key: looks[0].field.key, values: values[0] },
    rows: { key: looks[1].field.key, values: values[1] },
    answers: replies.map((line) => line.map((reply) => reply && triedAnswer(reply, base))),
  };
}

function nearestCaseOf({ nearestCase, row }: FlipResult, base: Reply): NearestCase | null {
  if (!nearestCase) return null;
  const differs = Object.keys(nearestCase.row).filter((key) => !isSameValue(nearestCase.row[key], row[key]));
  return { inputs: { ...nearestCase.row }, answer: triedAnswer(nearestCase.reply, base), differs };
}

function isSameValue(one: FieldValue | undefined, other: FieldValue | undefined): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

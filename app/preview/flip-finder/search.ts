import { seededRandom } from '#app/statistics/seeded-random.ts';
import type { FlipEnd } from '../contract.ts';
import { type Candidate, simplify } from './combinations.ts';
import { askReference, growSphere, otherCases, type Reference, reachableCases } from './far-cases.ts';
import { byRank, choiceFindings, type Finding, nearestSeen, strangenessOf } from './findings.ts';
import { type Bracket, type Look, nearestChanges, type Search } from './looks.ts';
import type { MovableField, Row } from './movable-fields.ts';
import { type AskedGrid, askGrid, type TriedPairs, tryPairs } from './pairs.ts';
import { Probe, type ProbeOptions } from './probe.ts';
import { type Reply, saysSomething, zonesAround } from './reply.ts';
import { checkAllChanges, settleSingles } from './singles.ts';
import { lookCloser, sweep } from './sweep.ts';
import { deviationOf } from './tolerance.ts';

/** What to search around. */
export interface FlipQuestion {
  row: Row;
  /** What may be moved; everything else stays as it is in the row. */
  fields: readonly MovableField[];
  reference: Reference | null;
  /** For numbers: what is further off is another answer. One standard deviation of the reference answers when null. */
  tolerance: number | null;
  seed: number;
}

/** Everything a search came to. */
export interface FlipResult {
  ended: FlipEnd;
  failure: unknown;
  /** The question, and the answer to it. */
  row: Row;
  reply: Reply | null;
  tolerance: number | null;
  /** Ranked. None when one question was given two answers. */
  findings: Finding[];
  looks: Look[];
  /** Where the answer changes along each number, checked; by field. */
  changes: Bracket[];
  /** Fields that change the answer somewhere that could not be placed or checked any more. */
  unplaced: string[];
  grid: AskedGrid | null;
  nearestCase: Candidate | null;
  pairs: Pick<TriedPairs, 'tried' | 'of'> | null;
  rowsAsked: number;
  tookMs: number;
  /** When the first finding was told; null without any. */
  firstMs: number | null;
}

/** A finding, and the answer to the question itself. */
interface ToldFlip {
  finding: Finding;
  base: Reply;
}

/** With so many changes of one field nobody needs one of two fields as well. */
const ENOUGH_SINGLES = 3;

/**
 * What would change the answer to a question, found by asking only: findings as they are found, each asked again before
 * it is told, and with the last of them everything that was seen. A finding with the id of an earlier one replaces it.
 * The same seed and the same answers find the same.
 */
export async function* findFlips(question: FlipQuestion, options: ProbeOptions): AsyncGenerator<ToldFlip, FlipResult> {
  const probe = new Probe(options);
  const result = emptyResult(probe, question.row);
  const search = await begin(question, { probe, result });
  if (!search) return result;
  for await (const finding of stages(search, { question, result })) {
    result.firstMs ??= probe.elapsedMs();
    yield { finding, base: search.base.reply };
  }
  return finish(search, result);
}

interface Begun {
  probe: Probe;
  result: FlipResult;
}

/** Asks the question itself; null when there is nothing to search. From then on it is asked again with every batch. */
async function begin(question: FlipQuestion, { probe, result }: Begun): Promise<Search | null> {
  const { row, fields } = question;
  const [reply] = await probe.look([row]);
  result.reply = reply ?? null;
  const isUsable = reply && saysSomething(reply);
  if (!isUsable || fields.length === 0) {
    result.ended = probe.stop ?? (isUsable ? 'nothing-to-change' : 'no-answer');
    return close(probe, result);
  }
  probe.watch(row, reply);
  const zones = zonesAround(reply, null);
  const zone = zones(reply);
  const seenFirst = ({ key }: MovableField): [Row[string], Reply] => [row[key] ?? null, reply];
  const search: Search = {
    ...{ probe, fields, zoneOf: zones, base: { row, reply, zone } },
    looks: new Map(fields.map((field) => [field.key, { field, seen: new Map([seenFirst(field)]), swept: new Set() }])),
    checked: new Map(),
    random: seededRandom(question.seed),
  };
  return search;
}

async function* stages(search: Search, given: { question: FlipQuestion; result: FlipResult }): AsyncGenerator<Finding> {
  const { probe } = search;
  const { question, result } = given;
  const { reference } = question;
  const told = new Map<string, Finding>();
  const tell = function* (found: readonly Finding[]): Generator<Finding> {
    // What was found meanwhile is worth nothing once the model says this and that.
    for (const finding of probe.stop === 'two-answers' ? [] : found) {
      const whole = { ...finding, strangeness: strangenessOf(search, finding.row, reference?.rows ?? []) };
      told.set(finding.id, whole);
      result.findings = [...told.values()];
      yield whole;
    }
  };
  const combine = async (candidates: readonly Candidate[]): Promise<Finding[]> => {
    const combined = await simplify(search, candidates);
    return [...(await settleSingles(search, told)), ...combined.filter((one) => isNews(one, told))];
  };

  await setTolerance(search, { question, result });
  await sweep(search);
  if (search.base.reply.decision === null && result.tolerance === null) {
    takeTolerance(search, result, deviationOf([...search.looks.values()].flatMap(({ seen }) => [...seen.values()])));
  }
  yield* tell(await settleSingles(search, told));
  if (reference) {
    await askReference(search, reference);
    const cases = otherCases(search, reference);
    result.nearestCase = cases[0] ?? null;
    yield* tell(await combine(await reachableCases(search, cases)));
  }
  await lookCloser(search, () => nearestSeen(search));
  yield* tell(await settleSingles(search, told));
  if (told.size < ENOUGH_SINGLES) yield* tell(await combine(await growSphere(search)));
  if (![...told.values()].some(({ changes }) => changes.length <= 2)) {
    const { found, tried, of } = await tryPairs(search);
    result.pairs = { tried, of };
    yield* tell(await combine(found));
  }
  if (!probe.isOver()) result.grid = await askGrid(search);
  await checkAllChanges(search);
}

function isNews({ id, distance }: Finding, told: ReadonlyMap<string, Finding>): boolean {
  const known = told.get(id);
  return !known || distance < known.distance;
}

/** Of numbers, what counts as another answer has to be known first. */
async function setTolerance(
  search: Search,
  { question, result }: { question: FlipQuestion; result: FlipResult },
): Promise<void> {
  if (search.base.reply.decision !== null) return;
  if (question.tolerance !== null) return takeTolerance(search, result, question.tolerance);
  if (!question.reference) return;
  await askReference(search, question.reference);
  takeTolerance(search, result, deviationOf(question.reference.replies));
}

function takeTolerance(search: Search, result: FlipResult, tolerance: number | null): void {
  if (tolerance === null) return;
  result.tolerance = tolerance;
  search.zoneOf = zonesAround(search.base.reply, tolerance);
}

function emptyResult(probe: Probe, row: Row): FlipResult {
  return {
    row,
    ...{ ended: 'complete', failure: null, reply: null, tolerance: null, findings: [], looks: [], changes: [] },
    ...{ unplaced: [], grid: null, nearestCase: null, pairs: null, tookMs: 0, firstMs: null },
    rowsAsked: probe.rowsAsked,
  };
}

/** Notes what it took; there is nothing to search any more. */
function close(probe: Probe, result: FlipResult): null {
  result.failure = probe.failure;
  result.rowsAsked = probe.rowsAsked;
  result.tookMs = probe.elapsedMs();
  return null;
}

function finish(search: Search, result: FlipResult): FlipResult {
  const { probe } = search;
  close(probe, result);
  result.ended = probe.stop ?? probe.spent ?? 'complete';
  // What was seen of a model that says this and that is worth nothing.
  if (probe.stop === 'two-answers') return { ...result, findings: [], looks: [], changes: [], grid: null };
  result.findings.sort(byRank);
  result.changes = [...search.checked.values()];
  result.looks = [...search.looks.values()];
  result.unplaced = result.looks
    .filter((look) => isUnplaced(search, look, result.findings))
    .map(({ field }) => field.key);
  return result;
}

/** Whether moving the field alone was seen to change the answer, and nothing could be said of it. */
function isUnplaced(search: Search, look: Look, findings: readonly Finding[]): boolean {
  const { key } = look.field;
  const isTold = findings.some(({ changes }) => changes.length === 1 && changes[0]?.key === key);
  return !isTold && (nearestChanges(search, look).length > 0 || choiceFindings(search, look).length > 0);
}

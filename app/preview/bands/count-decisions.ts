import { setImmediate as nextTurn } from 'node:timers/promises';
import type { VersionDetail } from '#app/catalog/contract.ts';
import type { DescribedOutput } from '#app/catalog/description-format.ts';
import type { Database } from '#db/client.ts';
import { classNames } from '../answers/class-names.ts';
import { decide } from '../answers/decide.ts';
import type { Roles } from '../answers/roles.ts';
import type { DecisionCount, DecisionMove } from '../contract.ts';
import { isBandable, type RowScores, readScores } from './reference-scores.ts';

interface CountDeps {
  db: Database;
  catalog: { referenceOf(versionId: string): string | null };
}

/** Between two pauses, so that others get their turn: well under a millisecond. */
const ROWS_A_TURN = 100;
const MOST_MOVES = 20;

type Version = Pick<VersionDetail, 'id' | 'state' | 'facts' | 'description'>;

/** How many reference rows get another decision once the outputs of a version are described like this. */
export async function countDecisions(
  { db, catalog }: CountDeps,
  version: Version,
  outputs: readonly DescribedOutput[],
): Promise<DecisionCount> {
  const sha256 = catalog.referenceOf(version.id);
  if (sha256 === null || version.state === 'retired' || !isBandable(version)) return { state: 'none' };
  const rows = readScores(db, version.id, sha256);
  if (!rows) return { state: 'pending' };
  const before = deciderOf(version, version.description.outputs);
  const after = deciderOf(version, outputs);
  const moves = new Map<string, DecisionMove>();
  const decisions = new Map<string | null, number>();
  let rowCount = 0;
  for (const row of rows) {
    const [from, to] = [before(row), after(row)];
    decisions.set(to, (decisions.get(to) ?? 0) + 1);
    if (from !== to) countMove(moves, from, to);
    rowCount += 1;
    if (rowCount % ROWS_A_TURN === 0) await nextTurn();
  }
  if (rowCount === 0) return { state: 'none' };
  const all = [...moves.values()].sort((one, other) => other.count - one.count);
  return {
    state: 'known',
    rowCount,
    changedCount: all.reduce((sum, { count }) => sum + count, 0),
    moves: all.slice(0, MOST_MOVES),
    decisions: [...decisions].map(([label, count]) => ({ label, count })).sort((a, b) => b.count - a.count),
  };
}

function countMove(moves: Map<string, DecisionMove>, from: string | null, to: string | null): void {
  const key = JSON.stringify([from, to]);
  const move = moves.get(key);
  if (move) move.count += 1;
  else moves.set(key, { from, to, count: 1 });
}

/** Decides rows as answers are decided, with these outputs in place of the version's own. */
function deciderOf({ facts }: Version, outputs: readonly DescribedOutput[]): (row: RowScores) => string | null {
  const label = outputs.find(({ kind }) => kind === 'class');
  const scored = outputs.find(({ kind }) => kind === 'probabilities');
  const described = scored?.classes ?? label?.classes;
  const known = new Map<number, Roles['classes']>();
  const namesFor = (count: number): Roles['classes'] => {
    const found = known.get(count) ?? classNames({ labels: facts.classes, described, count: count || null });
    known.set(count, found);
    return found;
  };
  return ({ label: said, scores, numbers }) => {
    const { names, placeOf } = namesFor(scores.length);
    // What is decided needs no tensors, only what was read of them; a label is kept as its place.
    const roles = {
      outputs: outputs.map((output) => ({
        described: output,
        elements: output.kind === 'number' ? [numbers[output.name] ?? Number.NaN] : [],
      })),
      label: label && said !== null ? { elements: [said] } : undefined,
      scores: [...scores],
      scored: scored && { described: scored },
      classes: { names, placeOf: (each) => (typeof each === 'number' ? each : placeOf(each)) },
    } as Roles;
    return decide(roles).decision;
  };
}

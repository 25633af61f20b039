import { and, eq } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import { isAppError } from '#app/core/errors.ts';
import type { Transaction } from '#db/client.ts';
import { flag } from '#db/schema/index.ts';
import type { FlagState, FlagView } from './contract.ts';
import type { FeedbackDeps } from './deps.ts';
import { NEEDS } from './states.ts';
import { invalidField, keptText } from './texts.ts';

/** What is said along with a new state. */
export interface StateDetails {
  /** Needed for wont-fix, welcome with every state. */
  reason?: string | undefined;
  /** Number of the version: needed for looks-fixed and broke-again. */
  version?: number | undefined;
  /** The flag it repeats, by its id or its number: needed for duplicate. */
  duplicateOf?: string | undefined;
}

/** A move and who makes it. */
interface Move {
  viewer: Viewer;
  flag: FlagView;
  to: FlagState;
  given: StateDetails;
}

/** Only these states take a version, only this one another flag. */
const TAKEN_BY = { version: 'looks-fixed and broke-again', duplicateOf: 'duplicate' } as const;

/**
 * Checks what was said along with a state and answers what is kept; what was said for the state before is gone.
 * @throws FL_REQUEST_INVALID with the field
 */
export function detailsOf(deps: FeedbackDeps, tx: Transaction, move: Move) {
  const { to, given } = move;
  const need = NEEDS[to];
  for (const field of ['version', 'duplicateOf'] as const) {
    if (given[field] !== undefined && need !== field)
      throw invalidField(field, `Only ${TAKEN_BY[field]} can have this.`);
  }
  const reason = given.reason === undefined ? '' : keptText(given.reason, 'reason');
  if (need === 'reason' && reason === '') throw invalidField('reason', 'Say why it will not be fixed.');
  return {
    stateReason: reason || null,
    stateVersion: need === 'version' ? knownVersion(deps, move) : null,
    duplicateOf: need === 'duplicateOf' ? knownOriginal(tx, move) : null,
  };
}

function knownVersion({ catalog }: FeedbackDeps, { viewer, flag: moved, given: { version } }: Move): number {
  if (version === undefined || !Number.isSafeInteger(version) || version < 1) {
    throw invalidField('version', 'Say in which version: its number.');
  }
  try {
    return catalog.getVersion(viewer, moved.modelName, version).number;
  } catch (error) {
    if (!isAppError(error) || error.code !== 'FL_VERSION_NOT_FOUND') throw error;
    throw invalidField('version', `${moved.modelName} has no version ${version}.`);
  }
}

/** The flag it repeats: another one of the model, which must not itself lead back to this one. */
function knownOriginal(tx: Transaction, { flag: moved, given: { duplicateOf: id } }: Move): string {
  const named = id?.trim().replace(/^#|^flag\s+/i, '');
  if (!named) throw invalidField('duplicateOf', 'Say which flag it repeats: its number, or its id, flg_…');
  const original = originalOf(tx, moved.modelId, named);
  if (!original) throw invalidField('duplicateOf', `${moved.modelName} has no flag ${named.slice(0, 40)}.`);
  if (original.id === moved.id) throw invalidField('duplicateOf', 'A flag cannot repeat itself.');
  let next = original.duplicateOf;
  while (next !== null) {
    if (next === moved.id) {
      const message = `Flag ${original.number} already counts as a duplicate of flag ${moved.number}.`;
      throw invalidField('duplicateOf', message);
    }
    next = originalOf(tx, moved.modelId, next)?.duplicateOf ?? null;
  }
  return original.id;
}

/** A flag of the model by its id, or by its number as people say it. */
function originalOf(tx: Transaction, modelId: string, named: string) {
  const isNumber = /^\d{1,9}$/.test(named);
  return tx
    .select({ id: flag.id, number: flag.number, duplicateOf: flag.duplicateOf })
    .from(flag)
    .where(and(eq(flag.modelId, modelId), isNumber ? eq(flag.number, Number(named)) : eq(flag.id, named)))
    .get();
}

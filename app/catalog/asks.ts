import { eq } from 'drizzle-orm';
import type { Database, Transaction } from '#db/client.ts';
import { ask } from '#db/schema/index.ts';
import type { Ask } from './contract.ts';

/** The ask of a model; null while there is none. */
export function askOf(on: Database | Transaction, modelId: string): Ask | null {
  const columns = { by: ask.by, sentence: ask.sentence, good: ask.good, decision: ask.decision };
  return on.select(columns).from(ask).where(eq(ask.modelId, modelId)).get() ?? null;
}

/** Writes the ask down in place of the one before. False when it is the same. */
export function setAsk(tx: Transaction, modelId: string, given: { ask: Ask; at: number }): boolean {
  const { by, sentence, good, decision } = given.ask;
  const wanted = { by, sentence, good, decision };
  const before = askOf(tx, modelId);
  if (before && JSON.stringify(before) === JSON.stringify(wanted)) return false;
  const row = { ...wanted, updatedAt: given.at };
  tx.insert(ask)
    .values({ modelId, ...row })
    .onConflictDoUpdate({ target: ask.modelId, set: row })
    .run();
  return true;
}

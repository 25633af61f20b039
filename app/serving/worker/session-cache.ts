import type { Session } from './session.ts';

/** The sessions of one worker: least recently used out first when the files' bytes pass the budget. */
export interface SessionCache {
  get(key: string): Session | undefined;
  /** Keeps a session; answers the keys dropped to make room, whose sessions are released. */
  keep(key: string, session: Session, sizeBytes: number): Promise<string[]>;
  drop(key: string): Promise<void>;
}

/** @param budgetBytes of model files held at once; the newest is held whatever its size */
export function createSessionCache(budgetBytes: number): SessionCache {
  // A Map keeps the order of insertion: the first entry is the one used longest ago.
  const held = new Map<string, { session: Session; sizeBytes: number }>();

  async function drop(key: string): Promise<void> {
    const entry = held.get(key);
    held.delete(key);
    await entry?.session.release();
  }

  return {
    get: (key) => {
      const entry = held.get(key);
      if (!entry) return undefined;
      held.delete(key);
      held.set(key, entry);
      return entry.session;
    },
    keep: async (key, session, sizeBytes) => {
      await drop(key);
      held.set(key, { session, sizeBytes });
      const dropped: string[] = [];
      let total = [...held.values()].reduce((sum, entry) => sum + entry.sizeBytes, 0);
      for (const [other, entry] of held) {
        if (total <= budgetBytes || other === key) break;
        total -= entry.sizeBytes;
        dropped.push(other);
        await drop(other);
      }
      return dropped;
    },
    drop,
  };
}

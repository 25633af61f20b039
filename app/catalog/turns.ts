/** Work that must not overlap, by what it is about: the same key waits its turn, other keys do not wait. */
export interface Turns {
  /** Runs `work` once everything asked for earlier with this key is over; settles as it does. */
  take<T>(key: string, work: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  const lastOf = new Map<string, Promise<unknown>>();
  return {
    take: (key, work) => {
      const mine = (lastOf.get(key) ?? Promise.resolve()).then(work);
      // Whoever comes next waits for the end, whatever it was.
      const over = mine.then(
        () => undefined,
        () => undefined,
      );
      lastOf.set(key, over);
      over.then(() => {
        if (lastOf.get(key) === over) lastOf.delete(key);
      });
      return mine;
    },
  };
}

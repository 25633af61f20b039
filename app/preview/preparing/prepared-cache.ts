import type { PreparedPicture } from '#app/oip/control.ts';

/** Keeps what was prepared lately: asking the same picture again, with other fields changed, costs nothing. */
export interface PreparedCache {
  /** What is kept or under way for a key, else what `make` makes. A failure is not kept. */
  get(key: string, make: () => Promise<PreparedPicture>): Promise<PreparedPicture>;
}

export function createPreparedCache(mostBytes: number): PreparedCache {
  /** The one used last is the last. */
  const kept = new Map<string, { made: Promise<PreparedPicture>; sizeBytes: number }>();
  let bytes = 0;

  function drop(key: string): void {
    bytes -= kept.get(key)?.sizeBytes ?? 0;
    kept.delete(key);
  }

  return {
    get: (key, make) => {
      const before = kept.get(key);
      if (before) {
        kept.delete(key);
        kept.set(key, before);
        return before.made;
      }
      const entry = { made: make(), sizeBytes: 0 };
      kept.set(key, entry);
      entry.made.then(
        ({ tensor, image }) => {
          if (kept.get(key) !== entry) return;
          entry.sizeBytes = (tensor?.bytes.byteLength ?? 0) + image.byteLength;
          bytes += entry.sizeBytes;
          for (const oldest of kept.keys()) {
            if (bytes <= mostBytes) break;
            drop(oldest);
          }
        },
        () => kept.get(key) === entry && drop(key),
      );
      return entry.made;
    },
  };
}

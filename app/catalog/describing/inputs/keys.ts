const LONGEST_KEY = 100;

/** What would need escaping in a query string, breaks a list of element ids, or is turned into something else there. */
const UNSAFE = /[\s\p{C}&=+#%?"'<>\\[\]{}|^`]+/gu;

/** Names that every object has: a value under them would be lost, or found where there is none. */
const TAKEN = new Set(Object.getOwnPropertyNames(Object.prototype));

/** The key of a field: as it was named, without what forms and query strings cannot carry. */
export function safeKey(name: string): string {
  const key = name.slice(0, 4 * LONGEST_KEY).replace(UNSAFE, '_');
  const short = [...key].slice(0, LONGEST_KEY).join('');
  return short === '' || TAKEN.has(short) ? `${short}_` : short;
}

/** Gives out keys, each once: a second 'age' becomes 'age_2'. */
export function createKeys(): (name: string) => string {
  const given = new Set<string>();
  const counts = new Map<string, number>();
  return (name) => {
    const wanted = safeKey(name);
    let key = wanted;
    for (let count = counts.get(wanted) ?? 1; given.has(key); ) {
      count++;
      key = `${wanted}_${count}`;
      counts.set(wanted, count);
    }
    given.add(key);
    return key;
  };
}

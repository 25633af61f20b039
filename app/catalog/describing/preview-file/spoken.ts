/** What is really said: null says nothing, but a unit of null is a statement (the value has none). */
export function spoken<T extends object>(said: T | null): Partial<T> {
  const words: Partial<T> = {};
  if (said) for (const key of keysOf(said)) if (said[key] !== null || key === 'unit') words[key] = said[key];
  return words;
}

/** An object without some of its keys. */
export function without<T extends object>(holder: T, keys: readonly string[]): Partial<T> {
  const left: Partial<T> = {};
  for (const key of keysOf(holder)) if (!keys.includes(key)) left[key] = holder[key];
  return left;
}

/** A key that would be taken for something else when it is assigned is no key of ours. */
function keysOf<T extends object>(holder: T): (keyof T & string)[] {
  return (Object.keys(holder) as (keyof T & string)[]).filter((key) => key !== '__proto__');
}

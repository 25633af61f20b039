/** A JSON text as it is; undefined when it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A finite number under a key of its own; null for anything else. */
export function numberIn(holder: unknown, key: string): number | null {
  const value = isObject(holder) && Object.hasOwn(holder, key) ? holder[key] : null;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

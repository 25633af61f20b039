/** Whether names are one word with a running number, as spreadsheets get from exporting a list: t0, t1, t2 … */
export function isNumberedRun(names: readonly string[]): boolean {
  const stems = new Set(names.map((name) => name.replace(/\d+/g, '#')));
  return stems.size === 1 && names.every((name) => /\d/.test(name));
}

/**
 * A list of names that an exporter left in the file's metadata: as JSON, as Python prints it, one a line, or with commas.
 * @returns null unless it has exactly `count` entries, all different
 */
export function listInMetadata(
  metadata: Readonly<Record<string, string>>,
  keys: readonly string[],
  count: number,
): string[] | null {
  for (const key of keys) {
    const text = Object.hasOwn(metadata, key) ? metadata[key] : undefined;
    const names = text === undefined ? null : listIn(text);
    if (names?.length === count && new Set(names).size === count) return names;
  }
  return null;
}

const LONGEST_LIST = 1_000_000;

function listIn(text: string): string[] | null {
  if (text.length > LONGEST_LIST) return null;
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    const isBracketed = /^\s*[[({]/.test(text);
    if (isBracketed) return printedByPython(text);
    return text.split(text.includes('\n') ? '\n' : ',').map((line) => line.trim());
  }
  const entries = Array.isArray(list) ? list : typeof list === 'object' && list !== null ? Object.values(list) : [];
  return entries.every((entry) => typeof entry === 'string' || typeof entry === 'number') ? entries.map(String) : null;
}

const PRINTED_ENTRY = /(?:(\d{1,6})\s*:\s*)?(?:'([^'\\]*)'|"([^"\\]*)")\s*(?:,|$)/g;

/** `['age', "sex"]` and `{0: 'cat', 1: 'dog'}`, as exporters of Python write their lists; null for anything else. */
function printedByPython(text: string): string[] | null {
  const inner = /^\s*[[({](.*)[\])}]\s*$/s.exec(text)?.[1];
  if (inner === undefined) return null;
  const names: string[] = [];
  const left = inner.replace(PRINTED_ENTRY, (...[, place, one, other]: (string | undefined)[]) => {
    names[place === undefined ? names.length : Number(place)] = one ?? other ?? '';
    return '';
  });
  const isComplete = left.trim() === '' && Object.keys(names).length === names.length;
  return isComplete ? names : null;
}

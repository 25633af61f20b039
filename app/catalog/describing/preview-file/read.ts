import { descriptionInvalid, entryInWords, type Problem } from '../problems.ts';
import { problemsOf } from './issues.ts';
import { type Preview, previewSchema, type SaidInput, type SaidOutput } from './schema.ts';

/** A description is read with every page, so it must stay small whatever keys the file brings along. */
const LARGEST_SIZE = 4_000_000;
const DEEPEST = 64;
const SIZE_OF_VALUE = 8;

/**
 * Checks what was said against the format, and against itself.
 * @param source what it came from, as a refusal names it
 * @throws FL_DESCRIPTION_INVALID
 */
export function readPreview(said: unknown, source: string): Preview {
  refuseTooMuch(said, source);
  const parsed = previewSchema.safeParse(said);
  if (!parsed.success) throw descriptionInvalid(source, problemsOf(parsed.error, said, source));
  const problems = [
    ...(parsed.data.inputs ?? []).flatMap((input, i) => contradictions(input, wordsOf(input, i))),
    ...(parsed.data.outputs ?? []).flatMap((output, i) =>
      outputContradictions(output, entryInWords('output', i, output.name)),
    ),
    ...repeatedInputs(parsed.data.inputs ?? []),
    ...repeatedNames(parsed.data.outputs ?? []),
  ];
  if (problems.length > 0) throw descriptionInvalid(source, problems);
  return parsed.data;
}

/** @throws FL_DESCRIPTION_INVALID when it is no object, nested too deep or too large to keep */
export function refuseTooMuch(said: unknown, source: string): void {
  if (typeof said !== 'object' || said === null || Array.isArray(said)) {
    throw descriptionInvalid(source, [{ where: source, what: 'must be a JSON object' }]);
  }
  const size = sizeOf(said, 0);
  if (size === null) {
    throw descriptionInvalid(source, [{ where: source, what: `is nested deeper than ${DEEPEST} levels` }]);
  }
  if (size > LARGEST_SIZE) {
    throw descriptionInvalid(source, [{ where: source, what: `holds more than ${LARGEST_SIZE / 1e6} MB` }]);
  }
}

/** Roughly the bytes of a JSON value; null when it is nested too deep. Stops soon after it is too large. */
function sizeOf(value: unknown, depth: number): number | null {
  if (typeof value === 'string') return value.length + SIZE_OF_VALUE;
  if (typeof value !== 'object' || value === null) return SIZE_OF_VALUE;
  if (depth >= DEEPEST) return null;
  let size = SIZE_OF_VALUE;
  for (const key of Object.keys(value)) {
    const inner = sizeOf((value as Record<string, unknown>)[key], depth + 1);
    if (inner === null) return null;
    size += inner + (Array.isArray(value) ? 0 : key.length);
    if (size > LARGEST_SIZE) break;
  }
  return size;
}

function wordsOf({ key, feature, name }: SaidInput, place: number): string {
  return entryInWords('input', place, key ?? feature ?? name);
}

/** Where what is said of an input cannot be true as a whole. */
export function contradictions(input: Partial<SaidInput>, where: string): Problem[] {
  const problems: Problem[] = [];
  if (isAbove(input.min, input.max)) problems.push({ where: `${where}, min`, what: 'must not be above max' });
  if (isAbove(input.p05, input.p95)) problems.push({ where: `${where}, p05`, what: 'must not be above p95' });
  if (input.display?.scale === 0) problems.push({ where: `${where}, display, scale`, what: 'must not be 0' });
  const values = (input.allowed ?? []).map(({ value }) => value);
  if (new Set(values).size < values.length) {
    problems.push({ where: `${where}, allowed`, what: 'must not list a value twice' });
  }
  return problems;
}

/** The same for an output. */
export function outputContradictions(output: Partial<SaidOutput>, where: string): Problem[] {
  const { classes, favourable, bands, kind, threshold } = output;
  const problems: Problem[] = [];
  if (classes && typeof favourable === 'string' && !classes.includes(favourable)) {
    problems.push({ where: `${where}, favourable`, what: 'must be one of the classes' });
  }
  const starts = (bands ?? []).map(({ from }) => from);
  if (new Set(starts).size < starts.length) {
    problems.push({ where: `${where}, bands`, what: 'must not begin two decisions at the same place' });
  }
  const isScore = kind === 'class' || kind === 'probabilities';
  const isOff = (score: number): boolean => score < 0 || score > 1;
  if (isScore && starts.some(isOff)) {
    problems.push({ where: `${where}, bands`, what: 'must begin from 0 to 1, as scores do' });
  }
  if (isScore && typeof threshold === 'number' && isOff(threshold)) {
    problems.push({ where: `${where}, threshold`, what: 'must be from 0 to 1, as scores are' });
  }
  return problems;
}

function isAbove(low: number | null | undefined, high: number | null | undefined): boolean {
  return typeof low === 'number' && typeof high === 'number' && low > high;
}

function repeatedInputs(inputs: readonly SaidInput[]): Problem[] {
  const places = new Map<string, number>();
  const keys = new Map<string, number>();
  return inputs.flatMap(({ name, index, key }, i) => {
    const problems: Problem[] = [];
    const where = entryInWords('input', i, key ?? name);
    const same = places.get(`${index ?? ''}:${name}`);
    if (same !== undefined) problems.push({ where, what: `describes the same value as input ${same + 1}` });
    else places.set(`${index ?? ''}:${name}`, i);
    if (typeof key !== 'string') return problems;
    const sameKey = keys.get(key);
    if (sameKey !== undefined)
      problems.push({ where: `${where}, key`, what: `is the key of input ${sameKey + 1} too` });
    else keys.set(key, i);
    return problems;
  });
}

function repeatedNames(outputs: readonly SaidOutput[]): Problem[] {
  const names = new Set<string>();
  return outputs.flatMap(({ name }, i) => {
    if (names.has(name)) return [{ where: entryInWords('output', i, name), what: 'is described twice' }];
    names.add(name);
    return [];
  });
}

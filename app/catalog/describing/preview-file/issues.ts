import type { z } from 'zod';
import { entryInWords, type Problem } from '../problems.ts';

const ENTRIES: Record<string, string> = { inputs: 'input', outputs: 'output', examples: 'example' };
const TYPES: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** What the schema found wrong, in plain words. */
export function problemsOf(error: z.ZodError, said: unknown, source: string): Problem[] {
  return error.issues.map((issue) => ({
    where: placeInWords(issue.path, said) || source,
    what: issueInWords(issue, issue.path.reduce<unknown>(step, said)),
  }));
}

/** `['inputs', 3, 'min']` → 'input 4 (lvrat), min'. */
function placeInWords(path: readonly PropertyKey[], said: unknown): string {
  const words: string[] = [];
  let here = said;
  path.forEach((part, i) => {
    here = step(here, part);
    const noun = i === 1 ? ENTRIES[String(path[0])] : undefined;
    if (typeof part !== 'number') words.push(String(part));
    else if (noun) words.splice(0, 1, entryInWords(noun, part, nameOf(here)));
    else words.push(`entry ${part + 1}`);
  });
  return words.join(', ');
}

function nameOf(entry: unknown): unknown {
  return step(entry, 'key') ?? step(entry, 'feature') ?? step(entry, 'name');
}

function step(holder: unknown, part: PropertyKey): unknown {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, part)) return undefined;
  return (holder as Record<PropertyKey, unknown>)[part];
}

function issueInWords(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined) return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `must be at most ${issue.maximum}`
        : `has ${lengthOf(value)} ${unitOf(issue.origin)}; at most ${issue.maximum} are taken`;
    case 'too_small':
      if (issue.origin !== 'number' && issue.origin !== 'int') return 'must not be empty';
      return `must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`;
    case 'invalid_union':
      return 'must be a text, a number, true or false';
    default:
      return 'is not valid';
  }
}

function unitOf(origin: string): string {
  return origin === 'string' ? 'characters' : 'entries';
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) || typeof value === 'string' ? value.length : 0;
}

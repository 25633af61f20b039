import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Role } from '#app/accounts/contract.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<T extends Options> = ReturnType<typeof parseArgs<{ options: T; strict: true }>>['values'];

const LONGEST_ECHO = 60;

/** A call that is wrong in itself; its message is one sentence. */
function usageError(sentence: string): Error {
  return Object.assign(new Error(sentence), { name: 'UsageError' });
}

export function isUsageError(thrown: unknown): thrown is Error {
  return thrown instanceof Error && thrown.name === 'UsageError';
}

/** The flags of a command. @throws UsageError for a flag it does not have, one without its value, and loose words */
export function readFlags<const T extends Options>(args: string[], options: T): Values<T> {
  try {
    return parseArgs({ args, options, strict: true }).values as Values<T>;
  } catch (error) {
    throw usageError(sentenceOf(error));
  }
}

/** The value of a flag that has to be there. @throws UsageError */
export function needed(value: string | undefined, flag: string): string {
  if (value === undefined) throw usageError(`${flag} is missing.`);
  return value;
}

/** Roles as they are typed: words with commas between them, or the flag several times. */
export function rolesFrom(given: string[] | undefined): Role[] {
  const words = (given ?? []).flatMap((list) => list.split(',')).map((word) => word.trim());
  // The door of accounts says which words are roles.
  return words.filter((word) => word !== '') as Role[];
}

/** A whole number as it is typed. @throws UsageError */
export function wholeNumberFrom(text: string, flag: string): number {
  if (!/^\d{1,9}$/.test(text)) throw usageError(`${flag} must be a whole number, not '${echo(text)}'.`);
  return Number(text);
}

/** Something typed, as it may be shown: short, and on one line. */
export function echo(text: string): string {
  const line = text.replaceAll(/\p{Cc}/gu, ' ');
  return line.length > LONGEST_ECHO ? `${line.slice(0, LONGEST_ECHO)}…` : line;
}

function sentenceOf(error: unknown): string {
  const { code, message } = error as Error & { code?: string };
  // Node names what it means between the first two quotes, with the value's form behind: `--name <value>`.
  const quoted = /'(.+?)(?: <value>)?'/s.exec(message)?.[1] ?? '';
  const name = echo(quoted.split(', ').at(-1) ?? '');
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `There is no flag ${name}.`;
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return `'${name}' is one word too many.`;
  if (code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') throw error;
  return /does not take an argument/.test(message) ? `${name} takes no value.` : `${name} needs a value after it.`;
}

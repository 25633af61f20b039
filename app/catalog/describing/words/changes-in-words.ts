import type { DescribedInput, DescribedOutput, Description } from '../../description-format.ts';
import { shortName } from '../problems.ts';
import { inputChangeWords } from './input-words.ts';
import { outputChangeWords } from './output-words.ts';
import { quoted } from './said-words.ts';

/** More sentences than this about one revision are counted, not told. */
const MOST_SENTENCES = 30;

/** What is different between two descriptions, in sentences: 'Income: unit $, was none'. None where people see none. */
export function changesInWords(before: Description, after: Description): string[] {
  const sentences = [
    ...wholeWords(before, after),
    ...inputWords(before.inputs, after.inputs),
    ...outputWords(before.outputs, after.outputs),
  ];
  const rest = sentences.length - MOST_SENTENCES;
  return rest > 0 ? [...sentences.slice(0, MOST_SENTENCES), `And ${rest} more changes`] : sentences;
}

function wholeWords(before: Description, after: Description): string[] {
  const words: string[] = [];
  if (before.title !== after.title) words.push(`Title ${quoted(after.title)}, was ${quoted(before.title)}`);
  if (before.summary !== after.summary) words.push(after.summary ? 'Another summary' : 'Summary taken away');
  if (!isSame(before.ask, after.ask)) words.push(after.ask ? 'Another ask' : 'The ask taken away');
  if (!isSame(before.examples, after.examples)) words.push('Other examples');
  return words;
}

function inputWords(before: readonly DescribedInput[], after: readonly DescribedInput[]): string[] {
  const old = new Map(before.map((input) => [input.key, input]));
  const now = new Set(after.map(({ key }) => key));
  const added = after.filter(({ key }) => !old.has(key));
  const gone = before.filter(({ key }) => !now.has(key));
  return [
    ...added.map(({ label }) => `New field: ${shortName(label)}`),
    ...gone.map(({ label }) => `Field gone: ${shortName(label)}`),
    ...after.flatMap((input) => {
      const was = old.get(input.key);
      return was ? inputChangeWords(was, input).map((words) => `${shortName(was.label)}: ${words}`) : [];
    }),
    ...(isReordered(before, after) ? ['Another order of the fields'] : []),
  ];
}

function isReordered(before: readonly DescribedInput[], after: readonly DescribedInput[]): boolean {
  const [old, now] = [before, after].map((inputs) => new Set(inputs.map(({ key }) => key)));
  const inBoth = (inputs: readonly DescribedInput[]) =>
    inputs.map(({ key }) => key).filter((key) => old?.has(key) && now?.has(key));
  return !isSame(inBoth(before), inBoth(after));
}

function outputWords(before: readonly DescribedOutput[], after: readonly DescribedOutput[]): string[] {
  const old = new Map(before.map((output) => [output.name, output]));
  const now = new Set(after.map(({ name }) => name));
  return [
    ...after.filter(({ name }) => !old.has(name)).map(({ label }) => `New answer: ${shortName(label)}`),
    ...before.filter(({ name }) => !now.has(name)).map(({ label }) => `Answer gone: ${shortName(label)}`),
    ...after.flatMap((output) => {
      const was = old.get(output.name);
      return was ? outputChangeWords(was, output).map((words) => `${shortName(was.label)}: ${words}`) : [];
    }),
  ];
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

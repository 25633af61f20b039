/**
 * Numbers as people paste them: parted by tabs, line ends, semicolons, commas or blanks, with a decimal point or a
 * decimal comma. What can be read in two ways is never guessed.
 */

/** The numbers, or a sentence that names the first place where there is none. */
export type NumberList = { numbers: number[]; problem?: never } | { problem: string; numbers?: never };

interface Reading {
  /** Parts the text; commas may or may not part values. */
  parts: RegExp;
  hasDecimalComma: boolean;
}

interface Lines {
  lines: readonly string[];
  /** The number of the first of them. */
  from: number;
}

interface Token {
  text: string;
  /** From 1. */
  line: number;
}

/** Beyond this a text is no list of so many numbers, and looking at it would hold up everyone else. */
const MOST_CHARACTERS_PER_NUMBER = 40;
const LONGEST_OPEN_TEXT = 1_000_000;
const SHOWN_CHARACTERS = 24;

const POINT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,4})?$/i;
const COMMA = /^[+-]?(?:\d+,\d+|,\d+|\d+)(?:e[+-]?\d{1,4})?$/i;
/** '1,234.5' and '1.234,5': both marks in one number, so each is what it must be. */
const COMMA_GROUPS = /^[+-]?\d{1,3}(?:,\d{3})+\.\d+$/;
const POINT_GROUPS = /^[+-]?\d{1,3}(?:\.\d{3})+,\d+$/;
const THREE_DIGITS = /^[+-]?[1-9]\d{0,2},\d{3}$/;
const HARD_MARKS = /[;\t]/;
const MISSING = /^(?:nan|na|n\/a|null|none|nil|-|\?|\.|#n\/a)$/i;

const ALL_PART: Reading = { parts: /[\t;, ]/, hasDecimalComma: false };
const BLANKS_PART: Reading = { parts: /[\t; ]/, hasDecimalComma: true };
const CELLS_PART: Reading = { parts: /[\t;]/, hasDecimalComma: false };

/**
 * Reads a list of numbers. `length` decides where a comma could part values or stand for a decimal point.
 * @param length how many there should be; null: any number of them
 * @param firstLine the number of the line the text begins on, for the sentence that names a place
 */
export function readNumberList(text: string, length: number | null = null, firstLine = 1): NumberList {
  const longest = length === null ? LONGEST_OPEN_TEXT : Math.max(10_000, length * MOST_CHARACTERS_PER_NUMBER);
  if (text.length > longest) return { problem: 'This is too long for a list of numbers.' };
  if (!isBalanced(text)) return { problem: 'The brackets of this list do not close: a part of it is missing.' };
  const lined = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  const from = firstLine + (/^\s*/.exec(lined)?.[0].split('\n').length ?? 1) - 1;
  const lines = lined
    // Lists as programs print them: the brackets say nothing that their numbers do not.
    .replaceAll(/[[\]()]/g, ' ')
    .replaceAll(/[\u00a0\u2009\u202f]/g, ' ')
    .replaceAll(/[\u2212\u2013]/g, '-')
    .trim()
    .split('\n');
  if (lines.length === 1 && lines[0] === '') return { problem: 'There is no number here yet.' };
  const readings = readingsOf(text);
  const lists = readings.map((reading) => readWith({ lines, from }, reading));
  const right = lists.flatMap((list) => (list.numbers ? [list.numbers] : []));
  const fitting = length === null ? undefined : right.find((numbers) => numbers.length === length);
  if (fitting) return { numbers: fitting };
  // Of readings that all fail, the one that would have as many values as there should be names the place.
  const meant = readings.findIndex((reading) => tokensOf({ lines, from }, reading).length === length);
  const usual = lists[Math.max(0, right.length > 0 ? 0 : meant)] ?? { problem: 'There is no number here.' };
  // Between semicolons and tabs a comma stands for a decimal point, whatever else it could do.
  if (HARD_MARKS.test(text)) return lists.slice(0, 2).find((list) => list.numbers) ?? usual;
  const [first] = right;
  if (first === undefined) return usual;
  return right.every((numbers) => isSame(numbers, first)) ? { numbers: first } : { problem: AMBIGUOUS };
}

const AMBIGUOUS =
  'A comma here can part two numbers or stand for a decimal point. Put each number on a line of its own and write 1.5.';

/** Which readings are worth trying, the usual one first: its problem is the one that is said. */
function readingsOf(text: string): Reading[] {
  if (!text.includes(',')) return [ALL_PART];
  return HARD_MARKS.test(text) ? [BLANKS_PART, CELLS_PART, ALL_PART] : [ALL_PART, BLANKS_PART, CELLS_PART];
}

function readWith({ lines, from }: Lines, reading: Reading): NumberList {
  const numbers: number[] = [];
  const withComma: Token[] = [];
  for (const token of tokensOf({ lines, from }, reading)) {
    const number = numberOf(token.text, reading);
    if (number === null) return { problem: problemOf(token, numbers.length + 1, lines.length > 1) };
    numbers.push(number);
    if (token.text.includes(',')) withComma.push(token);
  }
  const [thousands] = withComma.every(({ text }) => THREE_DIGITS.test(text)) ? withComma : [];
  return thousands ? { problem: twoMeanings(thousands.text) } : { numbers };
}

/** '1,234' is one thing in London and another in Berlin; guessing would ask the wrong question. */
function twoMeanings(text: string): string {
  const [point, none] = [text.replace(',', '.'), text.replace(',', '')];
  return `${JSON.stringify(text)} can be ${point} or ${none}. Write one of them.`;
}

function tokensOf({ lines, from }: Lines, { parts }: Reading): Token[] {
  return lines.flatMap((line, at): Token[] => {
    // Blanks around the other marks are for the eye, and so is a mark at the end of a line.
    const tidy = line
      .trim()
      .replaceAll(/ *([\t;,]) */g, '$1')
      .replaceAll(/ +/g, ' ')
      .replace(/[;,]$/, '');
    return tidy.split(parts).map((text) => ({ text: text.trim(), line: from + at }));
  });
}

function numberOf(text: string, { hasDecimalComma }: Reading): number | null {
  if (COMMA_GROUPS.test(text)) return Number(text.replaceAll(',', ''));
  if (POINT_GROUPS.test(text)) return Number(text.replaceAll('.', '').replace(',', '.'));
  if (!(hasDecimalComma ? COMMA : POINT).test(text)) return null;
  const number = Number(text.replace(',', '.'));
  return Number.isFinite(number) ? number : null;
}

function problemOf({ text, line }: Token, place: number, hasLines: boolean): string {
  const where = hasLines ? ` (line ${line})` : '';
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
  if (text === '') return `Value ${place}${where} is empty. Give a number there: a list has no gaps.`;
  const said = JSON.stringify(shown.toWellFormed());
  if (MISSING.test(text)) return `Value ${place}${where} is missing: it says ${said}. Give a number there.`;
  return `Value ${place}${where} is ${said}, which is no number.`;
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]]/g)) {
    depth += bracket === '[' ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((number, at) => number === other[at]);
}

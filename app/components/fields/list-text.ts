import { readNumberList } from '#app/preview/formats/number-list.ts';

/**
 * The text of a list control as its elements and back. Elements stay the texts they are, so that no digit is lost by
 * looking at them; what is no number stays too, to be refused at its field.
 */

/** A flat JSON list without texts in it. */
const PLAIN_LIST = /^\s*\[([^[\]"{}]*)\]\s*$/;
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const TYPED_NUMBER = /^[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[+-]?\d{1,4})?$/i;
/** Reading it as a number would lose digits. */
const LONG_DIGITS = /\d{16}/;

/**
 * The elements of a list as it stands in its control; one value stands for all of them. Null when it is no list (yet).
 * @param count how many there should be; null: any number
 */
export function listElements(text: string, count: number | null): string[] | null {
  const plain = PLAIN_LIST.exec(text)?.[1];
  if (plain !== undefined) {
    const elements = plain.split(',').map((element) => element.trim());
    if (elements.every((element) => JSON_NUMBER.test(element))) return elements;
  }
  const single = text.trim();
  if (JSON_NUMBER.test(single) && count !== null) return new Array<string>(count).fill(single);
  return jsonElements(text) ?? readElements(text, count);
}

/** A list with these elements, as its control holds it. */
export function listText(elements: readonly string[]): string {
  return `[${elements.map(elementJson).join(',')}]`;
}

/** What was typed as a number: with a decimal comma too; null when it is none. */
export function typedNumber(text: string): number | null {
  const typed = text.trim().replace(/^[\u2212\u2013]/, '-');
  const number = TYPED_NUMBER.test(typed) ? Number(typed.replace(',', '.')) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

function elementJson(element: string): string {
  if (JSON_NUMBER.test(element)) return element;
  const number = typedNumber(element);
  return number === null ? JSON.stringify(element) : String(number);
}

/** A list that holds something that is no number, from a cell somebody is typing in. */
function jsonElements(text: string): string[] | null {
  if (!text.includes('"') || LONG_DIGITS.test(text)) return null;
  try {
    const list: unknown = JSON.parse(text);
    if (!Array.isArray(list) || list.some((element) => typeof element === 'object')) return null;
    return list.map(String);
  } catch {
    return null;
  }
}

function readElements(text: string, count: number | null): string[] | null {
  return LONG_DIGITS.test(text) ? null : (readNumberList(text, count).numbers?.map(String) ?? null);
}

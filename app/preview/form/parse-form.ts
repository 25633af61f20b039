import type { VersionDetail } from '#app/catalog/contract.ts';
import type { FieldValue } from '#app/catalog/description-format.ts';
import { type Field, fieldsOf } from '../inputs/graph-input.ts';
import { parseControl } from './parse-control.ts';
import { asControlKeeps, controlOf, shownText } from './shown-value.ts';

const PREFIX = 'in.';
/** A value of a single field is never longer, and a hidden control can hold anything. */
const LONGEST_WAS = 1_000_000;

/**
 * A posted form as values by field key in the model's own unit. What does not fit stays as it was typed, so that the
 * refusal can be said at its field; a control that is missing is left out, and its default is taken.
 */
export function parseForm(version: VersionDetail, form: URLSearchParams): Record<string, unknown> {
  const fields = new Map(fieldsOf(version).map((field) => [field.input.key, field]));
  const entries = new Map<string, unknown>();
  for (const [name, text] of form) {
    const key = name.slice(PREFIX.length);
    if (!name.startsWith(PREFIX) || entries.has(key)) continue;
    const field = fields.get(key);
    entries.set(key, field ? postedValue(field, { text, was: form.get(`was.${key}`) }) : text);
  }
  // Defines own properties, whatever their names.
  return Object.fromEntries(entries);
}

function postedValue(field: Field, { text, was }: { text: string; was: string | null }): unknown {
  const exact = was === null ? undefined : exactValue(was, field);
  if (exact !== undefined && shownText(exact, field) === asControlKeeps(text, controlOf(field))) return exact;
  return parseControl(text, field);
}

/** The value behind an unedited control; undefined for anything else that a client may have put there. */
function exactValue(was: string, field: Field): FieldValue | undefined {
  if (was.length > LONGEST_WAS || !field.isSingle) return undefined;
  try {
    const value: unknown = JSON.parse(was);
    return ['string', 'number', 'boolean'].includes(typeof value) ? (value as FieldValue) : undefined;
  } catch {
    return undefined;
  }
}

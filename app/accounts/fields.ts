import { z } from 'zod';
import { appError } from '#app/core/errors.ts';
import { ROLES } from '#db/schema/index.ts';
import type { Role } from './contract.ts';

const LONGEST_NAME = 200;
const LONGEST_TOKEN_DAYS = 3650;
// Besides real control characters: line ends that are none of them, and those that turn the text around them over.
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;
const mailAddress = z.email().max(254);

type Checked = { value: string; problem?: never } | { value?: never; problem: string };

/**
 * What people type when they are added: the name trimmed, the mail address in small letters.
 * @throws FL_REQUEST_INVALID with a sentence by field; `others` are problems already found in further fields
 */
export function checkPersonFields(
  given: { name: string; email: string },
  others: Record<string, string> = {},
): { name: string; email: string } {
  const name = checkName(given.name);
  const email = checkEmail(given.email);
  if (name.value !== undefined && email.value !== undefined) return { name: name.value, email: email.value };
  throw invalid({
    ...(name.problem !== undefined && { name: name.problem }),
    ...(email.problem !== undefined && { email: email.problem }),
    ...others,
  });
}

/** The name of a token, trimmed. @throws FL_REQUEST_INVALID */
export function checkTokenName(text: string): string {
  const name = checkName(text);
  if (name.problem !== undefined) throw invalid({ name: name.problem });
  return name.value;
}

/** Each role once, in the order of the table. @throws FL_REQUEST_INVALID for a word that is no role */
export function checkRoles(given: readonly string[]): Role[] {
  const stranger = given.find((word) => !ROLES.some((role) => role === word));
  if (stranger !== undefined) throw invalid({ roles: `must be of ${ROLES.join(', ')}` });
  return ROLES.filter((role) => given.includes(role));
}

/** How many days a token lives. @throws FL_REQUEST_INVALID unless whole and from 1 to 3650 */
export function checkTokenDays(days: number): number {
  if (Number.isInteger(days) && days >= 1 && days <= LONGEST_TOKEN_DAYS) return days;
  throw invalid({ expiresInDays: `must be a whole number from 1 to ${LONGEST_TOKEN_DAYS}` });
}

/** A mail address as it is stored and looked up by. */
export function canonicalEmail(text: string): string {
  return text.trim().toLowerCase();
}

export function invalid(fields: Record<string, string>) {
  const named = Object.entries(fields).map(([key, problem]) => `${key}: ${problem}`);
  return appError('FL_REQUEST_INVALID', { message: `Some fields need attention. ${named.join('; ')}`, fields });
}

function checkName(text: string): Checked {
  const value = text.trim();
  // Every character counts once, though it may take two units of a string.
  const length = value.length > 2 * LONGEST_NAME ? value.length : [...value].length;
  if (length > LONGEST_NAME) return { problem: `must have at most ${LONGEST_NAME} characters` };
  if (CONTROL.test(value) || !value.isWellFormed()) return { problem: 'must be one line without control characters' };
  if (!VISIBLE.test(value)) return { problem: 'must not be empty' };
  return { value };
}

function checkEmail(text: string): Checked {
  const value = canonicalEmail(text);
  return mailAddress.safeParse(value).success ? { value } : { problem: 'must be a mail address' };
}

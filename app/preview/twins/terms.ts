import type { Description } from '#app/catalog/description-format.ts';

/** Words that stand for people of different groups, a row for each meaning and a column for each group. */
export interface TermSet {
  /** What the words tell: 'gender'. */
  name: string;
  /** Names of the columns. */
  groups: string[];
  terms: string[][];
}

/**
 * What is looked for in texts when the description says nothing. Only words that mean little else: 'Miss' would be
 * found in 'Miss it and you lose', 'white' in 'white chocolate'. Names as in Bertrand and Mullainathan, 'Are Emily and
 * Greg more employable than Lakisha and Jamal?', American Economic Review 94 (2004).
 */
const USUAL_TERMS: readonly TermSet[] = [
  {
    name: 'gender',
    groups: ['men', 'women'],
    terms: [
      ['he', 'she'],
      ['his', 'her'],
      ['him', 'her'],
      ['himself', 'herself'],
      ['man', 'woman'],
      ['men', 'women'],
      ['boy', 'girl'],
      ['boys', 'girls'],
      ['father', 'mother'],
      ['dad', 'mom'],
      ['son', 'daughter'],
      ['sons', 'daughters'],
      ['brother', 'sister'],
      ['husband', 'wife'],
      ['boyfriend', 'girlfriend'],
      ['grandfather', 'grandmother'],
      ['uncle', 'aunt'],
      ['nephew', 'niece'],
      ['Mr', 'Mrs'],
    ],
  },
  {
    name: 'names',
    groups: ['names of white men', 'of black men', 'of white women', 'of black women'],
    terms: [
      ['Greg', 'Jamal', 'Emily', 'Lakisha'],
      ['Brad', 'Darnell', 'Anne', 'Aisha'],
      ['Todd', 'Tyrone', 'Allison', 'Ebony'],
      ['Matthew', 'Rasheed', 'Sarah', 'Latoya'],
      ['Neil', 'Kareem', 'Laurie', 'Tanisha'],
      ['Geoffrey', 'Hakim', 'Meredith', 'Keisha'],
    ],
  },
  {
    name: 'religion',
    groups: ['Christians', 'Muslims', 'Jews'],
    terms: [
      ['Christian', 'Muslim', 'Jewish'],
      ['Christians', 'Muslims', 'Jews'],
      ['church', 'mosque', 'synagogue'],
      ['priest', 'imam', 'rabbi'],
      ['Christmas', 'Ramadan', 'Passover'],
    ],
  },
];

const MOST_SETS = 20;
const MOST_ROWS = 500;
const MOST_GROUPS = 10;
const LONGEST_TERM = 60;

/**
 * The words to look for: the key `twinTerms` of the description (a list of `{name, groups, terms}` in preview.json,
 * corrected like any other key), else the usual ones. What has another form there is left out.
 */
export function termSetsOf(description: Description): readonly TermSet[] {
  const { twinTerms } = description as { twinTerms?: unknown };
  return Array.isArray(twinTerms) ? twinTerms.slice(0, MOST_SETS).flatMap((set) => readSet(set) ?? []) : USUAL_TERMS;
}

function readSet(given: unknown): TermSet | null {
  const { name, groups, terms } = (given ?? {}) as Record<string, unknown>;
  if (typeof name !== 'string' || !isTerms(groups) || groups.length < 2 || groups.length > MOST_GROUPS) return null;
  if (!Array.isArray(terms)) return null;
  const rows = terms.slice(0, MOST_ROWS).filter((row): row is string[] => isTerms(row) && row.length === groups.length);
  return rows.length > 0 ? { name: name.slice(0, LONGEST_TERM), groups, terms: rows } : null;
}

function isTerms(given: unknown): given is string[] {
  const isTerm = (term: unknown) => typeof term === 'string' && term.trim() !== '' && term.length <= LONGEST_TERM;
  return Array.isArray(given) && given.every(isTerm);
}

import type { ReferenceCases } from '#app/catalog/contract.ts';

type Case = ReferenceCases['cases'][number];

/** Something that tells cases apart and is no input: what it is called, and each case's group; null without a column. */
export interface AbsentGroup {
  label: string;
  groups: (string | null)[] | null;
}

/** More are no groups of people. */
const MOST_GROUPS = 50;

/**
 * What matters and is no input: the columns `group_…` of the reference rows that no sensitive input tells already, then
 * what other versions of the model call sensitive. What two of them tell alike is named once.
 * @param sensitive keys of the sensitive inputs of this version
 * @param elsewhere sensitive inputs of other versions that this one does not take
 */
export function absentGroups(
  cases: readonly Case[],
  { sensitive, elsewhere }: { sensitive: readonly string[]; elsewhere: readonly { key: string; label: string }[] },
): AbsentGroup[] {
  const columns = Object.keys(cases[0]?.others ?? {});
  const inputs = sensitive.map((key) => cases.map((one) => JSON.stringify(one.inputs[key] ?? null)));
  const found: { label: string; groups: (string | null)[] }[] = [];
  for (const column of columns.filter((name) => /^group_./i.test(name))) {
    const groups = groupsOf(cases, column);
    if (isGrouping(groups) && !inputs.some((values) => tells(values, groups))) {
      found.push({ label: nameOf(column), groups });
    }
  }
  const unnamed = elsewhere.flatMap(({ key, label }): AbsentGroup[] => {
    if (!columns.includes(key)) return [{ label, groups: null }];
    const groups = groupsOf(cases, key);
    if (found.some((other) => tells(other.groups, groups) && tells(groups, other.groups))) return [];
    return [{ label, groups: isGrouping(groups) ? groups : null }];
  });
  return [...found, ...unnamed];
}

function groupsOf(cases: readonly Case[], column: string): (string | null)[] {
  return cases.map(({ others }) => {
    const value = others[column] ?? '';
    return value === '' ? null : String(value);
  });
}

function isGrouping(groups: readonly (string | null)[]): boolean {
  const names = new Set(groups.filter((group) => group !== null));
  return names.size > 1 && names.size <= MOST_GROUPS;
}

/** Whether the group is known once the value is. Values that are all different tell nothing about groups. */
function tells(values: readonly (string | null)[], groups: readonly (string | null)[]): boolean {
  const groupOf = new Map<string | null, string | null>();
  if (new Set(values).size > values.length / 2) return false;
  return values.every((value, at) => {
    const group = groups[at] ?? null;
    if (!groupOf.has(value)) groupOf.set(value, group);
    return groupOf.get(value) === group;
  });
}

/** `group_marital_status` is Marital status. */
function nameOf(column: string): string {
  const words = column
    .replace(/^group_/i, '')
    .replaceAll('_', ' ')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

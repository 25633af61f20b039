import type { InputChange } from './contract.ts';
import type { DescribedInput } from './description-format.ts';

type What = Extract<InputChange, { change: 'changed' }>['what'][number];

/**
 * What is different in the inputs of a version: what it takes now and did not before, what it takes no more, and what
 * it takes otherwise. Fields are the same when they have the same key, whatever they are called. New ones come first,
 * then those that are gone.
 */
export function inputChanges(before: readonly DescribedInput[], after: readonly DescribedInput[]): InputChange[] {
  const old = new Map(before.map((input) => [input.key, input]));
  const now = new Map(after.map((input) => [input.key, input]));
  const added = after.filter(({ key }) => !old.has(key));
  const removed = before.filter(({ key }) => !now.has(key));
  const changed = after.flatMap((input): InputChange[] => {
    const was = old.get(input.key);
    const what = was ? differences(was, input) : [];
    if (!was || what.length === 0) return [];
    return [{ change: 'changed', key: input.key, label: input.label, before: was, after: input, what }];
  });
  return [
    ...added.map(({ key, label }) => ({ change: 'added' as const, key, label })),
    ...removed.map(({ key, label }) => ({ change: 'removed' as const, key, label })),
    ...changed,
  ];
}

function differences(was: DescribedInput, now: DescribedInput): What[] {
  const isSame: [What, boolean][] = [
    ['kind', was.kind === now.kind],
    ['unit', unitOf(was) === unitOf(now)],
    ['range', was.min === now.min && was.max === now.max],
    ['choices', choicesOf(was) === choicesOf(now)],
  ];
  return isSame.filter(([, same]) => !same).map(([what]) => what);
}

function unitOf({ unit, display }: DescribedInput): string {
  return display?.unit ?? unit ?? '';
}

/** In whatever order: the values count, not what they are called. */
function choicesOf({ allowed = [] }: DescribedInput): string {
  return JSON.stringify(allowed.map(({ value }) => JSON.stringify(value)).sort());
}

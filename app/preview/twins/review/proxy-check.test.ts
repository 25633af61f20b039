import { expect, test } from 'vitest';
import { seededRandom } from '#app/statistics/seeded-random.ts';
import { checkProxies } from './proxy-check.ts';
import { checkProxiesInThread } from './proxy-in-thread.ts';

/** 600 cases: `street` goes with the group 8 times in 10, `middle` only by being in the middle, `noise` not at all. */
function cases(count = 600) {
  const random = seededRandom(5);
  const groups = Array.from({ length: count }, () => (random() < 0.3 ? 'black' : 'white'));
  const street = groups.map((group) => (random() < 0.8 === (group === 'black') ? 'north' : 'south'));
  const middle = groups.map((group) => (group === 'black' ? 4 + 2 * random() : 10 * random()));
  const noise = groups.map(() => random());
  return { groups, street, middle, noise };
}
const category = (values: string[]) => ({ isNumber: false, values });
const number = (values: number[]) => ({ isNumber: true, values });

function areaOf(found: ReturnType<typeof checkProxies>) {
  if (found.state !== 'known') throw new Error(found.state);
  return found.groups[0] as NonNullable<(typeof found.groups)[number]>;
}

test('inputs that stand in for a group are found out, also when it is not the more the likelier', () => {
  const { groups, street, middle, noise } = cases();
  const byStreet = areaOf(checkProxies({ groups, columns: [category(street), number(noise)] }));
  expect(byStreet.group).toBe('black');
  expect(byStreet.area).toBeGreaterThan(0.7);
  expect(byStreet.area).toBeLessThan(0.9);
  expect(byStreet.interval.lower).toBeGreaterThan(0.6);
  expect(areaOf(checkProxies({ groups, columns: [number(middle)] })).area).toBeGreaterThan(0.75);
});

test('inputs that tell nothing are near guessing, on cases the prediction has not seen', () => {
  const { groups, noise } = cases();
  const { area, interval } = areaOf(checkProxies({ groups, columns: [number(noise)] }));
  expect(area).toBeLessThan(0.62);
  expect(interval.lower).toBeLessThan(0.5);
  // As many different texts as cases: what was learned by heart says nothing about others.
  const names = groups.map((_, at) => `person ${at}`);
  expect(areaOf(checkProxies({ groups, columns: [category(names)] })).area).toBeCloseTo(0.5, 1);
});

test('the same cases come to the same, in a thread too', async () => {
  const { groups, street } = cases();
  const question = { groups, columns: [category(street)] };
  const found = checkProxies(question);
  expect(checkProxies(question)).toEqual(found);
  expect(await checkProxiesInThread(question, new AbortController().signal)).toEqual(found);
});

test('too few cases, too few of a group, and no inputs are told', () => {
  const { groups, street } = cases(150);
  expect(checkProxies({ groups, columns: [category(street)] })).toEqual({
    ...{ state: 'too-few', rowCount: 150, neededCount: 200 },
  });
  const rare = cases().groups.map((_, at) => (at < 6 ? 'rare' : 'usual'));
  expect(checkProxies({ groups: rare, columns: [category(cases().street)] })).toMatchObject({ state: 'too-few' });
  expect(checkProxies({ groups: cases().groups, columns: [] })).toEqual({ state: 'no-inputs' });
  const unknown = cases().groups.map((group, at) => (at % 4 === 0 ? group : null));
  expect(checkProxies({ groups: unknown, columns: [category(cases().street)] })).toMatchObject({ rowCount: 150 });
});

test('more than two groups are told one by one', () => {
  const { street } = cases();
  const groups = street.map((name, at) => (name === 'north' ? 'a' : at % 2 ? 'b' : 'c'));
  const found = checkProxies({ groups, columns: [category(street)] });
  if (found.state !== 'known') throw new Error(found.state);
  expect(found.groups.map(({ group }) => group).sort()).toEqual(['a', 'b', 'c']);
  expect(found.groups.find(({ group }) => group === 'a')?.area).toBe(1);
});

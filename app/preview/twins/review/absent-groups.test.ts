import { expect, test } from 'vitest';
import { absentGroups } from './absent-groups.ts';

const rows = (others: (at: number) => Record<string, string>) =>
  Array.from({ length: 12 }, (_, at) => ({ inputs: { race: at % 3 ? 'w' : 'b', age: at % 4 }, others: others(at) }));

test('a column of groups that a sensitive input tells already is not absent', () => {
  const cases = rows((at) => ({ group_race: at % 3 ? 'white' : 'black', group_age: at % 4 > 1 ? 'old' : 'young' }));
  expect(absentGroups(cases, { sensitive: ['race', 'age'], elsewhere: [] })).toEqual([]);
  expect(absentGroups(cases, { sensitive: ['race'], elsewhere: [] }).map(({ label }) => label)).toEqual(['Age']);
});

test('what another version takes is named once, by its column of groups where there is one', () => {
  const cases = rows((at) => ({ group_race: at % 3 ? 'white' : 'black', afam: at % 3 ? 'no' : 'yes', single: 'no' }));
  const elsewhere = [
    { key: 'afam', label: 'African-American' },
    { key: 'single', label: 'Single' },
    { key: 'sex', label: 'Sex' },
  ];
  const found = absentGroups(cases, { sensitive: [], elsewhere });
  expect(found.map(({ label, groups }) => [label, groups?.slice(0, 2) ?? null])).toEqual([
    ['Race', ['black', 'white']],
    // The same for everyone: there are no groups to tell.
    ['Single', null],
    ['Sex', null],
  ]);
});

test('values that are all different tell nothing about groups, and a missing group is none', () => {
  const cases = rows((at) => ({ group_marital_status: at % 2 ? 'single' : '' })).map((one, at) => ({
    ...one,
    inputs: { income: at },
  }));
  expect(absentGroups(cases, { sensitive: ['income'], elsewhere: [] })).toEqual([]);
  const three = rows((at) => ({ group_marital_status: ['single', 'married', ''][at % 3] ?? '' }));
  expect(absentGroups(three, { sensitive: ['age'], elsewhere: [] })[0]).toMatchObject({
    label: 'Marital status',
    groups: expect.arrayContaining([null]),
  });
});

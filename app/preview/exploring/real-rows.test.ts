import { expect, test } from 'vitest';
import type { FieldValue } from '#app/catalog/description-format.ts';
import { appError } from '#app/core/errors.ts';
import { testVersion } from '../testing.ts';
import { createRealRows } from './real-rows.ts';

const version = testVersion({
  inputs: [
    { name: 'a', default: 1 },
    {
      name: 'job',
      kind: 'yes-no',
      datatype: 'BYTES',
      allowed: [
        { value: 'y', label: 'Yes' },
        { value: 'n', label: 'No' },
      ],
    },
  ],
});

function rowsFrom(read: () => Record<string, FieldValue>[], sha256: () => string | null = () => 'one') {
  let readCount = 0;
  const realRows = createRealRows({
    catalog: {
      referenceOf: sha256,
      readCases: async () => {
        readCount += 1;
        const cases = read().map((inputs) => ({ inputs, others: {} }));
        return { sha256: 'one', cases, skippedCount: 0, missing: [] };
      },
    },
  });
  return { realRows, readCount: () => readCount };
}

test('rows are as a question holds them; those that do not fit are left out', async () => {
  const { realRows } = rowsFrom(() => [
    { a: '2.5', job: 'yes' },
    { a: 'many', job: 'y' },
    { a: 3, job: 'maybe' },
  ]);
  expect(await realRows.of(version)).toEqual({ rows: [{ a: 2.5, job: 'y' }], replies: [] });
});

test('they are read once for each file and description, with the answers that came meanwhile', async () => {
  let sha256 = 'one';
  const { realRows, readCount } = rowsFrom(
    () => [{ a: 1, job: 'y' }],
    () => sha256,
  );
  const first = await realRows.of(version);
  first?.replies.push(null);
  expect(await realRows.of(version)).toBe(first);
  await realRows.of({ ...version, descriptionId: 'dsc_2' });
  sha256 = 'two';
  await realRows.of(version);
  expect(readCount()).toBe(3);
});

test('those of the versions that were searched longest ago are forgotten', async () => {
  const { realRows, readCount } = rowsFrom(() => [{ a: 1, job: 'y' }]);
  for (let at = 0; at < 20; at += 1) await realRows.of({ ...version, id: `ver_${at}` });
  await realRows.of({ ...version, id: 'ver_19' });
  expect(readCount()).toBe(20);
  await realRows.of({ ...version, id: 'ver_0' });
  expect(readCount()).toBe(21);
});

test('without rows, or with a file that cannot be read, there are none', async () => {
  expect(
    await rowsFrom(
      () => [],
      () => null,
    ).realRows.of(version),
  ).toBeNull();
  expect(await rowsFrom(() => []).realRows.of(version)).toBeNull();
  const broken = rowsFrom(() => {
    throw appError('FL_DESCRIPTION_INVALID');
  });
  expect(await broken.realRows.of(version)).toBeNull();
});

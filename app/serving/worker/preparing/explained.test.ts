import { expect, test } from 'vitest';
import { refusalOf } from '../refusal.ts';
import { explained } from './explained.ts';

const systemError = (code: string) => Object.assign(new Error(code), { code, syscall: 'write', errno: -1 });

test('A6 a full disk is said to be one', () => {
  expect(explained(systemError('ENOSPC'))).toMatchObject({ code: 'FL_STORAGE_FULL' });
  expect(explained(systemError('EDQUOT'))).toMatchObject({ code: 'FL_STORAGE_FULL' });
});

test('A6 what a reader says of an archive is damage', () => {
  expect(explained(new Error('unexpected EOF'))).toMatchObject({ code: 'FL_ARCHIVE_DAMAGED' });
  const ofZlib = Object.assign(new Error('incorrect data check'), { code: 'Z_DATA_ERROR', errno: -3 });
  expect(explained(ofZlib)).toMatchObject({ code: 'FL_ARCHIVE_DAMAGED' });
});

test('A9 a fault of ours is not blamed on the archive', () => {
  for (const fault of [new TypeError('x is not a function'), systemError('EIO'), 'thrown']) {
    expect(explained(fault)).toBe(fault);
  }
});

test('A9 a refusal stays what it is', () => {
  const refused = refusalOf('FL_ARCHIVE_LINK');
  expect(explained(refused)).toBe(refused);
});

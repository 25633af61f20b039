import { expect, test } from 'vitest';
import { appError } from './errors.ts';
import { startFailure } from './start-failure.ts';

const place = {
  dataDir: '/srv/data',
  host: '10.9.9.9',
  port: 80,
  variables: { host: 'FIRSTLOOK_HOST', port: 'FIRSTLOOK_PORT' },
};
const systemError = (code: string, path?: string) =>
  Object.assign(new Error(`${code}: raw`), path === undefined ? { code, syscall: 'listen' } : { code, path });
const failure = (code: string, path?: string) => startFailure(systemError(code, path), place);

test.each([
  ['EADDRINUSE', undefined, /Port 80 is in use.*FIRSTLOOK_PORT/],
  ['EACCES', undefined, /may not open port 80.*FIRSTLOOK_PORT/],
  ['EADDRNOTAVAIL', undefined, /no address 10\.9\.9\.9.*FIRSTLOOK_HOST/],
  ['ENOTFOUND', undefined, /no address 10\.9\.9\.9.*FIRSTLOOK_HOST/],
  ['EACCES', '/srv/data/blobs', /data folder \/srv\/data cannot be written.*FIRSTLOOK_DATA/],
  ['EROFS', '/srv/data', /data folder \/srv\/data cannot be written.*FIRSTLOOK_DATA/],
  ['ENOTDIR', '/srv/data/blobs', /cannot be written/],
  ['SQLITE_CANTOPEN', undefined, /cannot be written/],
  ['SQLITE_READONLY_DBMOVED', undefined, /cannot be written/],
  ['ENOSPC', '/srv/data/x', /disk of the data folder is full/],
  ['SQLITE_FULL', undefined, /disk of the data folder is full/],
  ['SQLITE_BUSY', undefined, /Another program holds the database/],
  ['SQLITE_NOTADB', undefined, /damaged.*backups/],
  ['SQLITE_CORRUPT', undefined, /damaged.*backups/],
])('%s at %s is said in words', (code, path, sentence) => {
  const { sentence: said, isKnown } = failure(code, path);
  expect(said).toMatch(sentence);
  expect(said).not.toContain('raw');
  expect(isKnown).toBe(true);
});

test('only what may pass by itself is tried again', () => {
  const passing = ['EADDRINUSE', 'SQLITE_BUSY', 'EADDRNOTAVAIL', 'ENOSPC', 'SQLITE_CORRUPT'].filter(
    (code) => failure(code).mayPass,
  );
  expect(passing).toEqual(['EADDRINUSE', 'SQLITE_BUSY']);
});

test('a coded failure says its own sentence', () => {
  const error = appError('FL_DATABASE_TOO_NEW');
  expect(startFailure(error, place)).toEqual({ sentence: error.message, mayPass: false, isKnown: true });
});

test('anything else is no one of these, and goes to the log', () => {
  expect(startFailure(new Error('surprise'), place)).toEqual({ sentence: 'surprise', mayPass: false, isKnown: false });
  expect(startFailure('a string', place)).toMatchObject({ sentence: 'a string', isKnown: false });
  expect(failure('EACCES', '/etc/shadow').isKnown).toBe(false);
  expect(startFailure(systemError('ENOENT', '/usr/lib/x'), place).isKnown).toBe(false);
});

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ERRORS } from '#app/core/error-catalogue.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const page = readFileSync(join(ROOT, 'docs/errors.md'), 'utf8');
const rows = [...page.matchAll(/^\| `(FL_[A-Z_]+)` \| (\d{3}) \| ([^|]+) \| ([^|]+) \|$/gm)];

test('docs/errors.md lists exactly the codes of the catalogue, each once, with its status', () => {
  const listed = rows.map(([, code, status]) => [code, Number(status)]);
  const known = Object.entries(ERRORS).map(([code, { status }]) => [code, status]);
  expect(listed.sort()).toEqual(known.sort());
});

test('no code is mentioned outside a row', () => {
  expect(page.match(/FL_[A-Z_]+/g)).toHaveLength(rows.length);
});

test('every code has the form FL_<AREA>_<WHAT> and a sentence', () => {
  for (const [code, { message }] of Object.entries(ERRORS)) {
    expect(code).toMatch(/^FL_[A-Z]+(_[A-Z]+)*$/);
    expect(message).toMatch(/^[A-Z].*\.$/s);
  }
});

test('every code is raised somewhere, and none is raised that the catalogue lacks', () => {
  const where = ['app/*.ts', 'app/*.tsx', 'db/*.ts', ':!app/core/error-catalogue.ts', ':!*.test.ts', ':!*/testing*.ts'];
  const grep = ['grep', '--untracked', '-ohE', "'FL_[A-Z_]*[A-Z]'", '--', ...where];
  const quoted = execFileSync('git', grep, { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
  const raised = new Set(quoted.map((code) => code.slice(1, -1)));
  expect([...raised].sort()).toEqual(Object.keys(ERRORS).sort());
});

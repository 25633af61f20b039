import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const HERE = import.meta.dirname;
const spec = readFileSync(join(HERE, 'SPEC.md'), 'utf8');
const rules = [...spec.matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map((match) => match[1]!);
// The codec's rules are held where the codec is.
const tests = globSync(['**/*.test.ts', '../oip/*.test.ts'], { cwd: HERE }).map((path) =>
  readFileSync(join(HERE, path), 'utf8'),
);
// A title may carry several: 'L2 L6 a version …'.
const titles = tests.flatMap((text) =>
  [...text.matchAll(/\(\s*['"`]((?:[PWDLKSCAI]\d+ )+)/g)].map((match) => match[1]!),
);
const named = new Set(titles.flatMap((title) => title.trim().split(' ')));

test('the rules are numbered without gaps or repetition', () => {
  const expected = [...'PWDLKSCAI'].flatMap((letter) => {
    const count = rules.filter((rule) => rule.startsWith(letter)).length;
    return Array.from({ length: count }, (_, i) => `${letter}${i + 1}`);
  });
  expect(rules).toEqual(expected);
});

test('every rule has a test that carries its number', () => {
  expect(rules.filter((rule) => !named.has(rule))).toEqual([]);
});

test('no test carries the number of a rule that does not exist', () => {
  expect([...named].filter((rule) => !rules.includes(rule))).toEqual([]);
});

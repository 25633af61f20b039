import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openapiDocument } from './openapi.ts';
import { API_ENDPOINTS } from './table.ts';

const calls = API_ENDPOINTS.map(({ method, path }) => `${method} ${path}`).sort();

test('no call is in the table twice', () => {
  expect(new Set(calls).size).toBe(calls.length);
});

test('openapi.json lists exactly the calls of the table', () => {
  const paths = openapiDocument.paths as Record<string, Record<string, unknown>>;
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.sort()).toEqual(calls);
});

test('docs/api.md has a heading and a curl example for exactly the calls of the table', () => {
  const page = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8');
  const sections = page.split(/^### /m).slice(1);
  const headings = sections.map((section) => /^`([A-Z]+ \S+)`\n/.exec(section)?.[1] ?? section.slice(0, 40));
  expect(headings.sort()).toEqual(calls);
  for (const section of sections) expect(section).toContain('curl ');
});

test('every reference in openapi.json leads somewhere', () => {
  const references = [...JSON.stringify(openapiDocument).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
  expect(references.length).toBeGreaterThan(10);
  const components = openapiDocument.components as unknown as Record<string, Record<string, unknown>>;
  for (const [, kind = '', name = ''] of references) expect(components[kind]).toHaveProperty(name);
});

test('every path parameter is declared', () => {
  const paths = openapiDocument.paths as Record<string, Record<string, { parameters: { in: string; name: string }[] }>>;
  for (const [path, methods] of Object.entries(paths)) {
    const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const { parameters } of Object.values(methods)) {
      expect(parameters.filter((given) => given.in === 'path').map(({ name }) => name)).toEqual(wanted);
    }
  }
});

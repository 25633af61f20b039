import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import routes from './routes.ts';

test('every page is in the site map, and everything in the site map is a page', async () => {
  const folder = fileURLToPath(new URL('./routes', import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => `routes/${file.replaceAll('\\', '/')}`);
  const listed = (await routes).map((route) => route.file);
  expect([...new Set(listed)].sort()).toEqual(files.sort());
});

test('no address is there twice', async () => {
  const paths = (await routes).map((route) => route.path ?? '/');
  expect(new Set(paths).size).toBe(paths.length);
});

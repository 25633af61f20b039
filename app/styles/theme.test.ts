import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compile } from 'tailwindcss';
import { beforeAll, expect, test } from 'vitest';

/** What a class name compiles to under our theme. */
let build: (classes: string[]) => string;

beforeAll(async () => {
  const require = createRequire(import.meta.url);
  const css = '@import "tailwindcss/theme.css" layer(theme);@import "./theme.css";@tailwind utilities;';
  const compiled = await compile(css, {
    base: import.meta.dirname,
    loadStylesheet: async (id, base) => {
      const path = id.startsWith('.') ? join(base, id) : require.resolve(id);
      return { path, base, content: readFileSync(path, 'utf8') };
    },
  });
  build = compiled.build;
});

test('what the tokens hold compiles, and follows the theme', () => {
  const css = build(['bg-accent', 'text-xl', 'rounded-lg', 'shadow-menu', 'font-strong']);
  expect(css).toContain('background-color: var(--accent)');
  for (const name of ['bg-accent', 'text-xl', 'rounded-lg', 'shadow-menu', 'font-strong']) {
    expect(css).toContain(`.${name}`);
  }
});

test.each(['bg-red-500', 'text-white', 'border-gray-200', 'text-5xl', 'rounded-3xl', 'shadow-2xl', 'font-bold'])(
  '%s is outside the tokens and compiles to nothing',
  (name) => {
    expect(build([name])).not.toContain(`.${name}`);
  },
);

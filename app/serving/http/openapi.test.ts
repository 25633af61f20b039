import Fastify from 'fastify';
import { expect, test } from 'vitest';
import type { RouteDeps } from './deps.ts';
import { OPENAPI } from './openapi.ts';
import { ROUTES } from './server.ts';

test('P30 the document lists exactly the addresses and methods there are under /v2', () => {
  const app = Fastify({ exposeHeadRoutes: false });
  const routes = new Set<string>();
  app.addHook('onRoute', ({ url, method }) => {
    for (const one of [method].flat()) routes.add(`${one.toLowerCase()} ${url.replace(/:(\w+)/g, '{$1}')}`);
  });
  for (const add of ROUTES) add(app, { access: { tokens: [], isLoopback: true } } as unknown as RouteDeps);
  const described = Object.entries(OPENAPI.paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((key) => key !== 'parameters')
      .map((method) => `${method} ${path}`),
  );
  expect(described.sort()).toEqual([...routes].filter((route) => route.includes(' /v2')).sort());
});

test('P30 every reference leads somewhere', () => {
  const names = [...JSON.stringify(OPENAPI).matchAll(/#\/components\/schemas\/(\w+)/g)].map((match) => match[1]);
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => !Object.hasOwn(OPENAPI.components.schemas, name as string))).toEqual([]);
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import compression from 'compression';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { precompress } from '../../bin/bootstrap/precompress.mjs';
import { builtFiles } from './pages.ts';
import { securityHeaders } from './security-headers.ts';

/** What a browser gets of a build. */

const folder = mkdtempSync(join(tmpdir(), 'firstlook-built-'));
const script = 'export const word = "again";\n'.repeat(400);
let stop: () => Promise<void>;
let url = '';

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'assets/page.js'), script);
  writeFileSync(join(folder, 'assets/short.js'), 'export {};\n');
  writeFileSync(join(folder, 'assets/font.woff2'), Buffer.alloc(2_000));
  expect(await precompress(folder)).toBe(1);
  const headers = securityHeaders({ isHttps: true, isDevelopment: false });
  const server = express().use(headers).use(compression()).use(builtFiles(folder)).listen(0);
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/assets`;
  stop = () => new Promise((resolve) => server.close(() => resolve()));
});
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

const fetched = (path: string, encoding: string) =>
  fetch(`${url}/${path}`, { headers: { 'accept-encoding': encoding } });

test('a browser gets the file that was compressed beforehand, as the script it is', async () => {
  const response = await fetched('page.js', 'gzip, deflate, br, zstd');
  expect(response.headers.get('content-encoding')).toBe('br');
  expect(response.headers.get('content-type')).toMatch(/javascript/);
  expect(response.headers.get('cache-control')).toContain('immutable');
  expect(response.headers.get('vary')).toMatch(/accept-encoding/i);
  expect(Number(response.headers.get('content-length'))).toBeLessThan(200);
  expect(await response.text()).toBe(script);
});

test('a script carries the headers that protect a script, and none of those of a page', async () => {
  const { headers } = await fetched('page.js', 'br');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  expect(headers.get('strict-transport-security')).not.toBeNull();
  expect(headers.get('content-security-policy')).toBeNull();
  const missing = await fetch(`${url}/none.js`);
  expect(missing.headers.get('content-security-policy')).not.toBeNull();
});

test('others get it compressed as it is sent, or as it is', async () => {
  const zipped = await fetched('page.js', 'gzip');
  expect(zipped.headers.get('content-encoding')).toBe('gzip');
  expect(await zipped.text()).toBe(script);
  const plain = await fetched('page.js', 'identity');
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(await plain.text()).toBe(script);
  expect((await fetched('short.js', 'br')).headers.get('content-encoding')).toBeNull();
});

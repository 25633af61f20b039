import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { blobPath, type DataFolder, makeDataFolder } from '#app/core/data-folder.ts';
import { createSilentLog } from '#app/core/log.ts';
import type { CheckResult, PictureSpec, UnpackResult } from '#app/oip/control.ts';
import { type Serving, type ServingOptions, startServing } from './serving.ts';

/** The sample models of the repository. */
export const SAMPLES = resolve(import.meta.dirname, '../../models');
/** What they must answer. */
export const EXPECTED = resolve(import.meta.dirname, '../../e2e/fixtures/samples');

export const TOKEN = 'token-of-the-test';

/** How the pages of doc-orientation are prepared. */
export const SCANNED_PAGE: PictureSpec = {
  datatype: 'FP32',
  layout: 'NCHW',
  colour: 'BGR',
  resize: { mode: 'short', size: 256 },
  interpolation: 'lanczos',
  crop: { width: 224, height: 224 },
  fill: 0,
  scale: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};

/** A data folder of its own, gone after the test. */
export function makeTestFolder(): DataFolder & { remove(): void } {
  const folder = makeDataFolder(mkdtempSync(join(tmpdir(), 'firstlook-serving-')));
  return { ...folder, remove: () => rmSync(folder.root, { recursive: true, force: true }) };
}

/** Puts a file into the model folder as a version. */
export function putVersion(
  folder: DataFolder,
  at: { model: string; version: number },
  file: string | Uint8Array,
): void {
  const path = join(folder.models, at.model, String(at.version), 'model.onnx');
  mkdirSync(dirname(path), { recursive: true });
  if (typeof file === 'string') copyFileSync(file, path);
  else writeFileSync(path, file);
}

/** Puts bytes into the store; answers their SHA-256. */
export function putBlob(folder: DataFolder, bytes: Uint8Array): string {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const path = blobPath(folder, sha256);
  mkdirSync(dirname(path), { recursive: true });
  if (!existsSync(path)) writeFileSync(path, bytes, { mode: 0o444 });
  return sha256;
}

/** Serves the file a check decided on: the repaired one, else the candidate. */
export function publish(folder: DataFolder, at: { model: string; version: number }, sha256: string): void {
  const path = join(folder.models, at.model, String(at.version), 'model.onnx');
  mkdirSync(dirname(path), { recursive: true });
  linkSync(blobPath(folder, sha256), path);
}

export interface Reply {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  body: any;
}

export interface TestServing extends Serving {
  /** Sends JSON (or bytes as they are) with the token; reads JSON. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  check(bytes: Uint8Array): Promise<Omit<Reply, 'body'> & { body: CheckResult }>;
  unpack(bytes: Uint8Array, name?: string): Promise<Omit<Reply, 'body'> & { body: UnpackResult }>;
}

/** Serving in this process, its children real, on a free port of loopback. */
export async function startTestServing(
  folder: DataFolder,
  options: Partial<ServingOptions> = {},
): Promise<TestServing> {
  const serving = await startServing({
    dataDir: folder.root,
    host: '127.0.0.1',
    port: 0,
    tokens: [TOKEN],
    sandbox: 'off',
    log: createSilentLog(),
    ...options,
  });
  const caller = callerOf(serving.url);
  return {
    ...serving,
    call: caller,
    check: (bytes) => {
      const files = [{ path: 'model.onnx', sha256: putBlob(folder, bytes) }];
      return caller('POST', '/admin/v1/check', { files });
    },
    unpack: (bytes, name = 'bundle.zip') =>
      caller('POST', '/admin/v1/prepare', { task: 'unpack', sha256: putBlob(folder, bytes), name }),
  };
}

export function callerOf(url: string): TestServing['call'] {
  // biome-ignore lint/complexity/useMaxParams: reads like a request line
  return async (method, path, body, headers = {}) => {
    const isBytes = body instanceof Uint8Array || typeof body === 'string' || body === undefined;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, ...headers },
      ...(body !== undefined && { body: isBytes ? (body as string) : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
  };
}

/** Waits until something holds, and says so when it never does. */
export async function eventually(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const until = Date.now() + 15_000;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

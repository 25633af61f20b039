import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readConfig } from '#app/core/config.ts';
import { makeDataFolder } from '#app/core/data-folder.ts';
import { createSilentLog } from '#app/core/log.ts';
import { startServing } from '#app/serving/serving.ts';
import type { Pages } from './pages.ts';
import { type Portal, startPortal } from './portal.ts';

/** The sample models of the repository. */
export const SAMPLES = resolve(import.meta.dirname, '../../models');
/** Token of the admin in tests. */
export const ADMIN_TOKEN = 'admin-token-of-the-test';
const SERVING_TOKEN = 'serving-token-of-the-test';

export interface Reply {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  body: any;
}

export interface Sent {
  /** Bearer token; the admin's when absent, none when null. */
  token?: string | null;
  headers?: Record<string, string>;
  /** A form or a text goes as it is, anything else as JSON. */
  body?: unknown;
}

export interface TestPortal extends Portal {
  dataDir: string;
  /** Address of the API. */
  api: string;
  /** `call('POST', '/models/x/versions', { body: form })` */
  call(method: string, path: string, sent?: Sent): Promise<Reply>;
  remove(): Promise<void>;
}

/** Pages are tested through their loaders and in the browser; here they only say that they are not there. */
const noPages: Pages = {
  assets: (_req, _res, next) => next(),
  build: () => Promise.reject(new Error('there are no pages in this test')),
  mode: 'production',
  close: () => Promise.resolve(),
};

/** A portal and, unless told otherwise, serving, both real and in this process, with a data folder of their own. */
export async function startTestPortal(options: { hasServing?: boolean } = {}): Promise<TestPortal> {
  const folder = makeDataFolder(mkdtempSync(join(tmpdir(), 'firstlook-portal-')));
  const log = createSilentLog();
  const serving =
    options.hasServing === false
      ? null
      : await startServing({
          dataDir: folder.root,
          host: '127.0.0.1',
          port: 0,
          tokens: [SERVING_TOKEN],
          sandbox: 'off',
          log,
        });
  const config = readConfig({
    FIRSTLOOK_DATA: folder.root,
    FIRSTLOOK_PORT: '0',
    FIRSTLOOK_SERVING_PORT: serving ? new URL(serving.url).port : '1',
    FIRSTLOOK_SERVING_TOKEN: SERVING_TOKEN,
    FIRSTLOOK_ADMIN_TOKEN: ADMIN_TOKEN,
    FIRSTLOOK_SAMPLES: '0',
  });
  const portal = await startPortal(config, log, noPages);
  const api = `http://127.0.0.1:${portal.port}/api/v1`;
  return {
    ...portal,
    dataDir: folder.root,
    api,
    call: (method, path, sent) => call(api, `${method} ${path}`, sent ?? {}),
    remove: async () => {
      await portal.stop();
      await serving?.stop();
      rmSync(folder.root, { recursive: true, force: true });
    },
  };
}

/** What was answered, without how long it took, which is never the same twice. */
export function untimed<T extends object>(answer: T): Omit<T, 'timings'> {
  const { timings: _, ...said } = answer as T & { timings?: unknown };
  return said;
}

/** Publishes the mortgage sample as `mortgage`. @throws with the refusal when it is not accepted */
export async function publishMortgage(portal: TestPortal): Promise<void> {
  const body = new FormData();
  body.append('model', new Blob([readFileSync(join(SAMPLES, 'mortgage-approval/1/model.onnx'))]), 'model.onnx');
  body.append('preview', new Blob([readFileSync(join(SAMPLES, 'mortgage-approval/preview.json'))]), 'preview.json');
  const { status, body: refusal } = await portal.call('POST', '/models/mortgage/versions', { body });
  if (status !== 201) throw new Error(`The sample was not published: ${status} ${JSON.stringify(refusal)}`);
}

/** Makes the admin Ada on the set-up link and the reviewer Bob on hers; answers the cookie of each. */
export async function signInTwo({
  container: { accounts },
  setupLink,
}: TestPortal): Promise<{ ada: string; bob: string }> {
  const secret = new URL(setupLink ?? '').searchParams.get('token') ?? '';
  const password = 'a password of some length';
  const admin = await accounts.finishSetup({ secret, name: 'Ada', email: 'ada@example.org', password });
  const ada = admin.cookie.split(';')[0] ?? '';
  const viewer = accounts.viewerFromCookie(ada)?.viewer;
  if (!viewer) throw new Error('nobody is signed in');
  const invited = accounts.addPerson(viewer, {
    ...{ name: 'Bob', email: 'bob@example.org', project: 'default', admin: false },
    roles: ['reviewer'],
  });
  const reviewer = await accounts.finishPassword({ secret: invited.linkSecret, password });
  return { ada, bob: reviewer.cookie.split(';')[0] ?? '' };
}

async function call(api: string, line: string, sent: Sent): Promise<Reply> {
  const [method = '', path = ''] = line.split(' ');
  const { body, token = ADMIN_TOKEN, headers = {} } = sent;
  const isRaw = body === undefined || typeof body === 'string' || body instanceof FormData;
  const response = await fetch(`${api}${path}`, {
    method,
    headers: { ...(token !== null && { authorization: `Bearer ${token}` }), ...headers },
    ...(body !== undefined && { body: isRaw ? (body as string | FormData) : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

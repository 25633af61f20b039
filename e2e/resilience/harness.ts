import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { goodModel } from '#app/onnx/testing-models.ts';
import { ADMIN_TOKEN, eventually, type Product, type Reply, ROOT } from '../product.ts';

/** What tests that kill things share: small models to publish, and what must hold whatever was killed. */

/** Whether a process runs; one that ended and was not waited for does not. */
export function isThere(pid: number): boolean {
  const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
  return stat !== '' && !/\) [ZX] /.test(stat);
}

/** A model like no other by its bytes: y = max(x, 0) for rows of two numbers. */
export function modelBytes(mark: string, paddingBytes = 0): Uint8Array<ArrayBuffer> {
  return new Uint8Array(goodModel({ metadata: { mark, padding: 'x'.repeat(paddingBytes) } }));
}

function formOf(bytes: Uint8Array<ArrayBuffer>): FormData {
  const form = new FormData();
  form.append('model', new Blob([bytes]), 'model.onnx');
  return form;
}

/** Publishes; null when the connection ended before an answer came. */
export function publish(product: Product, model: string, bytes: Uint8Array<ArrayBuffer>): Promise<Reply | null> {
  return product.call('POST', `/models/${model}/versions`, formOf(bytes)).catch(() => null);
}

/** Asks the newest version; null when the connection ended before an answer came. */
export function askNewest(product: Product, model: string): Promise<Reply | null> {
  return product.call('POST', `/models/${model}/versions/newest/runs`, { inputs: {} }).catch(() => null);
}

/** Sends the first half of a publish over a connection of its own, which stays open. */
export async function beginUpload(product: Product, model: string): Promise<Socket> {
  const { hostname, port } = new URL(product.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  const part = '--mark\r\ncontent-disposition: form-data; name="model"; filename="model.onnx"\r\n\r\n';
  const head = [
    `POST /api/v1/models/${model}/versions HTTP/1.1`,
    `host: ${hostname}:${port}`,
    `authorization: Bearer ${ADMIN_TOKEN}`,
    'content-type: multipart/form-data; boundary=mark',
    'content-length: 1000000',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${part}${'x'.repeat(1000)}`);
  await eventually(() => temporaryFiles(product).length > 0, 'the upload has begun');
  return socket;
}

/** Files and folders of work in progress in the data folder. */
export function temporaryFiles({ dataDir }: Product): string[] {
  return readdirSync(dataDir, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^blobs\/(?!.{2}(\/|$))|\/\.staging|\.tmp$|^cache\/(?!(checking|empty)$)/.test(path))
    .filter((path) => !/^cache\/checking\/candidate-[^/]+(\/(in|out|empty))?$/.test(path));
}

export interface VersionRow {
  version: number;
  state: string;
}

/** The versions of a model as the API lists them; none when there is no such model. */
export async function versionsOf(product: Product, model: string): Promise<VersionRow[]> {
  const { status, body } = await product.call('GET', `/models/${model}`);
  return status === 404 ? [] : body.versions;
}

/**
 * What must hold at any moment the product is ready: versions are numbered without a gap, each is complete, answers
 * through both doors, and has its folder, as no other has.
 */
export async function expectWhole(product: Product, model: string): Promise<number> {
  const versions = await versionsOf(product, model);
  const numbers = versions.map(({ version }) => version).sort((a, b) => a - b);
  expect(numbers).toEqual(numbers.map((_, place) => place + 1));
  for (const number of numbers) {
    const detail = await product.call('GET', `/models/${model}/versions/${number}`);
    expect(detail).toMatchObject({
      status: 200,
      body: { version: number, state: expect.stringMatching(/ready|announced/) },
    });
    const run = await product.call('POST', `/models/${model}/versions/${number}/runs`, { inputs: {} });
    expect(run).toMatchObject({ status: 201 });
    const question = { inputs: [{ name: 'x', shape: [1, 2], datatype: 'FP32', data: [-1, 2] }] };
    const answer = await product.ask('POST', `/v2/models/${model}/versions/${number}/infer`, question);
    expect(answer).toMatchObject({ status: 200, body: { outputs: [{ data: [0, 2] }] } });
  }
  return numbers.length;
}

/** What must hold after a start: nothing of work in progress is left, and folders are exactly those of versions. */
export async function expectClean(product: Product, model: string): Promise<void> {
  expect(temporaryFiles(product)).toEqual([]);
  const folder = join(product.dataDir, 'models', model);
  const onDisk = existsSync(folder) ? readdirSync(folder).map(Number) : [];
  const listed = (await versionsOf(product, model)).map(({ version }) => version);
  expect(onDisk.sort()).toEqual(listed.sort());
}

/** `firstlook ledger verify` on the data folder. */
export async function expectLedgerWhole(product: Product): Promise<void> {
  const env = { ...process.env, FIRSTLOOK_DATA: product.dataDir } as NodeJS.ProcessEnv;
  const command = [join(ROOT, 'bin/firstlook.mjs'), 'ledger', 'verify'];
  const { stdout } = await promisify(execFile)(process.execPath, command, { env });
  expect(stdout).toMatch(/^The ledger is whole: \d+ events\.\n$/);
}

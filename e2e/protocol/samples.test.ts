import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADMIN_TOKEN, type Product, ROOT, startProduct } from '../product.ts';
import { publishForm, sampleVersions } from './samples.ts';

const CHECK = join(ROOT, 'e2e/fixtures/samples/check_oip.py');

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

test.each(sampleVersions().map((sample) => [`${sample.model} ${sample.version}`, sample] as const))(
  '%s is published through the API under its own number',
  async (_name, sample) => {
    const { status, body } = await product.call('POST', `/models/${sample.model}/versions`, await publishForm(sample));
    expect({ status, body }).toMatchObject({ status: 201, body: { model: sample.model, version: sample.version } });
  },
);

test('every expected question is answered right through the serving port', async () => {
  const args = [CHECK, product.servingUrl, '--header', `Authorization: Bearer ${ADMIN_TOKEN}`];
  const { stdout } = await promisify(execFile)('python3', args, { maxBuffer: 16 << 20 }).catch((failed) => failed);
  expect(stdout).not.toContain('FAIL');
  expect(stdout.trim().split('\n').at(-1)).toBe('361 passed, 0 failed, 20 skipped');
});

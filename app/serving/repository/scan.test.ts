import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scanModel, scanModels, versionNumber } from './scan.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'firstlook-scan-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function put(path: string, text = 'x'): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}

test('L1 versions are found by model, in order of their numbers', async () => {
  for (const path of ['b/10/model.onnx', 'b/9/model.onnx', 'a/1/model.onnx', 'a/labels.txt', 'a/2/other.onnx'])
    put(path);
  const found = await scanModels(dir);
  expect([...found].map(([name, versions]) => [name, versions.map((version) => version.version)])).toEqual([
    ['a', [1]],
    ['b', [9, 10]],
  ]);
});

test('L5 names and numbers that do not fit are not looked at', async () => {
  for (const name of ['UPPER', '.hidden', '-dash', 'a b', '😀', 'x'.repeat(64)]) put(`${name}/1/model.onnx`);
  for (const number of ['0', '01', '-1', '1.5', '1e3', 'one', '9'.repeat(12)]) put(`good/${number}/model.onnx`);
  expect([...(await scanModels(dir)).keys()]).toEqual([]);
});

test('L5 links are not followed', async () => {
  put('real/1/model.onnx');
  mkdirSync(join(dir, 'a/1'), { recursive: true });
  symlinkSync(join(dir, 'real/1/model.onnx'), join(dir, 'a/1/model.onnx'));
  symlinkSync(join(dir, 'real'), join(dir, 'b'));
  symlinkSync(join(dir, 'real/1'), join(dir, 'a/2'));
  expect([...(await scanModels(dir)).keys()]).toEqual(['real']);
});

test('L4 another file behind the same name has another key', async () => {
  put('a/1/model.onnx');
  const [before] = await scanModel(dir, 'a');
  rmSync(join(dir, 'a/1/model.onnx'));
  put('a/1/model.onnx', 'longer');
  const [after] = await scanModel(dir, 'a');
  expect(after?.key).not.toBe(before?.key);
});

test('L1 a folder that is not there holds nothing', async () => {
  expect(await scanModel(dir, 'nope')).toEqual([]);
  expect((await scanModels(join(dir, 'nope'))).size).toBe(0);
});

test('L5 version numbers are whole, positive and plain', () => {
  expect(versionNumber('12')).toBe(12);
  for (const text of ['', '0', '+1', '1 ', '１', '999999999999']) expect(versionNumber(text)).toBeUndefined();
});

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { digestOf } from './digest.ts';

const a = { path: 'model.onnx', sha256: 'a'.repeat(64) };
const b = { path: 'weights.bin', sha256: 'b'.repeat(64) };

test('the digest is what sha256sum says of its own list', () => {
  const list = `${a.sha256}  model.onnx\n${b.sha256}  weights.bin\n`;
  expect(digestOf([a, b])).toBe(createHash('sha256').update(list).digest('hex'));
});

test('the order of the files does not matter, their names and bytes do', () => {
  expect(digestOf([b, a])).toBe(digestOf([a, b]));
  expect(digestOf([a])).not.toBe(digestOf([a, b]));
  expect(digestOf([{ ...a, path: 'other.onnx' }])).not.toBe(digestOf([a]));
  expect(digestOf([{ ...a, sha256: b.sha256 }])).not.toBe(digestOf([a]));
});

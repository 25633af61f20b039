import { expect, test } from 'vitest';
import { withoutPaths } from './noise.ts';

test.each([
  ['Load model from /srv/data/models/a/1/model.onnx failed', 'Load model from … failed'],
  ['at file:///srv/app.ts:1:2', 'at …'],
  ['C:\\data\\x.onnx missing', '… missing'],
  ['("/etc/passwd")', '("…")'],
  ['a sentence without any', 'a sentence without any'],
])('P9 %s', (text, expected) => {
  expect(withoutPaths(text)).toBe(expected);
});

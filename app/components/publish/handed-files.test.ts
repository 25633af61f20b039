import { expect, test } from 'vitest';
import { forgetHanded, handedFiles, handFiles } from './handed-files.ts';

test('files handed over stay until they were taken over, however often the page is drawn before', () => {
  expect(handedFiles()).toBeNull();
  const files = [{ file: new File(['x'], 'model.onnx'), path: 'model.onnx' }];
  handFiles(files);
  expect([handedFiles(), handedFiles()]).toEqual([files, files]);
  forgetHanded();
  expect(handedFiles()).toBeNull();
});

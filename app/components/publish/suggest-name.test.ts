import { expect, test } from 'vitest';
import { MODEL_NAME } from '#app/catalog/contract.ts';
import { hasModel, suggestName } from './suggest-name.ts';

test.each([
  ['mortgage-approval.onnx', 'mortgage-approval'],
  ['Mortgage Approval v3 (final).onnx', 'mortgage-approval-v3-final'],
  ['Crédit Größe.ONNX', 'credit-grosse'],
  ['mortgage/2/model.onnx', 'mortgage'],
  ['Downloads/export/model.onnx', 'downloads'],
  ['bundle.tar.gz', 'bundle'],
  ['model.onnx', ''],
  ['模型.onnx', ''],
  ['..__x.onnx', 'x'],
  [`${'a'.repeat(62)}-b.onnx`, 'a'.repeat(62)],
  ['labels.txt', ''],
])('%s suggests %j', (path, name) => {
  expect(suggestName([path])).toBe(name);
  if (name !== '') expect(name).toMatch(MODEL_NAME);
});

test('the model names it, whatever lies beside it', () => {
  expect(suggestName(['labels.txt', 'a.zip', 'loans.onnx'])).toBe('loans');
  expect(suggestName([])).toBe('');
});

test.each([
  [['model.onnx'], true],
  [['x/y.tgz'], true],
  [['preview.json', 'model.pkl'], false],
  [[], false],
])('%j holds a model: %s', (paths, holds) => {
  expect(hasModel(paths)).toBe(holds);
});

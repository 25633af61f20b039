import { expect, test } from 'vitest';
import type { TryingPageData } from './page-data.ts';
import { withTried } from './tried-form.ts';

const page = {
  ...{ fields: [{ key: 'debt', name: 'in.debt', value: '36', was: '0.3612' }], texts: {}, isTried: false },
  first: { ok: true, value: {} },
} as unknown as TryingPageData;
const failure = { code: 'FL_INPUT_INVALID', message: 'No.', fields: { debt: 'No.' } };

test('after a form was refused, what was typed stays with the exact value that went along with it', () => {
  const values = { 'in.debt': '41', 'was.debt': '0.4123' };
  expect(withTried(page, { failure, values })).toMatchObject({
    ...{ isTried: true, texts: { debt: { text: '41', was: '0.4123' } }, first: { ok: false, failure } },
  });
  expect(withTried(page, { failure, values: { 'in.debt': '41' } }).texts).toEqual({ debt: { text: '41', was: null } });
});

test('a judgement that was refused leaves the form and the answer alone', () => {
  const having = withTried(page, { failure, values: { intent: 'looks-right', live: 'lve_1' } });
  expect([having.texts, having.first]).toEqual([{}, page.first]);
});

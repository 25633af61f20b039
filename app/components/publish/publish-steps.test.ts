import { expect, test } from 'vitest';
import type { UploadStep } from '#app/catalog/contract.ts';
import { progressSteps } from './publish-steps.ts';

const step = (name: UploadStep['name'], ms: number | null = 1): UploadStep => ({ name, ms, detail: `${name} it` });
const shown = (...args: Parameters<typeof progressSteps>) =>
  progressSteps(...args).map(({ label, state }) => `${label} ${state}`);

test('while it runs the first that is not done is now, the others come next', () => {
  expect(shown([], 'running')[0]).toBe('Received now');
  expect(shown([step('received'), step('unpacked'), step('checked')], 'running')).toEqual([
    'Received done',
    'Unpacked done',
    'Checked done',
    'Measured now',
    'Described next',
    'Loaded next',
    'Ready next',
  ]);
});

test('one that was refused failed at the step after the last', () => {
  expect(shown([step('received')], 'refused')).toEqual(['Received done', 'Checked failed']);
  expect(shown([step('received')], 'refused', 'FL_ARCHIVE_BOMB')).toEqual(['Received done', 'Unpacked failed']);
  expect(shown([], 'refused')).toEqual(['Received failed']);
});

test('a step whose time is part of another has none', () => {
  expect(progressSteps([step('repaired', null), step('ready', 0)], 'done')).toEqual([
    { label: 'Repaired', state: 'done', detail: 'repaired it' },
    { label: 'Ready', state: 'done', detail: 'ready it', tookMs: 0 },
  ]);
});

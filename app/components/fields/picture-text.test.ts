import { expect, test } from 'vitest';
import { fileText, readPictureText } from './picture-text.ts';

const SHA = 'a'.repeat(64);

test.each([
  [fileText(SHA), { kind: 'file', file: SHA }],
  ['0', { kind: 'pixels' }],
  ['[[[0]]]', { kind: 'pixels' }],
  ['{"file":"../../etc/passwd"}', { kind: 'other' }],
  [`{"file":"${SHA}/.."}`, { kind: 'other' }],
  ['{"file":7}', { kind: 'other' }],
  ['{"base64":"AAAA"}', { kind: 'other' }],
  ['null', { kind: 'other' }],
  ['<script>', { kind: 'other' }],
])('%j', (text, read) => expect(readPictureText(text)).toEqual(read));

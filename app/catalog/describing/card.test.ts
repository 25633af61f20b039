import { expect, test } from 'vitest';
import { readCard } from './card.ts';

test.each<[string, string, { title?: string; summary?: string }]>([
  ['heading and paragraph', '# Title\n\nFirst\nlines.\n\nSecond.', { title: 'Title', summary: 'First lines.' }],
  [
    'marks',
    '## A **bold** `name` ##\n\nSee [the site](https://example.org/x) now.',
    {
      title: 'A bold name',
      summary: 'See the site now.',
    },
  ],
  ['a block of settings first', '---\nlicense: mit\n---\n# Title\n\nText.', { title: 'Title', summary: 'Text.' }],
  [
    'pictures, tables and lists first',
    '# T\n\n![badge](x)\n[![b](c)](d)\n\n| a |\n|---|\n\n- item\n\nText.',
    {
      title: 'T',
      summary: 'Text.',
    },
  ],
  ['no heading', 'Only text.', { summary: 'Only text.' }],
  ['no text', '# Title', { title: 'Title' }],
  [
    'Windows lines and a byte order mark',
    '\uFEFF# Title\r\n\r\nText\r\nhere.\r\n',
    { title: 'Title', summary: 'Text here.' },
  ],
  ['markup stays text', '# <script>x</script>\n\nA < b.', { title: '<script>x</script>', summary: 'A < b.' }],
  ['nothing', '', {}],
])('%s', (_, card, read) => {
  expect(readCard(card)).toEqual(read);
});

test('long texts are cut at a word, and only the beginning is looked at', () => {
  const { title = '', summary = '' } = readCard(`# ${'word '.repeat(200)}\n\n${'text '.repeat(5_000_000)}`);
  expect(title.length).toBeLessThanOrEqual(200);
  expect(summary).toMatch(/^(text ){99}text…$|^(text ){98}text…$/);
  expect(readCard(`${'['.repeat(60_000)}\n`)).toMatchObject({ summary: expect.stringMatching(/^\[+…$/) });
});

import { expect, test } from 'vitest';
import { renderCard } from './card.ts';

test('a card has headings two levels down, lists, tables and code', () => {
  const html = renderCard(
    '---\nlicense: mit\n---\n# Mortgage\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n`x < y`',
  );
  expect(html).toContain('<h3>Mortgage</h3>');
  expect(html).toContain('<li>one</li>');
  expect(html).toContain('<td>2</td>');
  expect(html).toContain('<code>x &lt; y</code>');
  expect(html).not.toContain('license');
});

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  'a <b onclick="x()">b</b>',
  '<svg/onload=alert(1)>',
  '&lt;script&gt;',
])('HTML is the text it is: %s', (text) => {
  const html = renderCard(text);
  expect(html).not.toMatch(/<(script|img|b|svg)\b/);
  expect(html).toContain('&lt;');
});

test.each([
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](  javascript:alert(1))',
  '[x](java&#115;cript:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:x)',
  '[x](file:///etc/passwd)',
  '[x](//elsewhere.example/x)',
  '[x](/settings/members)',
  '<javascript:alert(1)>',
  '[x][y]\n\n[y]: javascript:alert(1)',
])('no link leads to %s', (text) => {
  expect(renderCard(text)).not.toMatch(/href/);
});

test('links to pages and mail are kept, and tell nobody where they come from', () => {
  const html = renderCard('[x](https://example.org/a?b=1&c=2) and <mail@example.org>');
  expect(html).toContain('href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer nofollow"');
  expect(html).toContain('href="mailto:mail@example.org"');
  expect(renderCard('[x](https://a.example/"onmouseover="y)')).not.toMatch(/"\s*onmouseover/);
});

test('pictures are not loaded from anywhere', () => {
  expect(renderCard('![tracker](https://elsewhere.example/x.png)')).not.toMatch(/<img/);
});

test.each([
  ['[', 60_000],
  ['*a_', 30_000],
  ['> ', 40_000],
  ['`', 60_000],
  ['![a](', 20_000],
  ['| a ', 20_000],
])('%s again and again does not hold the process up', (part, times) => {
  // Quadratic reading would take minutes, and the test's own limit ends it.
  expect(renderCard(part.repeat(times))).toBeTypeOf('string');
});

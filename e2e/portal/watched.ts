import { type BrowserContext, test as base, expect } from '@playwright/test';

export { expect };

/** The browser's own word for an answer of 4xx: a test that asks for a refusal looks at the page instead. */
const REFUSED = /^Failed to load resource: the server responded with a status of 4\d\d/;

/**
 * `test` that fails when a page said anything in the console that it should not have: an error or a warning, an
 * exception nobody caught, a breach of the content security policy (browsers report those there too), or an answer
 * of 5xx.
 */
export const test = base.extend({
  context: async ({ context }, use) => {
    const problems = watch(context);
    await use(context);
    expect(problems, 'what the pages complained about').toEqual([]);
  },
});

/** What goes wrong in any page of the context from now on. */
export function watch(context: BrowserContext): string[] {
  const problems: string[] = [];
  context.on('console', (message) => {
    const isBad = message.type() === 'error' || message.type() === 'warning';
    if (isBad && !REFUSED.test(message.text())) problems.push(`${message.page()?.url()}: ${message.text()}`);
  });
  context.on('weberror', (error) => problems.push(`${error.page()?.url()}: ${error.error().message}`));
  context.on('response', (response) => {
    if (response.status() >= 500) problems.push(`${response.url()} answered ${response.status()}`);
  });
  return problems;
}

import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
/** Every rule of WCAG 2.2 AA, and axe's own advice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What depends on the colours alone is all that can change from light to dark. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

interface Violation {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

/**
 * Looks at the open page wide and narrow, light and dark: nothing axe objects to, and nothing that has to be scrolled
 * sideways. Goes on after a finding, so that one run tells all of them.
 */
export async function audit(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  // The builder also brings axe into the page; bringing it in again each time is what takes long.
  await new AxeBuilder({ page }).setLegacyMode().withRules(['document-title']).analyze();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    // What sticks to an edge covers nothing only while the whole page is in sight.
    const whole = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width: size.width, height: Math.max(size.height, whole) });
    expect.soft(await findings(page, 'light', TAGS), `${name}, ${size.width} px, light`).toEqual([]);
    expect.soft(await findings(page, 'dark', COLOUR_RULES), `${name}, ${size.width} px, dark`).toEqual([]);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect.soft(width, `${name} fits ${size.width} px`).toBeLessThanOrEqual(size.width);
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
}

async function findings(page: Page, colorScheme: 'light' | 'dark', runOnly: string[]): Promise<string[]> {
  await page.emulateMedia({ colorScheme });
  const violations = await page.evaluate(async (rules) => {
    // A colour on its way from light to dark is no colour of the page.
    // What never ends (the live dot) or does not run is no change of colour; one that is cancelled rejects.
    const ending = document
      .getAnimations()
      .filter(
        ({ effect, playState }) => playState === 'running' && effect?.getComputedTiming().iterations !== Infinity,
      );
    const longest = new Promise((resolve) => setTimeout(resolve, 2_000));
    await Promise.race([longest, Promise.allSettled(ending.map(({ finished }) => finished))]);
    const { axe } = globalThis as unknown as {
      axe: { run(at: Document, options: { runOnly: string[] }): Promise<{ violations: Violation[] }> };
    };
    return (await axe.run(document, { runOnly: rules })).violations;
  }, runOnly);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

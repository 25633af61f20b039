import { defineConfig } from '@playwright/test';
import { findChromium } from './bin/testing/chromium.mjs';

const executablePath = await findChromium();

export default defineConfig({
  testDir: 'e2e/portal',
  outputDir: '.cache/browser-results',
  // Two cores, and a product of three processes for each worker.
  workers: 1,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  timeout: 60_000,
  // A busy machine makes pages slow, not wrong.
  expect: { timeout: 20_000 },
  use: {
    browserName: 'chromium',
    trace: 'retain-on-failure',
    // A control that is not there fails its test, and does not wait for the end of it.
    actionTimeout: 30_000,
    launchOptions: {
      ...(executablePath !== null && { executablePath }),
      args: [
        // Chromium refuses its own sandbox to root.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        ...['--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update'],
        ...['--disable-sync', '--no-first-run'],
      ],
    },
  },
});

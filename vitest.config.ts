import { defineConfig } from 'vitest/config';

/** Tests of processes start real ones, each with children of its own: two files at once would starve each other. */
const oneFileAtATime = { fileParallelism: false, testTimeout: 60_000, hookTimeout: 60_000 };

const everywhere = {
  // Native modules are loaded in processes, not in threads that end before they do.
  pool: 'forks' as const,
  setupFiles: ['e2e/house/no-console-error.ts'],
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...everywhere,
          name: 'unit',
          include: ['{app,db,bin,scripts,bench}/**/*.test.{ts,tsx}', 'e2e/house/**/*.test.ts'],
          exclude: ['**/*.process.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          ...everywhere,
          ...oneFileAtATime,
          name: 'process',
          include: ['{app,db,bin,scripts}/**/*.process.test.ts'],
        },
      },
      {
        // The built product as a whole, started by its own command.
        test: {
          ...everywhere,
          ...oneFileAtATime,
          name: 'product',
          include: ['e2e/{protocol,resilience}/**/*.test.ts'],
          testTimeout: 180_000,
        },
      },
    ],
  },
});

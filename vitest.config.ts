import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['squall-source'] },
  ssr: { resolve: { conditions: ['squall-source'] } },
  test: {
    include: ['{src,scripts,handlers,stack,integration,conformance}/**/*.test.ts'],
    // These need a Docker engine: vitest-container.config.ts.
    exclude: ['**/node_modules/**', 'integration/container/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // On two cores vitest would run one file at a time, and most files wait for processes half of theirs.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});

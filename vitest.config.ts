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
  },
});

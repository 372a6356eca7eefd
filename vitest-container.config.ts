import { defineConfig } from 'vitest/config';

/** What needs a Docker engine and the image: `npm run image && npm run test:container`. */
export default defineConfig({
  resolve: { conditions: ['squall-source'] },
  ssr: { resolve: { conditions: ['squall-source'] } },
  test: {
    include: ['integration/container/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // An engine that other images cannot be pulled into has no ryuk either; every test ends what it starts.
    env: { TESTCONTAINERS_RYUK_DISABLED: 'true' },
  },
});

import { defineConfig } from 'vitest/config';

/** What needs Terraform and its AWS provider, minutes of them: `npm run test:terraform`. */
export default defineConfig({
  resolve: { conditions: ['squall-source'] },
  ssr: { resolve: { conditions: ['squall-source'] } },
  test: { include: ['integration/terraform/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 60_000, maxWorkers: 2 },
});

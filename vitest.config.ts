import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** What deploys apps into clouds of this process. */
const deployed = 'integration/{explore,journal,orders,partners}/**/*.test.ts';

/** Files below the shared folders that need modules of their own; `scripts/architecture/` checks those that mock some. */
const alone = [
  'src/cloud/kernel/durable/file-window.test.ts',
  'src/cloud/kernel/durable/loose-part.test.ts',
  // That a module is not loaded yet holds in a new process alone.
  'src/cloud/services/apigateway/compile/model-validators.test.ts',
];

export default defineConfig({
  resolve: { conditions: ['squall-source'] },
  ssr: { resolve: { conditions: ['squall-source'] } },
  test: {
    // Node itself loads the sources, as it does for users: what Vite makes of them is slower to load and to run.
    experimental: { viteModuleRunner: false },
    execArgv: ['--conditions=squall-source'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Programs that tests start, from sources most of them: a third of a short one's time is types and compiling.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'compiled') },
    // On two cores vitest would run one file at a time, and most files wait for processes half of theirs.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['{scripts,handlers,stack,integration}/**/*.test.ts', ...alone],
          // These need a Docker engine, or Terraform: vitest-container.config.ts, vitest-terraform.config.ts.
          exclude: ['**/node_modules/**', 'integration/container/**', 'integration/terraform/**', deployed],
        },
      },
      {
        extends: true,
        test: {
          // Projects run in the order of their names: ahead of the many short files, so that no long one is the last.
          name: 'deployed',
          include: [deployed],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['{src,conformance}/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...alone],
          // To evaluate the cloud and SDK clients takes longer than most files' tests do: files of a worker share them.
          isolate: false,
        },
      },
    ],
  },
});

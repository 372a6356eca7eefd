import { test as base, type TestAPI, type TestContext } from 'vitest';
import type { Cloud } from '../cloud/cloud.ts';
import { type Deployment, deploy, type FileDeployment, openFile, type StackOptions } from './deployment.ts';
import type { Capability } from './targets/target.ts';
import { lackOf, targetOf } from './targets/target-of.ts';

export type { Deployment, StackOptions, Surroundings } from './deployment.ts';
export type {
  Capability,
  TargetClientConfig,
  TargetClock,
  TargetFaults,
  TargetMocks,
  TargetName,
} from './targets/target.ts';

export interface StackFixtures {
  /** Deployed once for the file; the world is put back after each test. */
  readonly deployment: Deployment;
  readonly cloud: Cloud;
  readonly outputs: Readonly<Record<string, string>>;
  /** For one test of a file: skips it, with the reason, where the target lacks what is named. */
  readonly needs: (...needs: readonly Capability[]) => void;
}

/**
 * A `test` whose fixtures hold a place with the stack deployed: once for a file, put back between tests.
 *
 * ```ts
 * const test = stackTest({ app: 'stack/app.ts' });
 * test('answers', async ({ deployment }) => {
 *   expect((await fetch(deployment.url('ApiUrl') + '/health')).status).toBe(200);
 * });
 * ```
 */
export function stackTest(options: StackOptions = {}): TestAPI<StackFixtures> {
  return base.extend<{
    $file: { file: FileDeployment | string };
    $test: StackFixtures & { restored: undefined };
  }>({
    file: [
      // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are used from the pattern
      async ({}, use) => {
        const target = await targetOf();
        const lack = lackOf(target, options.needs ?? []);
        const file = lack ?? (await openFile(target, options));
        await use(file);
        if (typeof file !== 'string') await file.place.close();
      },
      { scope: 'file' },
    ],
    restored: [
      async ({ file, skip }, use) => {
        if (typeof file === 'string') return skip(file);
        const putBack = await file.place.mark();
        await use(undefined);
        await putBack();
      },
      { auto: true },
    ],
    deployment: async ({ file, restored: _ }, use) => {
      if (typeof file !== 'string') await use(file.deployment);
    },
    needs: async ({ skip }: TestContext, use: (needs: StackFixtures['needs']) => Promise<void>) => {
      const target = await targetOf();
      await use((...needs: readonly Capability[]) => {
        const lack = lackOf(target, needs);
        if (lack !== undefined) skip(lack);
      });
    },
    cloud: async ({ deployment }, use) => use(deployment.cloud),
    outputs: async ({ deployment }, use) => use(deployment.outputs),
  }) as unknown as TestAPI<StackFixtures>;
}

/** `deploy` of `squall/testing` under its former name. */
export const deployForFile = deploy;

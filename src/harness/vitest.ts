import { afterAll, test as base, beforeAll, type TestAPI, type TestContext } from 'vitest';
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
  const opening = openBeforeTests(options);
  return base.extend<{
    $file: { file: FileDeployment | string };
    $test: StackFixtures & { restored: undefined };
  }>({
    file: [
      // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are used from the pattern
      async ({}, use) => {
        const file = await opening.take();
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

/** A first synthesis takes seconds, on a busy machine many: it is none of the first test’s own time. On AWS it is minutes. */
const openMs = 600_000;

/**
 * Opens the file's deployment in a hook that has a limit of its own. A module that several files share without being
 * evaluated for each registers its hook once: for the others, who takes opens.
 */
function openBeforeTests(options: StackOptions): { take(): Promise<FileDeployment | string> } {
  const open = async (): Promise<FileDeployment | string> => {
    const target = await targetOf();
    return lackOf(target, options.needs ?? []) ?? (await openFile(target, options));
  };
  let opened: FileDeployment | string | undefined;
  const take = async () => {
    const file = opened ?? (await open());
    opened = undefined;
    return file;
  };
  beforeAll(async () => {
    opened = await open();
  }, openMs);
  // Whatever no test has taken.
  afterAll(async () => {
    if (typeof opened === 'object') await opened.place.close();
  });
  return { take };
}

/** `deploy` of `squall/testing` under its former name. */
export const deployForFile = deploy;

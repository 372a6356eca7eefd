import { test as base, type TestAPI, type TestContext } from 'vitest';
import type { ClientConfigOptions } from '../cloud/client-config.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { CloudOptions } from '../cloud/cloud-options.ts';
import { SquallError } from '../cloud/kernel/errors.ts';
import type { CloudClient } from './cloud-client.ts';
import type { DeployedStack } from './deploy.ts';
import { outputOf } from './local-url.ts';
import { synthesizeOnce } from './synthesize-once.ts';
import type {
  Capability,
  Place,
  Target,
  TargetClientConfig,
  TargetClock,
  TargetFaults,
  TargetName,
} from './targets/target.ts';
import { lackOf, targetOf } from './targets/target-of.ts';

export type { Capability, TargetClientConfig, TargetClock, TargetFaults, TargetName } from './targets/target.ts';

/** How the stack under test comes into the cloud. */
export interface StackOptions {
  /** The CDK app (`stack/app.ts`), a command, or a cloud assembly's directory. Default: what `cdk.json` says. */
  readonly app?: string;
  /** Values of template parameters; a function is asked once for each test file, before the deploy. */
  readonly parameters?:
    | Readonly<Record<string, string>>
    | ((around: Surroundings) => Promise<Readonly<Record<string, string>>>);
  /** Options of the cloud; a seed makes the ids repeat. Targets take what they can. */
  readonly cloud?: CloudOptions;
  /** What the tests of this file need; where the target lacks it they are skipped, with the reason. */
  readonly needs?: readonly Capability[];
  /** Run once after the deploy, before the snapshot that every test starts from. */
  readonly prepare?: (deployment: Deployment) => Promise<void>;
}

/** What parameters may depend on. */
export interface Surroundings {
  readonly target: TargetName;
  /** The name under which functions reach this machine: `127.0.0.1`, `host.docker.internal`. */
  readonly host: string;
}

/** What a test file has: a place of its own with the stacks deployed. */
export interface Deployment {
  /** Where it runs: SQUALL_TARGET, `embedded` unless told otherwise. */
  readonly target: TargetName;
  readonly stacks: readonly DeployedStack[];
  /** Calls any operation of any service; SDK clients work as well: `new DynamoDBClient(deployment.clientConfig())`. */
  readonly aws: CloudClient;
  /** Outputs of all stacks, by their names. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly clock: TargetClock;
  readonly faults: TargetFaults;
  /** The cloud itself. Throws `SquallError` where it is not in this process: on every target but `embedded`. */
  readonly cloud: Cloud;
  /** Settings for SDK clients. */
  clientConfig(options?: ClientConfigOptions): TargetClientConfig;
  /** An output that is an API's address, in the form in which it answers on this machine without DNS. */
  url(output: string): string;
}

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

interface FileDeployment {
  readonly place: Place;
  readonly deployment: Deployment;
}

/** What {@link stackTest} does for a file, for runners other than vitest: end it with `close`. */
export async function deployForFile(options: StackOptions = {}): Promise<Deployment & { close(): Promise<void> }> {
  const { deployment, place } = await openFile(await targetOf(), options);
  return Object.defineProperties(
    { close: () => place.close() },
    Object.getOwnPropertyDescriptors(deployment),
  ) as Deployment & {
    close(): Promise<void>;
  };
}

async function openFile(target: Target, options: StackOptions): Promise<FileDeployment> {
  const assembly = await synthesizeOnce(options.app);
  const { parameters = {} } = options;
  const place = await target.start(options.cloud ?? {});
  try {
    const values =
      typeof parameters === 'function' ? await parameters({ target: target.name, host: place.host }) : parameters;
    const stacks = await place.deploy(assembly, values);
    const deployment = deploymentOf(target, place, stacks);
    await options.prepare?.(deployment);
    return { place, deployment };
  } catch (error) {
    await place.close();
    throw error;
  }
}

function deploymentOf({ name }: Target, place: Place, stacks: readonly DeployedStack[]): Deployment {
  const outputs = Object.assign({}, ...stacks.map((stack) => stack.outputs)) as Record<string, string>;
  return {
    target: name,
    stacks,
    outputs,
    aws: place.aws,
    clock: place.clock,
    faults: place.faults,
    get cloud() {
      if (place.cloud) return place.cloud;
      throw new SquallError(
        'Unsupported',
        `On the target “${name}” the cloud is not in this process.`,
        'Use deployment.clientConfig(), deployment.clock and deployment.faults, which every target has.',
      );
    },
    clientConfig: (options) => place.clientConfig(options),
    url: (output) => place.reach(outputOf(outputs, output)),
  };
}

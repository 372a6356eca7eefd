import { test as base, type TestAPI } from 'vitest';
import { type Cloud, startCloud } from '../cloud/cloud.ts';
import type { CloudOptions } from '../cloud/cloud-options.ts';
import { type CloudClient, clientOf } from './cloud-client.ts';
import { type DeployedStack, deployAssembly } from './deploy.ts';
import { localOutputUrl } from './local-url.ts';
import { synthesizeOnce } from './synthesize-once.ts';

/** How the stack under test comes into the cloud. */
export interface StackOptions {
  /** The CDK app (`stack/app.ts`), a command, or a cloud assembly's directory. Default: what `cdk.json` says. */
  readonly app?: string;
  /** Values of template parameters; a function is asked once for each test file, before the deploy. */
  readonly parameters?: Readonly<Record<string, string>> | (() => Promise<Readonly<Record<string, string>>>);
  /** Options of the cloud; a seed makes the ids repeat. */
  readonly cloud?: CloudOptions;
  /** Run once after the deploy, before the snapshot that every test starts from. */
  readonly prepare?: (deployment: Deployment) => Promise<void>;
}

/** What a test file has: a cloud of its own with the stacks deployed. */
export interface Deployment {
  readonly cloud: Cloud;
  readonly stacks: readonly DeployedStack[];
  /** Calls any operation of any service; SDK clients work as well: `new DynamoDBClient(cloud.clientConfig())`. */
  readonly aws: CloudClient;
  /** Outputs of all stacks, by their names. */
  readonly outputs: Readonly<Record<string, string>>;
  /** An output that is an execute-api URL, as an address that answers on this machine without DNS. */
  url(output: string): string;
}

export interface StackFixtures {
  /** Deployed once for the file; the world is put back after each test. */
  readonly deployment: Deployment;
  readonly cloud: Cloud;
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * A `test` whose fixtures hold a cloud with the stack deployed: once for a file, restored between tests by snapshot.
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
    $file: { deployment: Deployment };
    $test: Omit<StackFixtures, 'deployment'> & { restored: undefined };
  }>({
    deployment: [
      // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are used from the pattern
      async ({}, use) => {
        const deployment = await deployForFile(options);
        await use(deployment);
        await deployment.cloud.close();
      },
      { scope: 'file' },
    ],
    restored: [
      async ({ deployment }, use) => {
        const before = deployment.cloud.snapshot();
        await use(undefined);
        await deployment.cloud.restore(before);
      },
      { auto: true },
    ],
    cloud: async ({ deployment }, use) => use(deployment.cloud),
    outputs: async ({ deployment }, use) => use(deployment.outputs),
  }) as unknown as TestAPI<StackFixtures>;
}

/** What {@link stackTest} does for a file, for runners other than vitest. */
export async function deployForFile(options: StackOptions = {}): Promise<Deployment> {
  const assembly = await synthesizeOnce(options.app);
  const { parameters = {} } = options;
  const values = typeof parameters === 'function' ? await parameters() : parameters;
  const cloud = await startCloud(options.cloud);
  try {
    const aws = clientOf(cloud);
    const stacks = await deployAssembly(aws, assembly, { parameters: values });
    const outputs = Object.assign({}, ...stacks.map((stack) => stack.outputs)) as Record<string, string>;
    const deployment = {
      cloud,
      stacks,
      aws,
      outputs,
      url: (output: string) => localOutputUrl(cloud.endpoint, outputs, output),
    };
    await options.prepare?.(deployment);
    return deployment;
  } catch (error) {
    await cloud.close();
    throw error;
  }
}

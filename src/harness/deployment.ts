import type { ClientConfigOptions } from '../cloud/client-config.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { CloudOptions } from '../cloud/cloud-options.ts';
import { SquallError } from '../cloud/kernel/errors.ts';
import type { MockConfig, TaskMock } from '../index.ts';
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
  TargetMocks,
  TargetName,
} from './targets/target.ts';
import { lackOf, targetOf } from './targets/target-of.ts';

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
  /** Mocks of tasks of state machines, added before the deploy: {@link mockTask}, or a mock file's content. Needs `mocks`. */
  readonly mocks?: readonly (TaskMock | MockConfig)[];
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
  readonly mocks: TargetMocks;
  /** The cloud itself. Throws `SquallError` where it is not in this process: on every target but `embedded`. */
  readonly cloud: Cloud;
  /** Settings for SDK clients. */
  clientConfig(options?: ClientConfigOptions): TargetClientConfig;
  /** An output that is an API's address, in the form in which it answers on this machine without DNS. */
  url(output: string): string;
}

/** A deployment that is not bound to a runner: whoever made it ends it. */
export interface OwnedDeployment extends Deployment, AsyncDisposable {
  /** Puts the world back to what it was after the deploy and `prepare`; as often as you like. */
  putBack(): Promise<void>;
  close(): Promise<void>;
}

/**
 * What `stackTest` does for a file, for runners other than vitest: a place of one's own with the stacks deployed. Throws
 * `SquallError` where the target lacks what the tests need, and naming what failed.
 *
 * ```ts
 * let app: OwnedDeployment;
 * before(async () => { app = await deploy({ app: 'stack/app.ts' }); });
 * afterEach(() => app.putBack());
 * after(() => app.close());
 * ```
 */
export async function deploy(options: StackOptions = {}): Promise<OwnedDeployment> {
  const target = await targetOf();
  const lack = lackOf(target, options.needs ?? []);
  if (lack !== undefined) {
    throw new SquallError(
      'Unsupported',
      `These tests cannot run: ${lack}.`,
      'Skip them there, or choose another SQUALL_TARGET.',
    );
  }
  const { deployment, place } = await openFile(target, options);
  const putBack = await place.mark();
  const close = () => place.close();
  const owned = { putBack, close, [Symbol.asyncDispose]: close };
  return Object.defineProperties(owned, Object.getOwnPropertyDescriptors(deployment)) as typeof owned & Deployment;
}

/** A place with the stacks in it. */
export interface FileDeployment {
  readonly place: Place;
  readonly deployment: Deployment;
}

/** Synthesizes, starts a place and deploys into it; what was started ends with a failure. */
export async function openFile(target: Target, options: StackOptions): Promise<FileDeployment> {
  const assembly = await synthesizeOnce(options.app);
  const { parameters = {} } = options;
  const place = await target.start(options.cloud ?? {});
  try {
    const values =
      typeof parameters === 'function' ? await parameters({ target: target.name, host: place.host }) : parameters;
    if (options.mocks) await place.mocks.add(...options.mocks);
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
    mocks: place.mocks,
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

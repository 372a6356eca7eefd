import { AbstractStartedContainer, type StartedTestContainer } from 'testcontainers';
import type { ClientConfig, ClientConfigOptions } from '../../cloud/client-config.ts';
import { SquallError } from '../../cloud/kernel/errors.ts';
import { askAdmin, type CloudClient, connect } from '../cloud-client.ts';
import { type DeployedStack, deployAssembly } from '../deploy.ts';
import { localUrl } from '../local-url.ts';
import { type RemoteFaults, remoteFaults } from '../remote-faults.ts';
import { synthesizeOnce } from '../synthesize-once.ts';
import type { RecentLines } from './recent-lines.ts';

/** The port inside the container. */
export const squallPort = 4566;

export interface DeployAppOptions {
  /** Values of template parameters; a stack takes those that it declares. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A cloud that runs in a container. */
export class StartedSquallContainer extends AbstractStartedContainer {
  readonly #lines: RecentLines;
  #stacks: readonly DeployedStack[] = [];
  #snapshots = 0;

  constructor(container: StartedTestContainer, lines: RecentLines) {
    super(container);
    this.#lines = lines;
  }

  getPort(): number {
    return this.getMappedPort(squallPort);
  }

  /** `http://localhost:32768`: AWS_ENDPOINT_URL for this machine. */
  getEndpoint(): string {
    return `http://${this.getHost()}:${this.getPort()}`;
  }

  /** The same under the name that testcontainers' module for LocalStack has for it. */
  getConnectionUri(): string {
    return this.getEndpoint();
  }

  /** Faults by hand: `await squall.faults.add('throttle dynamodb:PutItem times=3')`. */
  get faults(): RemoteFaults {
    return remoteFaults(this.getEndpoint());
  }

  /** Calls any operation of any service without an SDK. */
  get aws(): CloudClient {
    return connect(this.getEndpoint());
  }

  /** Settings for SDK clients: `new DynamoDBClient(squall.clientConfig())`. */
  clientConfig({ account = '000000000000', region = 'us-east-1' }: ClientConfigOptions = {}): ClientConfig {
    const credentials = { accessKeyId: account, secretAccessKey: 'squall' };
    return { endpoint: this.getEndpoint(), region, credentials, disableHostPrefix: true };
  }

  /**
   * Deploys a CDK app (`stack/app.ts`, a command, or a cloud assembly's directory; default: what `cdk.json` says). Throws
   * `SquallError` naming what failed.
   */
  async deploy(app?: string, { parameters = {} }: DeployAppOptions = {}): Promise<DeployedStack[]> {
    const stacks = await deployAssembly(this.aws, await synthesizeOnce(app), { parameters });
    this.#stacks = [...this.#stacks.filter(({ name }) => !stacks.some((stack) => stack.name === name)), ...stacks];
    return stacks;
  }

  /** The address of a deployed stack's API on this machine: of its output that is one, or of the output named. */
  getApiUrl(stack: string, output?: string): string {
    const { outputs = {} } = this.#stacks.find(({ name }) => name === stack) ?? {};
    const found = Object.entries(outputs).find(([name, value]) =>
      output === undefined ? value.includes('execute-api') : name === output,
    );
    if (found) return this.reach(found[1]);
    const deployed = this.#stacks.map(({ name }) => name).join(', ') || 'none';
    throw new SquallError(
      'NotFound',
      `The stack “${stack}” has no ${output === undefined ? 'output that is the address of an API' : `output “${output}”`}.`,
      `Deployed from here: ${deployed}. Outputs: ${Object.keys(outputs).join(', ') || 'none'}.`,
    );
  }

  /** An address from a stack's output as one that this machine reaches. */
  reach(url: string): string {
    return localUrl(this.getEndpoint(), url);
  }

  /** Keeps the state of everything under a name, for {@link restore}; answers the name. */
  async snapshot(name?: string): Promise<string> {
    this.#snapshots += 1;
    const wanted = name ?? `snapshot-${this.#snapshots}`;
    await askAdmin(this.getEndpoint(), 'POST /_squall/snapshots', { name: wanted });
    return wanted;
  }

  /** Puts a snapshot back. Throws `SquallError` naming those that there are. */
  async restore(name: string): Promise<void> {
    await askAdmin(this.getEndpoint(), 'POST /_squall/restore', { name });
  }

  /** Lets time pass, where the container was started with SQUALL_CLOCK=virtual. */
  async advance(duration: string | number): Promise<void> {
    await askAdmin(this.getEndpoint(), 'POST /_squall/clock/advance', { duration });
  }

  /** Of the Squall inside; undefined where it is something else. */
  async version(): Promise<string | undefined> {
    const health = await askAdmin<{ readonly version?: string }>(this.getEndpoint(), 'GET /_squall/health').catch(
      () => undefined,
    );
    return health?.version;
  }

  /** What the container wrote last. */
  recentLogs(): string {
    return this.#lines.text();
  }
}

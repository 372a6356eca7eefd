import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers';
import { SquallError } from '../../cloud/kernel/errors.ts';
import { version } from '../../cloud/version.ts';
import { RecentLines } from './recent-lines.ts';
import { StartedSquallContainer, squallPort } from './started-squall-container.ts';

/** The image that SQUALL_IMAGE names, else what `docker build --tag squall:local .` makes. */
export const defaultImage = (): string => process.env.SQUALL_IMAGE || 'squall:local';

/**
 * A cloud in a container, by testcontainers.
 *
 * ```ts
 * await using squall = await new SquallContainer().start();
 * await squall.deploy('stack/app.ts');
 * await fetch(squall.getApiUrl('Orders') + '/health');
 * ```
 *
 * Options of `squall up` are variables: `.withEnvironment({ SQUALL_CLOCK: 'virtual' })`.
 */
export class SquallContainer extends GenericContainer {
  readonly #image: string;
  readonly #lines = new RecentLines();

  constructor(image = defaultImage()) {
    super(image);
    this.#image = image;
    this.withExposedPorts(squallPort)
      .withWaitStrategy(Wait.forLogMessage(/^Ready\.$/))
      .withStartupTimeout(60_000)
      // Functions call what tests start on this machine by the name that Docker Desktop has given it for years.
      .withExtraHosts([{ host: 'host.docker.internal', ipAddress: 'host-gateway' }])
      .withLogConsumer((stream) => this.#lines.read(stream));
  }

  /** Throws `SquallError` when there is no engine, no such image, or one of another version; the message has its log. */
  override async start(): Promise<StartedSquallContainer> {
    const container = await super.start().catch((error: unknown) => {
      throw explained(error, this.#image, this.#lines);
    });
    const started = new StartedSquallContainer(container, this.#lines);
    await this.#assertVersion(started, container);
    return started;
  }

  /** An image of another version may lack what this package asks of it. */
  async #assertVersion(started: StartedSquallContainer, container: StartedTestContainer): Promise<void> {
    const found = await started.version();
    if (found === version) return;
    await container.stop();
    throw new SquallError(
      'ImageUnusable',
      `The image ${this.#image} is Squall ${found ?? 'of an unknown version'}, and this package is ${version}.`,
      'Build it again: docker build --tag squall:local . (or name another one by SQUALL_IMAGE)',
    );
  }
}

/** What goes wrong before a container runs, in the words of whoever has to mend it. */
export function explained(error: unknown, image: string, lines: RecentLines): SquallError {
  const text = error instanceof Error ? error.message : String(error);
  if (/container runtime strategy|ECONNREFUSED.*docker|docker\.sock/i.test(text)) {
    const hint = 'Start Docker (or set DOCKER_HOST), or run without one: SQUALL_TARGET=embedded needs no engine.';
    return new SquallError('EngineMissing', 'No Docker engine answers on this machine.', hint, { cause: error });
  }
  if (/no such image|pull access denied|manifest unknown|not found/i.test(text)) {
    const hint = 'Build it: docker build --tag squall:local . (or name another one by SQUALL_IMAGE)';
    return new SquallError('ImageUnusable', `There is no image ${image}.`, hint, { cause: error });
  }
  if (/registry|no such host|toomanyrequests/i.test(text)) {
    const hint =
      'Build it: docker build --tag squall:local . Testcontainers pulls an image of its own, too, which ends what a ' +
      'killed test leaves behind: TESTCONTAINERS_RYUK_DISABLED=true does without.';
    return new SquallError('ImageUnusable', `The engine has no ${image}, or cannot pull an image: ${text}`, hint, {
      cause: error,
    });
  }
  if (/port is already allocated|address already in use/i.test(text)) {
    const hint = 'Stop what has it, or let the engine choose: do not fix the port.';
    return new SquallError('PortInUse', `The container cannot have its port: ${text}`, hint, { cause: error });
  }
  return new SquallError(
    'ImageUnusable',
    `The container of ${image} did not start: ${text}${lines.isEmpty ? '' : `\n${lines.text()}`}`,
    'What it wrote last stands above.',
    { cause: error },
  );
}

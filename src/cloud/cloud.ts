import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callInternally } from './internal-call.ts';
import { createMemoryBlobs } from './kernel/blobs.ts';
import { Clock } from './kernel/clock.ts';
import { type DataDirectory, openDataDirectory } from './kernel/durable/data-directory.ts';
import { SquallError } from './kernel/errors.ts';
import { calmWeather } from './kernel/faults.ts';
import type { HttpRequest, HttpResponse } from './kernel/http.ts';
import { defaultAccount, defaultRegion, Identity } from './kernel/identity.ts';
import { Journal } from './kernel/journal.ts';
import type { Kernel } from './kernel/kernel.ts';
import { createLog, type LogLevel } from './kernel/log.ts';
import { Random } from './kernel/random.ts';
import { Scheduler } from './kernel/scheduler.ts';
import type { AnyService, Machinery, ResourceType } from './kernel/service.ts';
import { type Snapshot, World } from './kernel/world.ts';
import { registry } from './registry.ts';
import { createFrontDoor } from './server/front-door.ts';
import { type HttpServer, listen } from './server/http-server.ts';
import { createRequestHandler, type InProcessHandler } from './wire/request-handler.ts';

/** How a cloud is started; every choice has a default, and the default needs nothing. */
export interface CloudOptions {
  /** TCP port; 0 (the default) takes a free one. */
  readonly port?: number;
  /** Address to bind; 127.0.0.1 unless told otherwise. */
  readonly host?: string;
  /** Directory that keeps the state over restarts; in memory when left out. */
  readonly data?: string;
  /** Makes every id and every choice repeat. */
  readonly seed?: number;
  /** `virtual`: time moves by `clock.advance` alone. */
  readonly clock?: 'real' | 'virtual';
  /** The region of calls that name none. */
  readonly region?: string;
  readonly log?: LogLevel;
  /** Where log lines go; standard error unless told otherwise. */
  readonly writeLog?: (line: string) => void;
  /** Verify the signature of every request, not only of credentials that were issued here. */
  readonly verifySignatures?: boolean;
  /** Further Host names to answer to, beside loopback and AWS's own. */
  readonly allowHosts?: readonly string[];
}

/** Settings for an SDK client, as its constructor takes them. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestHandler?: InProcessHandler;
}

export interface ClientConfigOptions {
  /** Twelve digits: a cloud of one's own in the same process. */
  readonly account?: string;
  readonly region?: string;
  /** `in-process` skips the socket; `http` goes through it. */
  readonly transport?: 'in-process' | 'http';
}

/** A running cloud. `await using cloud = await startCloud()` ends it with its scope. */
export interface Cloud extends AsyncDisposable {
  readonly endpoint: string;
  readonly port: number;
  readonly clock: Clock;
  readonly journal: Journal;
  /** For SDK clients in this process: `new DynamoDBClient({ ...cloud.clientConfig() })` already has it. */
  readonly requestHandler: InProcessHandler;
  /** The parts inside, for the harness and for tests of services. */
  readonly kernel: Kernel;
  clientConfig(options?: ClientConfigOptions): ClientConfig;
  /** The state of everything at this moment; takes a fraction of a millisecond. */
  snapshot(): Snapshot;
  /** Puts a snapshot back; execution environments start cold. */
  restore(snapshot: Snapshot): Promise<void>;
  /** Back to the empty world. */
  reset(): Promise<void>;
  /** Answers a request as the socket would. */
  handle(request: HttpRequest): Promise<HttpResponse>;
  close(): Promise<void>;
}

/** Starts a cloud in this process. Throws `SquallError` when a port or a data directory cannot be had. */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const workDirectory = mkdtempSync(join(tmpdir(), 'squall-'));
  const world = new World();
  const clock = new Clock({ virtual: options.clock === 'virtual' });
  let data: DataDirectory | undefined;
  let server: HttpServer | undefined;
  const machinery = new Map<string, Machinery | undefined>();
  let closing: Promise<void> | undefined;

  const shutDown = async (): Promise<void> => {
    await server?.close();
    for (const part of machinery.values()) await part?.close?.();
    clock.close();
    world.commit();
    await data?.close();
    rmSync(workDirectory, { recursive: true, force: true });
  };
  const close = (): Promise<void> => {
    closing ??= shutDown();
    return closing;
  };

  try {
    data = options.data === undefined ? undefined : await openDataDirectory(options.data, world);
    const kernel = createKernel(options, { world, clock, workDirectory, data, machinery, endpointOf: () => server });
    const handle = createFrontDoor(kernel, { reset: () => reset(), restore: (snapshot) => restore(snapshot) });
    server = await listen(handle, {
      host: kernel.settings.host,
      port: kernel.settings.port,
      allowHosts: options.allowHosts ?? [],
    });
    for (const service of registry) machinery.set(service.name, service.start?.(kernel));
    kernel.scheduler.rearm();

    const empty = new World().snapshot();
    const restore = async (snapshot: Snapshot): Promise<void> => {
      if (closing) throw new SquallError('CloudClosed', 'This cloud is closed.', 'Start another with startCloud().');
      world.restore(snapshot);
      for (const part of machinery.values()) await part?.forget?.();
      kernel.scheduler.rearm();
    };
    const reset = async (): Promise<void> => {
      await restore(empty);
      kernel.journal.clear();
    };
    const requestHandler = createRequestHandler(handle);

    return {
      endpoint: kernel.endpoint,
      port: server.port,
      clock,
      journal: kernel.journal,
      requestHandler,
      kernel,
      clientConfig: (wanted) => clientConfig(kernel, requestHandler, wanted),
      snapshot: () => world.snapshot(),
      restore,
      reset,
      handle,
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Parts {
  readonly world: World;
  readonly clock: Clock;
  readonly workDirectory: string;
  readonly data: DataDirectory | undefined;
  readonly machinery: ReadonlyMap<string, Machinery | undefined>;
  readonly endpointOf: () => HttpServer | undefined;
}

function createKernel(options: CloudOptions, parts: Parts): Kernel {
  const random = new Random(options.seed);
  const services = new Map<string, AnyService>(registry.map((service) => [service.name, service]));
  const resourceTypes = new Map<string, ResourceType>(
    registry.flatMap(({ resources }) => Object.entries(resources ?? {})),
  );
  const call: Kernel['call'] = <Output>(
    service: string,
    operation: string,
    input: object,
    callOptions: Parameters<Kernel['call']>[3],
  ) => callInternally(kernel, service, operation, input, callOptions) as Promise<Output>;
  const kernel: Kernel = {
    world: parts.world,
    blobs: parts.data?.blobs ?? createMemoryBlobs(),
    clock: parts.clock,
    random,
    journal: new Journal(),
    scheduler: new Scheduler(parts.world, parts.clock, ({ service, operation, input, ...rest }) =>
      call(service, operation, input, rest),
    ),
    faults: calmWeather,
    identity: new Identity(parts.world, random),
    log: createLog(options.log ?? 'warn', options.writeLog),
    settings: {
      host: options.host ?? '127.0.0.1',
      port: options.port ?? 0,
      defaultRegion: options.region ?? defaultRegion,
      verifySignatures: options.verifySignatures ?? false,
      workDirectory: parts.workDirectory,
    },
    get endpoint() {
      return parts.endpointOf()?.endpoint ?? 'http://127.0.0.1:4566';
    },
    services,
    state: createStateOpener(parts.world),
    machinery: (service) => parts.machinery.get(service),
    resourceType: (type) => resourceTypes.get(type),
    call,
  };
  return kernel;
}

/** Collections keep their identity over restores, so what was opened once stays true. */
function createStateOpener(world: World): Kernel['state'] {
  const opened = new Map<string, unknown>();
  return (service, account, region) => {
    const place = service.scope === 'account' ? 'global' : region;
    const key = `${service.name}/${account}/${place}`;
    let state = opened.get(key);
    if (state === undefined) {
      state = service.state(world.scope(service.name, account, place));
      opened.set(key, state);
    }
    return state;
  };
}

function clientConfig(
  kernel: Kernel,
  requestHandler: InProcessHandler,
  options: ClientConfigOptions = {},
): ClientConfig {
  return {
    endpoint: kernel.endpoint,
    region: options.region ?? kernel.settings.defaultRegion,
    credentials: { accessKeyId: options.account ?? defaultAccount, secretAccessKey: 'squall' },
    ...(options.transport !== 'http' && { requestHandler }),
  };
}

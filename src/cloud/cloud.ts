import { rmSync } from 'node:fs';
import { noInitScripts } from './admin/initialization.ts';
import { type ClientConfig, type ClientConfigOptions, clientConfig } from './client-config.ts';
import type { CloudOptions } from './cloud-options.ts';
import { createKernel } from './create-kernel.ts';
import { createEnding, type Ending } from './ending.ts';
import { mutualTlsDomains, truststoreReader } from './gateway/custom-domains/mutual-tls.ts';
import { type BlobStore, createMemoryBlobs } from './kernel/blobs.ts';
import { Clock } from './kernel/clock.ts';
import { openDataDirectory } from './kernel/durable/data-directory.ts';
import { SquallError } from './kernel/errors.ts';
import type { FaultRules } from './kernel/faults/rules.ts';
import type { HttpRequest, HttpResponse } from './kernel/http.ts';
import type { Journal } from './kernel/journal.ts';
import { createLog } from './kernel/log.ts';
import type { ServiceRuntime } from './kernel/service-runtime.ts';
import { SweptBlobs } from './kernel/swept-blobs.ts';
import { type Snapshot, World } from './kernel/world.ts';
import { newerNodeHint, oldNodeMessage } from './node-version.ts';
import { registry } from './registry.ts';
import { type HttpServer, listen } from './server/http-server.ts';
import { createRouter } from './server/router.ts';
import type { TlsRules } from './server/tls/create-tls.ts';
import { type OpenedTls, openTls } from './server/tls/open-tls.ts';
import type { CloudKernel } from './service-kit/contract.ts';
import { ServiceMetricsRecorder } from './telemetry/metrics.ts';
import { createRequestHandler, type InProcessHandler } from './wire/request-handler.ts';
import { makeWorkDirectory } from './work-directory.ts';

/** A running cloud. `await using cloud = await startCloud()` ends it with its scope. */
export interface Cloud extends AsyncDisposable {
  readonly endpoint: string;
  readonly port: number;
  /** Where it answers by TLS, and what clients have to trust for that; undefined without the option `tls`. */
  readonly tls: CloudTls | undefined;
  readonly clock: Clock;
  readonly journal: Journal;
  /** Faults by hand: `cloud.faults.add('throttle dynamodb:PutItem table=Orders times=3')`. */
  readonly faults: FaultRules;
  /** For SDK clients in this process: `new DynamoDBClient({ ...cloud.clientConfig() })` already has it. */
  readonly requestHandler: InProcessHandler;
  /** The parts inside, for the harness and for tests of services. */
  readonly kernel: CloudKernel;
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

/** How a cloud is reached by TLS. */
export interface CloudTls {
  readonly endpoint: string;
  /** Of its authority; undefined where a certificate was given. */
  readonly authorityFile: string | undefined;
}

/** Starts a cloud in this process. Throws `SquallError` when a port or a data directory cannot be had, or Node is too old. */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const tooOld = oldNodeMessage(process.versions.node, process.execPath);
  if (tooOld !== undefined) throw new SquallError('InvalidOption', tooOld, newerNodeHint);
  const ending = createEnding();
  try {
    return await start(options, ending);
  } catch (error) {
    await ending.run();
    throw error;
  }
}

async function start(options: CloudOptions, ending: Ending): Promise<Cloud> {
  const { services = registry } = options;
  const workDirectory = makeWorkDirectory();
  // Functions' processes are killed by then, and may still end the write that they are in the middle of.
  ending.add(() => rmSync(workDirectory, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 }));
  const world = new World();
  const blobs = new SweptBlobs(await openBlobs(options, world, ending), world, services);
  ending.add(() => blobs.close());
  const clock = new Clock({ virtual: options.clock === 'virtual' });
  ending.add(() => clock.close());
  const runtime = new Map<string, ServiceRuntime | undefined>();
  ending.add(async () => {
    for (const part of runtime.values()) await part?.close?.();
  });

  let server: HttpServer | undefined;
  const endpoint = () => options.toldEndpoint ?? server?.endpoint ?? 'http://127.0.0.1:4566';
  const metrics = new ServiceMetricsRecorder(() => kernel);
  const kernel: CloudKernel = createKernel(options, {
    world,
    blobs,
    clock,
    workDirectory,
    services,
    metrics,
    runtime,
    endpoint,
    handle: (request) => handle(request),
  });
  const { restore, reset } = replacing(kernel, metrics, runtime, ending);
  const { initialization = () => noInitScripts } = options;
  const { handle, zoneOf } = createRouter(kernel, { reset, restore, initialization });
  const { host, port } = kernel.settings;
  const { allowHosts = [], allowOrigins = [] } = options;
  const tls = openTls(options.tls, options.data);
  server = await listen(handle, { host, port, allowHosts, allowOrigins, zoneOf, tls: tls && tlsRules(tls, kernel) });
  ending.add(() => server?.close());
  ending.add(() => kernel.inspection?.close());
  await kernel.inspection?.open();
  for (const service of services) runtime.set(service.name, service.start?.(kernel));
  if (options.data !== undefined) ending.add(() => metrics.flush());
  // Ended first: what is under way then stays due, whatever the end of all else does to it.
  ending.add(() => kernel.scheduler.close());
  kernel.scheduler.rearm();
  // A process that was killed may have left blobs that no record refers to.
  void blobs.sweep();

  const requestHandler = createRequestHandler(handle);
  const close = () => ending.run();
  return {
    endpoint: kernel.endpoint,
    port: server.port,
    tls: tls && { endpoint: server.endpoint.replace('http:', 'https:'), authorityFile: tls.authorityFile },
    clock,
    journal: kernel.journal,
    faults: kernel.rules,
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
}

/** Custom domains with mutual TLS alone have a truststore, and clients are asked for certificates only where there is such a domain. */
function tlsRules({ certificates }: OpenedTls, kernel: CloudKernel): TlsRules {
  const domains = mutualTlsDomains(kernel.world);
  return { certificates, asksClients: () => domains.size > 0, truststoreOf: truststoreReader(kernel) };
}

/** In memory, or from the data directory, which also fills the world and records its changes from here on. */
async function openBlobs(options: CloudOptions, world: World, ending: Ending): Promise<BlobStore> {
  if (options.data === undefined) return createMemoryBlobs();
  const log = createLog(options.log ?? 'warn', options.writeLog);
  const data = await openDataDirectory(options.data, world, { warn: log.warn });
  ending.add(async () => {
    try {
      world.commit();
    } finally {
      await data.close();
    }
  });
  return data.blobs;
}

/** The two ways to replace the world; whatever mirrors it must forget what it knew. */
function replacing(
  kernel: CloudKernel,
  metrics: ServiceMetricsRecorder,
  runtime: ReadonlyMap<string, ServiceRuntime | undefined>,
  ending: Ending,
) {
  const empty = new World().snapshot();
  const restore = async (snapshot: Snapshot): Promise<void> => {
    if (ending.isOver)
      throw new SquallError('CloudClosed', 'This cloud is closed.', 'Start another with startCloud().');
    kernel.world.restore(snapshot);
    // Before anything that was under way can end: it must not touch the world that replaced its own.
    kernel.scheduler.forget();
    kernel.previousVersions.forget();
    metrics.forget();
    for (const part of runtime.values()) await part?.forget?.();
    kernel.scheduler.rearm();
  };
  const reset = async (): Promise<void> => {
    await restore(empty);
    kernel.journal.clear();
    kernel.rules.clear();
    void kernel.blobs.sweep();
    void kernel.signals.announce('reset:cloud');
  };
  return { restore, reset };
}

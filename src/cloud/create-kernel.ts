import { callHttp } from './calls/call-http.ts';
import { callSdk } from './calls/call-sdk.ts';
import { callInternally } from './calls/pipeline.ts';
import type { CloudOptions } from './cloud-options.ts';
import { executeApiFaults, executeApiName } from './gateway/execute-api/execute-api.ts';
import type { Clock } from './kernel/clock.ts';
import { ExecutionEnvironments } from './kernel/execution-environments.ts';
import type { FaultModel } from './kernel/faults/fault-model.ts';
import { PreviousVersions } from './kernel/faults/previous-versions.ts';
import { FaultRules } from './kernel/faults/rules.ts';
import { FunctionFailures } from './kernel/function-failures.ts';
import type { HttpRequest, HttpResponse } from './kernel/http.ts';
import { defaultRegion, Identity } from './kernel/identity.ts';
import { inspectWishes } from './kernel/inspection/inspect-wish.ts';
import { Inspection } from './kernel/inspection/inspection.ts';
import { Journal } from './kernel/journal.ts';
import { createLog, type Log } from './kernel/log.ts';
import { Random } from './kernel/random.ts';
import { Scheduler } from './kernel/scheduler.ts';
import type { Scope } from './kernel/scope.ts';
import type { ServiceRuntime } from './kernel/service-runtime.ts';
import { Signals } from './kernel/signals.ts';
import type { SweptBlobs } from './kernel/swept-blobs.ts';
import type { World } from './kernel/world.ts';
import { rotateSecret } from './rotate-secret.ts';
import type { AnyService, CloudKernel, ResourceType } from './service-kit/contract.ts';
import type { MetricRecorder } from './service-kit/service-metrics.ts';
import { storedOnlyOf } from './service-kit/stored-only.ts';
import type { OpenTagging, Tagging } from './service-kit/tagging.ts';
import { modelsOf } from './wire/model/models.ts';

/** What is there before the kernel is; server and runtime come after it and are asked for when they are needed. */
export interface KernelParts {
  readonly world: World;
  readonly blobs: SweptBlobs;
  readonly clock: Clock;
  readonly workDirectory: string;
  readonly services: readonly AnyService[];
  readonly metrics: MetricRecorder;
  readonly runtime: ReadonlyMap<string, ServiceRuntime | undefined>;
  endpoint(): string;
  handle(request: HttpRequest): Promise<HttpResponse>;
}

/** Puts the parts of one cloud together. */
export function createKernel(options: CloudOptions, parts: KernelParts): CloudKernel {
  const random = new Random(options.seed);
  const log = createLog(options.log ?? 'warn', options.writeLog);
  const services = new Map<string, AnyService>(parts.services.map((service) => [service.name, service]));
  const resourceTypes = new Map<string, ResourceType>(
    parts.services.flatMap(({ resources }) => Object.entries(resources ?? {})),
  );
  const call: CloudKernel['call'] = <Output>(...asked: Parameters<CloudKernel['call']>) =>
    callInternally(kernel, ...asked) as Promise<Output>;
  const rules = new FaultRules({
    clock: parts.clock,
    random,
    services: () => faultModelsOf(services),
    rotate: (secret, value, target) => rotateSecret(kernel, secret, value, target),
  });
  const kernel: CloudKernel = {
    world: parts.world,
    blobs: parts.blobs,
    clock: parts.clock,
    random,
    journal: new Journal(),
    scheduler: new Scheduler(
      parts.world,
      parts.clock,
      ({ service, operation, input, ...rest }, delivery) => call(service, operation, input, { ...rest, delivery }),
      { random, log, holdsRecurring: options.schedules === 'held' },
    ),
    signals: new Signals(log),
    faults: options.faults ?? rules,
    rules,
    previousVersions: new PreviousVersions(parts.world),
    identity: new Identity(parts.world, random, parts.clock),
    environments: new ExecutionEnvironments(),
    functionFailures: new FunctionFailures(),
    inspection: createInspection(options, parts.clock, log),
    log,
    settings: {
      host: options.host ?? '127.0.0.1',
      port: options.port ?? 0,
      defaultRegion: options.region ?? defaultRegion,
      answersTls: options.tls !== undefined && options.tls !== false,
      verifySignatures: options.verifySignatures ?? false,
      enforceCapacity: options.enforceCapacity ?? false,
      strictRuntimes: options.strictRuntimes ?? false,
      workDirectory: parts.workDirectory,
      // Executors of another time than this process's wait for no program of the real one.
      installsRuntimeSdk: options.runtimeSdk !== 'off' && !options.executor,
      workflowMocks: options.workflowMocks,
      ...(options.executor && { executor: options.executor }),
      ...(options.outbound && { outbound: options.outbound }),
    },
    get endpoint() {
      return parts.endpoint();
    },
    handle: (request) => parts.handle(request),
    services,
    models: modelsOf(parts.services),
    metrics: parts.metrics,
    state: createStateOpener(parts.world),
    runtimeOf: ({ name }) => parts.runtime.get(name),
    resourceType: (type) => resourceTypes.get(type),
    storedOnly: storedOnlyOf(parts.services),
    taggings: (scope) => parts.services.flatMap((service) => openTagging(service, scope, kernel)),
    call,
    callHttp: (request) => callHttp(kernel, request),
    callSdk: (asked) => callSdk(kernel, asked),
  };
  return kernel;
}

function createInspection(
  { inspect = [], inspectHost = '127.0.0.1' }: CloudOptions,
  clock: Clock,
  log: Log,
): Inspection | undefined {
  const wishes = inspectWishes(inspect);
  return wishes.length === 0 ? undefined : new Inspection({ wishes, host: inspectHost, clock, log });
}

/** Collections keep their identity over restores, so what was opened once stays true. */
function createStateOpener(world: World): CloudKernel['state'] {
  const opened = new Map<string, unknown>();
  return (service, account, region) => {
    const place = service.scope === 'account' ? 'global' : region;
    const key = `${service.name}/${account}/${place}`;
    let state = opened.get(key);
    if (state === undefined) {
      state = service.state(world.scope(service.stateOf ?? service.name, account, place));
      opened.set(key, state);
    }
    return state;
  };
}

function openTagging(service: AnyService, scope: Scope, kernel: CloudKernel): OpenTagging[] {
  const { name, tagging } = service;
  if (!tagging) return [];
  const state = kernel.state(service, scope.account, scope.region);
  const resources = () => (tagging as Tagging<unknown>).resources(state, scope);
  return [{ ...tagging, service: name, resources }];
}

/** Everything that faults can be aimed at, by the name that rules know it by. */
const faultModelsOf = (services: ReadonlyMap<string, AnyService>): ReadonlyMap<string, FaultModel> =>
  new Map(
    [...services.values()]
      .flatMap((service) => [service, ...(service.dataPlanes ?? [])])
      .flatMap(({ name, faults }): (readonly [string, FaultModel])[] => (faults ? [[name, faults]] : []))
      .concat([[executeApiName, executeApiFaults]]),
  );

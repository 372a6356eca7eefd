import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { cacheDirectory } from '../../kernel/cache-directory.ts';
import { UnsupportedError } from '../../kernel/errors.ts';
import type { Executor, ReplyStream } from '../../kernel/executor.ts';
import type { Caller } from '../../kernel/identity.ts';
import type { Scope } from '../../kernel/scope.ts';
import type { ServiceRuntime } from '../../kernel/service-runtime.ts';
import { isBucketNotificationsHandler } from '../../service-kit/bucket-notifications-handler.ts';
import type { CloudKernel } from '../../service-kit/contract.ts';
import { assertAgent, hasAppConfigAgent } from './appconfig-layer.ts';
import { ArchiveError } from './code/archive-error.ts';
import { CodeFiles, type CodeRoots } from './code/code-files.ts';
import { installers, RuntimeSdk } from './code/runtime-sdk.ts';
import { invalidZipFile } from './errors.ts';
import { EventSources } from './event-sources/event-sources.ts';
import { ProcessExecutor } from './executors/process/process-executor.ts';
import { functionArn } from './function-reference.ts';
import { Concurrency } from './invocation/concurrency.ts';
import { type Answer, Environment, type Event } from './invocation/environment.ts';
import { defaultLimits } from './invocation/environment-limits.ts';
import { Environments } from './invocation/environments.ts';
import { LogSink, Metrics } from './invocation/telemetry.ts';
import { environmentVariables } from './invocation/variables.ts';
import { assertRuntime, isRetiring } from './runtimes.ts';
import type { FunctionRecord, FunctionVersion, LambdaState } from './state.ts';

/** A version of a function, found and ready to be invoked. */
export interface InvokeTarget extends Scope {
  readonly record: FunctionRecord;
  readonly version: FunctionVersion;
  readonly state: LambdaState;
}

/** AWS's credentials of an environment last longer than any environment does. */
const credentialMs = 36 * 3_600_000;

/** The living part of Lambda: environments, their processes and files, and what is counted about them. */
export class LambdaRuntime implements ServiceRuntime {
  readonly metrics: Metrics;
  readonly eventSources: EventSources;
  /** Archives that are checked, and what was unpacked from them. */
  readonly code: CodeFiles;
  readonly #kernel: CloudKernel;
  readonly #executor: Executor;
  readonly #sdk: RuntimeSdk;
  readonly #concurrency = new Concurrency();
  readonly #environments: Environments;
  /** Of which it was said already. */
  readonly #retiring = new Set<string>();
  #epoch = 0;
  /** By the access key that each of them was given: whose nested invokes are whose. */
  readonly #byKey = new Map<string, Environment>();
  /** What is to be given back when an environment ends. */
  readonly #onEnd = new Map<Environment, () => void>();
  /** Flushes of ended environments that the end of the cloud waits for. */
  readonly #flushing = new Set<Promise<void>>();

  constructor(
    kernel: CloudKernel,
    executor: Executor = kernel.settings.executor?.(kernel) ?? new ProcessExecutor(kernel),
  ) {
    this.#kernel = kernel;
    this.#executor = executor;
    this.code = new CodeFiles(kernel);
    const { workDirectory, installsRuntimeSdk } = kernel.settings;
    this.#sdk = new RuntimeSdk({
      log: kernel.log,
      modules: join(workDirectory, 'lambda', 'node_modules'),
      cache: cacheDirectory('runtime-sdk'),
      install: installsRuntimeSdk ? installers : undefined,
      interpreterOf: (runtime) => executor.interpreter?.(runtime),
    });
    this.metrics = new Metrics(kernel);
    this.eventSources = new EventSources({ kernel, metrics: this.metrics });
    this.#environments = new Environments({
      clock: kernel.clock,
      limits: { ...defaultLimits, ...this.#executor.limits },
      onEnd: (environment) => {
        this.#onEnd.get(environment)?.();
        this.#onEnd.delete(environment);
      },
    });
  }

  /** Goes up whenever the world is replaced; work that began in an earlier one must not touch this one. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Why this runtime's functions cannot run here; undefined when they can. */
  refusal(runtime: string): string | undefined {
    return this.#executor.refusal(runtime);
  }

  /** Throws where AWS takes no function of the runtime; warns where one will not run, or not for long. */
  accept(name: string, runtime = ''): void {
    const { log, settings } = this.#kernel;
    assertRuntime(runtime, settings.strictRuntimes);
    if (isRetiring(runtime) && !this.#retiring.has(runtime)) {
      this.#retiring.add(runtime);
      log.warn(
        `${runtime} (${name}) is retired: AWS takes functions of it until early 2027. --strict-runtimes refuses them.`,
      );
    }
    const refusal = this.refusal(runtime);
    if (refusal !== undefined) log.warn(`${name} is stored, but invokes of it will be refused: ${refusal}`);
  }

  /** @see ServiceRuntime.refusalOf */
  refusalOf(type: string, properties: Readonly<Record<string, unknown>>): string | undefined {
    if (isBucketNotificationsHandler(properties)) return undefined;
    const { Runtime } = properties;
    return type === 'AWS::Lambda::Function' && typeof Runtime === 'string' ? this.refusal(Runtime) : undefined;
  }

  /** @see ServiceRuntime.lacks */
  lacks(): Promise<readonly string[]> {
    return this.#sdk.failures();
  }

  /** A function was created or has other code: its first invoke will come. */
  prewarm({ name, settings: { Runtime = '' }, code }: FunctionVersion, tags: FunctionRecord['tags'] = {}): void {
    this.#kernel.inspection?.adopt({ name, tags, runtime: Runtime });
    if (this.#executor.refusal(Runtime) !== undefined) return;
    this.#executor.prewarm(Runtime, name);
    this.#sdk.retry();
    if (code.imports) void this.#sdk.provide(Runtime, code.imports);
  }

  /**
   * Runs one event, for a caller that waits for the answer. Throws TooManyRequestsException beyond the function's
   * concurrency and refuses runtimes that cannot run here by name; what the function does wrong is in the answer. The
   * reply goes to `reader` while it is made, where there is one.
   */
  async invoke(target: InvokeTarget, event: Event, caller?: Caller, reader?: ReplyStream): Promise<Answer> {
    const { version } = target;
    const arn = functionArn(target, version.name);
    const { inspection } = this.#kernel;
    // A function of a data directory was not created here.
    inspection?.adopt({ name: version.name, tags: target.record.tags, runtime: version.settings.Runtime ?? '' });
    const leave = this.#enter(arn, target);
    try {
      const roots = this.code.rootsOf(version) ?? (await this.#unpack(version));
      const answer = await this.#environments.with(
        {
          key: `${arn}:${version.version}#${version.build}`,
          create: () => this.#createEnvironment(target, roots),
          parent: caller && this.#byKey.get(caller.principal),
          isAlone: inspection?.inspects(version.name) === true,
        },
        (environment) => this.#run(environment, event, reader),
      );
      this.#count(target, answer, arn);
      if (answer.isError) this.#announce(target, event, answer, roots);
      return answer;
    } finally {
      leave();
    }
  }

  /** The function changed or is gone: its environments (`arn:` for all, `arn:version#` for a version's) end. */
  retire(prefix: string): void {
    this.#environments.retire(prefix);
  }

  forget(): void {
    this.#epoch += 1;
    this.#environments.destroyAll();
    this.metrics.forget();
    this.eventSources.forget();
    this.#executor.forget?.();
  }

  async close(): Promise<void> {
    this.eventSources.close();
    this.#environments.destroyAll();
    await Promise.allSettled(this.#flushing);
    await this.metrics.flush();
    await this.code.close();
    await this.#executor.close();
  }

  /** Archives were checked when they came; layers over each other only now. */
  async #unpack(version: FunctionVersion): Promise<CodeRoots> {
    const imports = [version.code, ...version.layers.map(({ code }) => code)].flatMap((code) => code.imports ?? []);
    // Without a turn of the event loop where nothing is lacking: invokes start in the order in which they came.
    const installing = this.#sdk.provide(version.settings.Runtime ?? '', imports);
    if (installing) await installing;
    try {
      return await this.code.unpack(version);
    } catch (error) {
      throw error instanceof ArchiveError ? invalidZipFile(error.message) : error;
    }
  }

  async #run(environment: Environment, event: Event, reader: ReplyStream | undefined): Promise<Answer> {
    try {
      return await environment.run(event, reader);
    } finally {
      // Begun before the answer goes out, so that whoever has the answer finds the logs; nobody waits for its end.
      const flushed = environment.logs.flush();
      this.#flushing.add(flushed);
      void flushed.then(() => this.#flushing.delete(flushed));
    }
  }

  #enter(arn: string, { account, region, record, version, state }: InvokeTarget): () => void {
    try {
      return this.#concurrency.enter(arn, record, `${account}/${region}`, state);
    } catch (error) {
      this.metrics.count({ account, region }, version.name, 'Throttles');
      throw error;
    }
  }

  #announce({ account, region, version }: InvokeTarget, event: Event, { payload }: Answer, roots: CodeRoots): void {
    this.#kernel.functionFailures.announce({
      account,
      region,
      functionName: version.name,
      version: version.version,
      requestId: event.requestId,
      hopId: event.hop.id,
      atMs: this.#kernel.clock.now(),
      payload,
      codeDirectory: roots.taskRoot,
    });
  }

  #count(target: InvokeTarget, { isError, durationMs }: Answer, arn: string): void {
    const { name } = target.version;
    this.metrics.count(target, name, 'Invocations');
    this.metrics.count(target, name, 'Errors', isError ? 1 : 0);
    this.metrics.count(target, name, 'Duration', Math.round(durationMs * 100) / 100);
    this.metrics.count(target, name, 'ConcurrentExecutions', this.#concurrency.running(arn));
  }

  /** Node finds packages by walking up from the code; Python is told where they are. */
  #sdkVariables(runtime = ''): Readonly<Record<string, string>> {
    const path = runtime.startsWith('python') ? this.#sdk.pythonPath(runtime) : '';
    return path === '' ? {} : { SQUALL_PYTHON_SDK: path };
  }

  #createEnvironment({ account, region, version }: InvokeTarget, roots: CodeRoots): Environment {
    const { random, clock, identity, environments, endpoint } = this.#kernel;
    const { settings } = version;
    const runtime = settings.Runtime ?? '';
    const refusal = this.#executor.refusal(runtime);
    if (refusal !== undefined) throw new UnsupportedError(refusal);
    const hasAgent = hasAppConfigAgent(version);
    if (hasAgent) assertAgent(runtime);
    if (hasAgent && this.#executor.lacksAppConfigAgent) {
      throw new UnsupportedError('the layer AWS-AppConfig-Extension where functions run in this process');
    }
    const id = random.hex(32);
    const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
    const logStream = `${day}/[${version.version}]${id}`;
    const credential = identity.issue(roleCaller(version, account), clock.now() + credentialMs);
    const { taskRoot, layersRoot } = roots;
    const temporaryDirectory = this.#executor.makesTemporaryDirectory
      ? this.code.temporaryPath(id)
      : this.code.temporary(id);
    const letGoOfCode = this.code.hold([taskRoot, layersRoot]);
    const around = { region, endpoint, credential, logStream, ...roots, temporaryDirectory };
    const environment = new Environment({
      version,
      spec: {
        runtime,
        handler: settings.Handler ?? '',
        taskRoot,
        layersRoot,
        variables: { ...environmentVariables(version, around), ...this.#sdkVariables(settings.Runtime) },
        memoryMb: settings.MemorySize,
        ...(hasAgent && { hasAppConfigAgent: true }),
      },
      executor: this.#executor,
      clock,
      hold: this.#kernel.inspection?.holdOf(version.name),
      begins: (hop) => environments.begin(credential.accessKeyId, hop),
      logs: new LogSink(this.#kernel, { account, region, group: settings.LoggingConfig.LogGroup, stream: logStream }),
    });
    this.#byKey.set(credential.accessKeyId, environment);
    environments.add(credential.accessKeyId, () => environment.crash());
    this.#onEnd.set(environment, () => {
      this.#byKey.delete(credential.accessKeyId);
      environments.remove(credential.accessKeyId);
      identity.revoke(credential.accessKeyId);
      this.#executor.sweep?.(temporaryDirectory);
      this.code.removeTemporary(id);
      letGoOfCode();
    });
    return environment;
  }
}

/** The function's role, assumed by Lambda in the function's name. */
function roleCaller({ name, settings: { Role }, roleId = unknownRoleId(Role) }: FunctionVersion, account: string) {
  const role = Role.split('/').at(-1) ?? 'role';
  return {
    kind: 'assumed-role' as const,
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`,
    userId: `${roleId}:${name}`,
    principal: '',
  };
}

/** Of a role that IAM does not know: the same for all its sessions, as a true one is. */
const unknownRoleId = (roleArn: string): string =>
  `AROA${createHash('sha256').update(roleArn).digest('hex').slice(0, 17).toUpperCase()}`;

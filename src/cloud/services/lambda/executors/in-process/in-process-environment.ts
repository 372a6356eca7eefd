import type { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Crash, InitOutcome, Invocation, InvokeOutcome, Runtime } from '../../../../kernel/executor.ts';
import type { HttpResponse } from '../../../../kernel/http.ts';
import { parseHandlerName } from '../process/bootstrap/load-handler.ts';
import { errorPayload, intoError, RuntimeError } from '../process/bootstrap/runtime-errors.ts';
import { nodeMajor } from '../process/node-major.ts';
import { BackgroundWork } from './background-work.ts';
import type { EnvironmentEvent } from './environment-event.ts';
import type { EnvironmentHost, EnvironmentParts } from './environment-host.ts';
import { type InsideEnvironment, inside } from './inside.ts';
import { LoopGuard } from './loop-guard.ts';
import { ModuleLoader } from './module-loader.ts';
import type { Leaving } from './network.ts';
import { type Call, type Handler, runHandler } from './run-handler.ts';
import type { ShimmedScope } from './shimmed-scope.ts';
import { OwnAsyncHooks } from './shims/async-hooks.ts';
import { createScope } from './shims/scope.ts';
import { ShimmedTimers } from './shims/timers.ts';

/** Thrown by `process.exit`; nothing of the function runs after it that anybody would hear of. */
class Exit extends Error {}

/**
 * One execution environment in this process: a module instance of its own, and time, randomness, network and files that
 * are the cloud's. Between invokes it is frozen: what comes due meanwhile is delivered when it is thawed.
 */
export class InProcessEnvironment implements Runtime, EnvironmentHost, InsideEnvironment {
  readonly initialized: Promise<InitOutcome>;
  readonly timers: ShimmedTimers;
  readonly work: BackgroundWork;
  readonly asyncHooks = new OwnAsyncHooks();
  readonly accessKeyId: string;
  readonly functionName: string;
  readonly scope: ShimmedScope;
  /** This environment's clock runs ahead of the cloud's by so much. */
  #skewMs = 0;
  readonly #parts: EnvironmentParts;
  readonly #guard: LoopGuard;
  readonly #loader: ModuleLoader;
  readonly #process: EventEmitter;
  #crash: Crash | undefined;
  #isFrozen = false;
  #waiting: (() => void)[] = [];
  #requests = new Set<string>();
  #requestCount = 0;
  /** How many requests had been sent at the last reply. */
  #toldCount = 0;
  #handler: Handler | undefined;
  #console: Record<string, unknown>;
  #call: Call | undefined;
  #requestId: string | undefined;
  #onCrash: (crash: Crash) => void = () => {};
  #environment: Record<string, string>;

  constructor(parts: EnvironmentParts) {
    this.#parts = parts;
    const { spec, kernel } = parts;
    this.accessKeyId = spec.variables.AWS_ACCESS_KEY_ID ?? '';
    this.functionName = spec.variables.AWS_LAMBDA_FUNCTION_NAME ?? '';
    this.timers = new ShimmedTimers({
      clock: kernel.clock,
      deliver: (run) => this.deliver(run),
      bind: (callback) => this.asyncHooks.bind(callback),
    });
    this.work = new BackgroundWork(parts.activity, (run) => this.deliver(run));
    this.#guard = new LoopGuard((where) => this.#loop(where));
    const made = createScope(this, parts, (code) => this.#exit(code), this.#guard);
    this.#console = made.console;
    this.#process = made.process as EventEmitter;
    this.#environment = (made.process as { env: Record<string, string> }).env;
    this.scope = made.scope;
    this.#loader = new ModuleLoader(made.scope, parts.sharedCode);
    made.bindRequire(this.#loader);
    parts.activity.beginLiving(this);
    this.initialized = this.#init();
  }

  get hasEnded(): boolean {
    return this.#crash !== undefined;
  }

  get requestId(): string | undefined {
    return this.#requestId;
  }

  nowMs(): number {
    return this.#parts.kernel.clock.now() + this.#skewMs;
  }

  kill(): void {
    this.#end({ kind: 'crash', status: undefined, signal: 'SIGKILL', isOutOfMemory: false });
  }

  /** What keeps its loop from running empty. */
  get pending(): number {
    return this.timers.count + this.#requests.size + this.work.count;
  }

  /** Runs code of the function from outside: now, when it is thawed, or never. */
  deliver(run: () => void): void {
    if (this.#crash) return;
    if (this.#isFrozen) {
      this.#waiting.push(run);
      return;
    }
    this.#parts.activity.countEntry();
    this.#guard.enter();
    inside.run(this, () => {
      try {
        run();
      } catch (error) {
        this.fail('Uncaught Exception', error, 129);
      }
    });
  }

  /** A request of the function; see `RequestHost`. */
  send(leaving: Leaving, onAnswer: (response: HttpResponse) => void, onFailure: (error: Error) => void): void {
    if (this.#crash) return;
    this.#requestCount += 1;
    const label = `${leaving.method} ${leaving.url.origin}${leaving.url.pathname}`;
    const key = `${this.#requestCount} ${label}`;
    if (!this.#call) {
      this.#tell({ kind: 'sentAfterReply', request: label });
    }
    this.#requests.add(key);
    const over = () => this.#requests.delete(key);
    leaving.signal.addEventListener('abort', over, { once: true });
    // What the cloud does to answer is none of the environment's doing.
    const answered = inside.exit(() => this.#parts.network.send(leaving, this.accessKeyId));
    answered.then(
      (response) => this.deliver(() => over() && onAnswer(response)),
      (error: Error) => this.deliver(() => over() && onFailure(error)),
    );
  }

  async invoke(invocation: Invocation): Promise<InvokeOutcome> {
    if (this.#crash) return this.#crash;
    const handler = this.#handler;
    if (!handler) throw new Error('Invariant violated: an initialized environment has a handler');
    this.#requestId = invocation.requestId;
    this.#skewMs = this.#parts.skewMs(this.functionName);
    this.#tell({ kind: 'invoked', remainingMs: invocation.remainingMs });
    return new Promise((resolveOutcome) => {
      this.#onCrash = resolveOutcome;
      this.#environment._X_AMZN_TRACE_ID = invocation.traceId;
      const deadlineMs = this.nowMs() + invocation.remainingMs;
      const call = runHandler({
        host: this,
        handler,
        invocation,
        major: nodeMajor(this.#parts.spec.runtime) ?? 24,
        variables: this.#parts.spec.variables,
        remainingMs: () => deadlineMs - this.nowMs(),
        logError: (what, error) => this.#logError(what, error),
        onOutcome: (outcome) => {
          if (this.#crash || this.#call !== call) return;
          this.#reply(outcome);
          resolveOutcome(outcome);
        },
      });
      this.#call = call;
      this.#parts.activity.beginRunning(this);
      this.#thaw();
      this.deliver(() => call.start());
    });
  }

  /** An error that nobody caught ends the environment, as it ends a process. */
  fail(what: string, error: unknown, status: number): void {
    if (this.#crash || error instanceof Exit) return;
    const event = what === 'Uncaught Exception' ? 'uncaughtException' : 'unhandledRejection';
    if (this.#process.listenerCount(event) > 0) {
      this.#process.emit(event, error);
      return;
    }
    const told = what === 'Uncaught Exception' ? error : new RuntimeError('UnhandledPromiseRejection', String(error));
    this.#logError(what, told);
    const call = this.#call;
    const onCrash = this.#onCrash;
    this.#end({ kind: 'crash', status, signal: undefined, isOutOfMemory: false }, call !== undefined);
    if (call) {
      const payload = Buffer.from(JSON.stringify(errorPayload(told)));
      (onCrash as (outcome: InvokeOutcome) => void)({ kind: 'error', payload, isLast: true, peakMemoryMb });
    }
  }

  refuse(what: string): Error {
    this.#tell({ kind: 'refused', what });
    return Object.assign(
      new Error(
        `Squall's in-process environments do not run ${what}: it would leave the run's own time and network. Use the process executor.`,
      ),
      { name: 'NotOwned', code: 'ERR_SQUALL_NOT_OWNED' },
    );
  }

  async #init(): Promise<InitOutcome> {
    this.#parts.activity.beginRunning(this);
    try {
      this.#handler = await inside.run(this, () => this.#load());
      if (this.#crash) return this.#crash;
      this.#isFrozen = true;
      return { kind: 'ready' };
    } catch (error) {
      if (this.#crash) return this.#crash;
      this.#logError('Uncaught Exception', error);
      this.#end({ kind: 'crash', status: 1, signal: undefined, isOutOfMemory: false });
      return { kind: 'error', payload: Buffer.from(JSON.stringify(errorPayload(error))) };
    } finally {
      this.#parts.activity.endRunning(this);
      this.#parts.activity.countEntry();
    }
  }

  async #load(): Promise<Handler> {
    const { spec } = this.#parts;
    this.#guard.enter();
    const { directory, module, names } = parseHandlerName(spec.handler);
    const loaded = await this.#loadModule(resolve(spec.taskRoot, directory, module));
    const found = walk(loaded, names) ?? walk((loaded as { readonly default?: unknown }).default, names);
    if (found === undefined || found === null) {
      throw new RuntimeError('HandlerNotFound', `${spec.handler} is undefined or not exported`);
    }
    if (typeof found !== 'function') throw new RuntimeError('HandlerNotFound', `${spec.handler} is not a function`);
    return found as Handler;
  }

  async #loadModule(base: string): Promise<unknown> {
    try {
      for (const extension of ['', '.js', '.mjs', '.cjs']) {
        const file = base + extension;
        if (existsSync(file) && extension === '') return this.#loader.requireFile(file);
        if (existsSync(file)) return await this.#loader.importFile(file);
      }
      const require = this.#loader.createRequire(join(this.#parts.spec.taskRoot, 'index.js'));
      return require(base);
    } catch (error) {
      throw translated(error);
    }
  }

  #reply(outcome: InvokeOutcome): void {
    // What an earlier reply had left behind was told then.
    const own = [...this.#requests].filter((key) => Number.parseInt(key, 10) > this.#toldCount);
    const outstanding = own.map((key) => key.slice(key.indexOf(' ') + 1));
    this.#toldCount = this.#requestCount;
    this.#call = undefined;
    this.#parts.activity.endRunning(this);
    this.#parts.activity.countEntry();
    this.#isFrozen = true;
    this.#tell({ kind: 'replied', outstanding, pendingTimers: this.timers.count, outcome });
  }

  #thaw(): void {
    this.#isFrozen = false;
    const due = this.#waiting;
    this.#waiting = [];
    for (const run of due) this.deliver(run);
  }

  thawLeftovers(): void {
    if (this.#isFrozen && !this.#crash) this.#thaw();
  }

  #exit(code: number): never {
    this.#end({ kind: 'crash', status: code, signal: undefined, isOutOfMemory: false });
    throw new Exit(`process.exit(${code})`);
  }

  #loop(where: string): void {
    // As on Lambda: nothing comes until the function's time is up.
    this.#tell({ kind: 'looped', where });
    this.#onCrash = () => {};
    this.#end({ kind: 'crash', status: undefined, signal: 'SIGKILL', isOutOfMemory: false });
  }

  #end(crash: Crash, isTold = false): void {
    if (this.#crash) return;
    this.#crash = crash;
    this.#parts.activity.endRunning(this);
    this.#parts.activity.endLiving(this);
    this.#waiting = [];
    this.timers.end();
    this.work.abandon();
    this.asyncHooks.end();
    this.#requests.clear();
    this.#tell({ kind: 'ended' });
    if (!isTold) this.#onCrash(crash);
    this.#call = undefined;
  }

  #logError(what: string, thrown: unknown): void {
    const error = intoError(thrown);
    const log = this.#console.error as (...parameters: unknown[]) => void;
    const isJson = this.#parts.spec.variables.AWS_LAMBDA_LOG_FORMAT === 'JSON';
    if (isJson) log(error);
    else log(what, `\t${JSON.stringify({ ...errorPayload(error) })}`);
  }

  #tell(event: EnvironmentFact): void {
    const { accessKeyId, functionName } = this;
    this.#parts.observe({ ...event, accessKeyId, functionName, requestId: this.#requestId } as EnvironmentEvent);
  }
}

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type EnvironmentFact = Without<EnvironmentEvent, 'accessKeyId' | 'functionName' | 'requestId'>;

/** Not measured: in-process environments share this process's memory. */
export const peakMemoryMb = 96;

function translated(error: unknown): unknown {
  if (error instanceof SyntaxError) return new RuntimeError('UserCodeSyntaxError', String(error), error.stack);
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  if (error instanceof Error && (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND')) {
    return new RuntimeError('ImportModuleError', String(error));
  }
  return error;
}

function walk(root: unknown, names: readonly string[]): unknown {
  let value = root;
  for (const name of names) {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

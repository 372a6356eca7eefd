import { mkdirSync } from 'node:fs';
import type { Timer } from '../../../../kernel/clock.ts';
import type {
  Crash,
  InitOutcome,
  Invocation,
  InvokeOutcome,
  Runtime,
  RuntimeSpec,
} from '../../../../kernel/executor.ts';
import type { HttpResponse } from '../../../../kernel/http.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { EnvironmentActivity } from '../in-process/activity.ts';
import type { EnvironmentEvent } from '../in-process/environment-event.ts';
import { peakMemoryMb } from '../in-process/in-process-environment.ts';
import type { Network } from '../in-process/network.ts';
import type { Forked, ForkServer } from './fork-server.ts';
import type { Frame } from './frames.ts';
import type { PythonRequest, PythonSays } from './python-says.ts';
import type { Silence } from './sync-channel.ts';

export interface PythonEnvironmentParts {
  readonly kernel: Kernel;
  readonly network: Network;
  readonly activity: EnvironmentActivity;
  readonly seed: number;
  readonly spec: RuntimeSpec;
  readonly server: ForkServer;
  readonly onLog: (text: string) => void;
  readonly observe: (event: EnvironmentEvent) => void;
  readonly skewMs: (functionName: string) => number;
}

/** In the machine's time: only what does not come back from native code, or waits for what is outside, takes so long. */
const patienceMs = 60_000;
const roundingMs = 1e-6;
const killed: Crash = { kind: 'crash', status: undefined, signal: 'SIGKILL', isOutOfMemory: false };
/** Where the bootstrap looks for its events: see `AWS_LAMBDA_RUNTIME_API`. */
const runtimeApi = '169.254.100.1:9001';
const runtimePath = '/2018-06-01/runtime/';
const accepted: HttpResponse = {
  status: 202,
  headers: { 'content-type': 'application/json' },
  body: '{"status":"OK"}',
};

/**
 * One execution environment of a Python function: a process whose time, randomness and network are the cloud's. It runs while
 * we stand still, from one answer to its next question, so that its runs repeat as exactly as those of code in this process.
 */
export class PythonEnvironment implements Runtime {
  readonly initialized: Promise<InitOutcome>;
  readonly accessKeyId: string;
  readonly functionName: string;
  readonly #parts: PythonEnvironmentParts;
  readonly #process: Forked;
  #onInit: (outcome: InitOutcome) => void = () => {};
  #onOutcome: ((outcome: InvokeOutcome) => void) | undefined;
  #skewMs = 0;
  #requestId: string | undefined;
  #crash: Crash | undefined;
  /** Requests and timers that it waits for. */
  #pending = 0;

  constructor(parts: PythonEnvironmentParts) {
    this.#parts = parts;
    const { spec, server, seed, kernel } = parts;
    this.accessKeyId = spec.variables.AWS_ACCESS_KEY_ID ?? '';
    this.functionName = spec.variables.AWS_LAMBDA_FUNCTION_NAME ?? '';
    this.initialized = new Promise((resolve) => {
      this.#onInit = resolve;
    });
    mkdirSync(spec.variables.TMPDIR ?? '', { recursive: true });
    this.#process = server.fork();
    parts.activity.beginRunning(this);
    const env = { ...spec.variables, AWS_LAMBDA_RUNTIME_API: runtimeApi };
    this.#goOn({ env, seed, work: kernel.settings.workDirectory });
  }

  get hasEnded(): boolean {
    return this.#crash !== undefined;
  }

  get pending(): number {
    return this.#pending;
  }

  invoke(invocation: Invocation): Promise<InvokeOutcome> {
    if (this.#crash) return Promise.resolve(this.#crash);
    const { kernel, activity } = this.#parts;
    const { requestId, remainingMs, invokedFunctionArn, traceId, clientContext, event } = invocation;
    this.#requestId = requestId;
    this.#skewMs = this.#parts.skewMs(this.functionName);
    this.#tell({ kind: 'invoked', remainingMs });
    activity.beginRunning(this);
    return new Promise((resolve) => {
      this.#onOutcome = resolve;
      const headers = {
        'lambda-runtime-aws-request-id': requestId,
        'lambda-runtime-deadline-ms': String(Math.floor(kernel.clock.now() + this.#skewMs + remainingMs)),
        'lambda-runtime-invoked-function-arn': invokedFunctionArn,
        'lambda-runtime-trace-id': traceId,
        ...(clientContext !== undefined && { 'lambda-runtime-client-context': clientContext }),
      };
      this.#answer({ status: 200, headers, body: event });
    });
  }

  kill(): void {
    this.#end(killed);
  }

  #answer({ status, headers, body }: HttpResponse): void {
    const list = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((each) => [name, each]));
    this.#goOn({ status, headers: list }, Buffer.from(body));
  }

  /** Lets it work until it asks for something, or ends. */
  #goOn(answer: object, body?: Uint8Array): void {
    const { kernel, activity } = this.#parts;
    if (this.#crash) return;
    activity.countEntry();
    this.#process.channel.send({ ...answer, now: kernel.clock.now() + this.#skewMs }, body);
    let isWorking = true;
    while (isWorking) isWorking = this.#hear(this.#process.channel.receive(patienceMs));
  }

  /** Whether it works on after what it has said. */
  #hear(said: Frame<PythonSays> | Silence): boolean {
    if (said === 'ended') this.#end(this.#parts.server.endOf(this.#process.pid));
    else if (said === 'stuck') this.#loop('what neither loops nor asks for anything');
    else return this.#take(said.head, said.body);
    return false;
  }

  #take(head: PythonSays, body: Buffer): boolean {
    if (head.op === 'log') this.#parts.onLog(body.toString('utf8'));
    else if (head.op === 'refused') this.#tell({ kind: 'refused', what: head.what });
    else if (head.op === 'looped') this.#loop(head.where);
    else if (head.op === 'http') this.#request(head, body);
    else this.#wait(head.op === 'sleep' ? head.ms : undefined);
    return head.op === 'log' || head.op === 'refused';
  }

  #wait(delayMs: number | undefined): void {
    this.#pending += 1;
    if (delayMs === undefined) return;
    // In whole milliseconds: what is left over by rounding would never be over.
    this.#parts.kernel.clock.setTimer(Math.ceil(delayMs - roundingMs), () => {
      this.#pending -= 1;
      this.#goOn({});
    });
  }

  #request(request: PythonRequest, body: Uint8Array): void {
    const standard = request.scheme === 'https' ? 443 : 80;
    const authority = request.port === standard ? request.host : `${request.host}:${request.port}`;
    if (authority === runtimeApi) this.#toRuntimeApi(request.path.slice(runtimePath.length), body);
    else this.#toNetwork(request, authority, body);
  }

  #toNetwork(request: PythonRequest, authority: string, body: Uint8Array): void {
    const gone = new AbortController();
    let timer: Timer | undefined;
    let isOver = false;
    const settle = (goOn: () => void) => {
      if (isOver) return;
      isOver = true;
      timer?.cancel();
      this.#pending -= 1;
      goOn();
    };
    this.#pending += 1;
    if (request.timeoutMs !== null) {
      timer = this.#parts.kernel.clock.setTimer(request.timeoutMs, () => {
        gone.abort();
        settle(() => this.#goOn({ error: 'timeout' }));
      });
    }
    const leaving = {
      method: request.method,
      url: new URL(request.path, `${request.scheme}://${authority}`),
      rawHeaders: request.headers.flat(),
      body,
      signal: gone.signal,
    };
    this.#parts.network.send(leaving, this.accessKeyId).then(
      (response) => settle(() => this.#answer(response)),
      (error: NodeJS.ErrnoException) => settle(() => this.#goOn({ error: error.code ?? 'ECONNRESET' })),
    );
  }

  /** Its bootstrap asks for the next event, or says what became of the last one. */
  #toRuntimeApi(path: string, body: Uint8Array): void {
    if (path === 'invocation/next') {
      this.#parts.activity.endRunning(this);
      this.#parts.activity.countEntry();
      this.#onInit({ kind: 'ready' });
      return;
    }
    if (path === 'init/error') this.#onInit({ kind: 'error', payload: body });
    else this.#reply(path.endsWith('/error') ? 'error' : 'result', body);
    this.#answer(accepted);
  }

  #reply(kind: 'result' | 'error', payload: Uint8Array): void {
    const onOutcome = this.#onOutcome;
    this.#onOutcome = undefined;
    const outcome = { kind, payload, peakMemoryMb };
    this.#tell({ kind: 'replied', outstanding: [], pendingTimers: 0, outcome });
    onOutcome?.(outcome);
  }

  #loop(where: string): void {
    // As on Lambda: nothing comes until the function's time is up.
    this.#tell({ kind: 'looped', where });
    this.#onOutcome = undefined;
    this.#end(killed);
  }

  #end(crash: Crash): void {
    if (this.#crash) return;
    this.#crash = crash;
    this.#parts.activity.endRunning(this);
    this.#process.channel.close();
    try {
      process.kill(this.#process.pid, 'SIGKILL');
    } catch {
      // Gone already.
    }
    this.#tell({ kind: 'ended' });
    this.#onInit(crash);
    this.#onOutcome?.(crash);
    this.#onOutcome = undefined;
  }

  #tell(event: PythonFact): void {
    const { accessKeyId, functionName } = this;
    this.#parts.observe({ ...event, accessKeyId, functionName, requestId: this.#requestId } as EnvironmentEvent);
  }
}

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type PythonFact = Without<EnvironmentEvent, 'accessKeyId' | 'functionName' | 'requestId'>;

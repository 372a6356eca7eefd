import type { Readable } from 'node:stream';
import type { Clock } from '../../../../../kernel/clock.ts';
import type {
  Crash,
  InitOutcome,
  Invocation,
  InvokeOutcome,
  ReplyStream,
  Runtime,
  RuntimeSpec,
} from '../../../../../kernel/executor.ts';
import type { Lifeline } from '../lifeline.ts';
import { eachLine } from '../log-lines.ts';
import { MemoryGuard } from '../node-process.ts';
import { ProcessGroup } from '../process-group.ts';
import { RuntimeApiServer, type RuntimeReply } from './runtime-api-server.ts';

export interface RuntimeApiProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly spec: RuntimeSpec;
  readonly lifeline: Lifeline;
  readonly clock: Clock;
  readonly onLog: (text: string) => void;
}

/** A process that speaks the Runtime API: Python through our bootstrap, and whatever a `provided` function brings. */
export class RuntimeApiProcess implements Runtime {
  readonly initialized: Promise<InitOutcome>;
  readonly #options: RuntimeApiProcessOptions;
  readonly #api: RuntimeApiServer;
  #group: ProcessGroup | undefined;
  #guard: MemoryGuard | undefined;
  #onInit: (outcome: InitOutcome) => void = () => {};
  #onReply: ((outcome: InvokeOutcome) => void) | undefined;
  #crash: Crash | undefined;
  #isKilled = false;
  #peakMemoryMb = 0;

  constructor(options: RuntimeApiProcessOptions) {
    this.#options = options;
    this.initialized = new Promise((resolve) => {
      this.#onInit = resolve;
    });
    this.#api = new RuntimeApiServer({
      onReady: () => this.#onInit({ kind: 'ready' }),
      onInitError: (payload) => this.#onInit({ kind: 'error', payload }),
      // What it printed before is on its way through another pipe: let that be read first.
      onReply: (outcome) => setImmediate(() => this.#reply(outcome)),
    });
    void this.#api.listen().then((address) => this.#start(address));
  }

  get hasEnded(): boolean {
    return this.#crash !== undefined;
  }

  invoke(invocation: Invocation, reply: ReplyStream): Promise<InvokeOutcome> {
    if (this.#crash) return Promise.resolve(this.#crash);
    return new Promise((resolve) => {
      this.#onReply = resolve;
      this.#guard?.watch();
      this.#api.offer(invocation, reply);
    });
  }

  kill(): void {
    this.#isKilled = true;
    this.#group?.kill();
    this.#api.close();
  }

  #start(address: string): void {
    if (this.#isKilled) return;
    const { command, args, spec, lifeline, clock, onLog } = this.#options;
    const env = { ...spec.variables, AWS_LAMBDA_RUNTIME_API: address };
    const stdio = ['ignore' as const, 'pipe' as const, 'pipe' as const];
    const group = new ProcessGroup(command, args, { cwd: spec.taskRoot, env, stdio }, lifeline);
    this.#group = group;
    this.#guard = new MemoryGuard(group, spec.memoryMb, clock);
    const { child } = group;
    for (const stream of [child.stdout, child.stderr]) eachLine(stream as Readable, onLog);
    child.unref();
    // What it printed last is read one turn later.
    void group.ended.then((crash) => setImmediate(() => this.#end(crash)));
  }

  #reply(outcome: RuntimeReply): void {
    this.#guard?.rest();
    this.#peakMemoryMb = Math.max(this.#peakMemoryMb, Math.ceil(this.#group?.residentMb() ?? 0));
    const onReply = this.#onReply;
    this.#onReply = undefined;
    onReply?.({ ...outcome, peakMemoryMb: this.#peakMemoryMb });
  }

  #end(crash: Crash): void {
    if (this.#crash) return;
    this.#crash = crash;
    this.#guard?.rest();
    this.#api.close();
    this.#onInit(crash);
    this.#onReply?.(crash);
    this.#onReply = undefined;
  }
}

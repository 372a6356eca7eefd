import type { Duplex, Readable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Clock, Timer } from '../../../../kernel/clock.ts';
import type {
  Crash,
  InitOutcome,
  Invocation,
  InvokeOutcome,
  ReplyStream,
  Runtime,
  RuntimeSpec,
} from '../../../../kernel/executor.ts';
import { channelFd, encodeFrame, encodeInvoke, type Frame, FrameReader, fromChild, toChild } from './frames.ts';
import type { Lifeline } from './lifeline.ts';
import { eachLine } from './log-lines.ts';
import { ProcessGroup } from './process-group.ts';

// From the sources the bootstrap is TypeScript, which Node strips; from the package it is JavaScript.
const isFromSource = import.meta.url.endsWith('.ts');
const bootstrap = fileURLToPath(new URL(isFromSource ? './bootstrap/main.ts' : './bootstrap/main.js', import.meta.url));
const bootstrapFlags = isFromSource ? ['--disable-warning=ExperimentalWarning'] : [];

/** What makes a process start as one function's own. */
export interface OwnStart {
  /** Options that Node reads only at its start. */
  readonly nodeOptions?: string;
  /** A script that starts Node, given its command line, with the variables that the function has. */
  readonly wrapper?: string;
  readonly variables?: Readonly<Record<string, string>>;
}

export interface NodeProcessOptions extends OwnStart {
  /** Node's inspector is open in it. */
  readonly isInspected?: boolean;
  readonly binary: string;
  readonly compileCache: string;
  readonly lifeline: Lifeline;
  readonly clock: Clock;
}

/** A Node child process: generic and warm at first, a function's execution environment once `become` was called. */
export class NodeProcess implements Runtime {
  readonly initialized: Promise<InitOutcome>;
  /** Fulfilled when the process is up, or has ended in the attempt. */
  readonly warm: Promise<void>;
  /** Fulfilled when the process was killed or has ended. */
  readonly gone: Promise<void>;
  readonly #group: ProcessGroup;
  readonly #channel: Duplex;
  readonly #clock: Clock;
  readonly #isWrapped: boolean;
  #inspectorUrl: string | undefined;
  #guard: MemoryGuard | undefined;
  #onLog: (text: string) => void = () => {};
  #onInit: (outcome: InitOutcome) => void = () => {};
  #onWarm: () => void = () => {};
  #onGone: () => void = () => {};
  #onReply: ((outcome: InvokeOutcome) => void) | undefined;
  #replyStream: ReplyStream | undefined;
  #crash: Crash | undefined;
  /** The error that nobody caught; told when the process has ended. */
  #fatal: InvokeOutcome | undefined;

  constructor(options: NodeProcessOptions) {
    const { binary, compileCache, lifeline, clock, nodeOptions, wrapper, variables, isInspected = false } = options;
    this.#clock = clock;
    this.#isWrapped = wrapper !== undefined;
    const env = {
      ...variables,
      SQUALL_COMPILE_CACHE: compileCache,
      ...(isInspected && { SQUALL_INSPECTED: '1' }),
      ...(nodeOptions && { NODE_OPTIONS: nodeOptions }),
    };
    const stdio = ['ignore' as const, 'pipe' as const, 'pipe' as const, 'pipe' as const];
    const commandLine = [...(wrapper === undefined ? [] : [wrapper]), binary, ...bootstrapFlags, bootstrap];
    this.#group = new ProcessGroup(commandLine[0] ?? binary, commandLine.slice(1), { env, stdio }, lifeline);
    this.initialized = new Promise((resolve) => {
      this.#onInit = resolve;
    });
    this.warm = new Promise((resolve) => {
      this.#onWarm = resolve;
    });
    this.gone = new Promise((resolve) => {
      this.#onGone = resolve;
    });
    void this.#group.ended.then(this.#onGone);
    const { child } = this.#group;
    this.#channel = child.stdio[channelFd] as Duplex;
    const reader = new FrameReader((frame) => this.#take(frame));
    this.#channel.on('data', (chunk: Buffer) => reader.push(chunk));
    this.#channel.on('error', () => {});
    for (const stream of [child.stdout, child.stderr]) {
      eachLine(stream as Readable, (line) => {
        if (!isInspected || !inspectorLine.test(line)) this.#onLog(line);
      });
    }
    // The channel is read to its end first: the last words come before the end. What was printed past it may be read one
    // turn later; the streams' own ends are not waited for, as a grandchild that got away may hold them open.
    this.#channel.on('close', () => {
      void this.#group.ended.then((crash) => setImmediate(() => this.#end(crash)));
    });
  }

  /** Starts the init phase of the function in it. */
  become(spec: RuntimeSpec, runtimeMajor: number, onLog: (text: string) => void, heldFile?: string): void {
    this.#onLog = onLog;
    this.#guard = new MemoryGuard(this.#group, spec.memoryMb, this.#clock);
    const init = {
      env: spec.variables,
      taskRoot: spec.taskRoot,
      handler: spec.handler,
      runtimeMajor,
      isWrapped: this.#isWrapped,
      hasAppConfigAgent: spec.hasAppConfigAgent === true,
      heldFile,
      importRoots: spec.layersRoot === undefined ? [] : importRoots(spec.layersRoot, runtimeMajor),
    };
    this.#work();
    this.#channel.write(encodeFrame(toChild.init, Buffer.from(JSON.stringify(init))));
  }

  /** Where a debugger connects, once the process is warm. */
  get inspectorUrl(): string | undefined {
    return this.#inspectorUrl;
  }

  get hasEnded(): boolean {
    return this.#crash !== undefined;
  }

  invoke(invocation: Invocation, reply: ReplyStream): Promise<InvokeOutcome> {
    if (this.#crash) return Promise.resolve(this.#crash);
    const { event, clientContext, ...rest } = invocation;
    const header = { ...rest, ...(clientContext !== undefined && { clientContext }) };
    return new Promise((resolve) => {
      this.#onReply = resolve;
      this.#replyStream = reply;
      this.#work();
      this.#channel.write(encodeInvoke(header, event));
    });
  }

  kill(): void {
    this.#onGone();
    this.#group.kill();
  }

  #take({ kind, body }: Frame): void {
    switch (kind) {
      case fromChild.inspector:
        this.#inspectorUrl = body.toString();
        break;
      case fromChild.warm:
        this.#rest();
        this.#onWarm();
        break;
      case fromChild.log:
        this.#onLog(body.toString());
        break;
      case fromChild.ready:
        this.#rest();
        this.#onInit({ kind: 'ready' });
        break;
      case fromChild.initError:
        this.#onInit({ kind: 'error', payload: Buffer.from(body) });
        break;
      case fromChild.fatal:
        this.#fatal = { kind: 'error', payload: body.subarray(4), peakMemoryMb: peakMb(body), isLast: true };
        break;
      case fromChild.result:
        this.#reply({ kind: 'result', payload: body.subarray(4), peakMemoryMb: peakMb(body) });
        break;
      case fromChild.error:
        this.#reply({ kind: 'error', payload: body.subarray(4), peakMemoryMb: peakMb(body) });
        break;
      case fromChild.streamed:
        this.#reply({ kind: 'result', payload: new Uint8Array(), isStreamed: true, peakMemoryMb: peakMb(body) });
        break;
      case fromChild.streamBegun:
        this.#replyStream?.begin(body.toString());
        break;
      case fromChild.streamPiece:
        this.#pass(body);
        break;
    }
  }

  /** While the reader is behind nothing is read from the process, which then waits in its write. */
  #pass(piece: Uint8Array): void {
    const room = this.#replyStream?.write(piece);
    if (!room) return;
    this.#channel.pause();
    void room.then(() => this.#channel.resume());
  }

  #reply(outcome: InvokeOutcome): void {
    const onReply = this.#onReply;
    this.#onReply = undefined;
    this.#replyStream = undefined;
    this.#rest();
    onReply?.(outcome);
  }

  #end(crash: Crash): void {
    if (this.#crash) return;
    this.#crash = crash;
    this.#guard?.rest();
    this.#onWarm();
    this.#onInit(crash);
    this.#reply(this.#fatal ?? crash);
  }

  /** Something is under way: our own process must stay for it, and its memory is watched. */
  #work(): void {
    (this.#channel as unknown as { ref(): void }).ref();
    this.#guard?.watch();
  }

  /** Nothing is under way: an idle environment keeps nobody alive. */
  #rest(): void {
    this.#guard?.rest();
    const { child } = this.#group;
    child.unref();
    for (const stream of [this.#channel, child.stdout, child.stderr]) (stream as unknown as { unref(): void }).unref();
  }
}

/** What Node itself prints of its inspector: no log of the function. */
const inspectorLine =
  /^(Debugger (listening|ending) on ws:|For help, see: https:|Debugger attached\.|Waiting for the debugger)/;

const peakMb = (body: Buffer): number => Math.ceil(body.readUInt32BE(0) / 1024);

/** Where ES modules look for what a layer brings: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-layers.html */
const importRoots = (layersRoot: string, major: number): string[] =>
  [`nodejs/node${major}/`, 'nodejs/'].map((path) => pathToFileURL(`${layersRoot}/${path}index.js`).href);

const sampleEveryMs = 100;

/**
 * What a process may need beyond the function's memory before it is ended. AWS counts in a small machine of its own;
 * here the runtime sees the host's memory and collects garbage later, and the warm process carries what it preloads.
 */
const headroomMb = 96;

/** Ends a process that needs more memory than its function has, while it works on an invoke. */
export class MemoryGuard {
  #timer: Timer | undefined;
  readonly #group: ProcessGroup;
  readonly #limitMb: number;
  readonly #clock: Clock;

  constructor(group: ProcessGroup, memoryMb: number, clock: Clock) {
    this.#group = group;
    this.#limitMb = memoryMb + headroomMb;
    this.#clock = clock;
  }

  watch(): void {
    this.#timer = this.#clock.setTimer(sampleEveryMs, () => {
      if (this.#group.residentMb() > this.#limitMb) this.#group.kill({ outOfMemory: true });
      else this.watch();
    });
  }

  rest(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}

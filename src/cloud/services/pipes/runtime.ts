import { QueuePoller } from '../../event-sources/queues/queue-poller.ts';
import type { SourcePoller } from '../../event-sources/source-poller.ts';
import { openStream } from '../../event-sources/streams/open-stream.ts';
import { StreamPoller } from '../../event-sources/streams/stream-poller.ts';
import { createOutbound, type Outbound } from '../../gateway/integrations/outbound.ts';
import type { Scope } from '../../kernel/scope.ts';
import type { ServiceRuntime } from '../../kernel/service-runtime.ts';
import type { CloudKernel } from '../../service-kit/contract.ts';
import { PipeConsumer } from './execution/pipe-consumer.ts';
import { PipeLogs } from './execution/pipe-logs.ts';
import type { StageRuntime } from './execution/stage.ts';
import { sourceKind } from './settings/arn-kinds.ts';
import { openPipesState, type PipeRecord, type PipesState, pipesCollection } from './state.ts';

/** The living part of Pipes: one poller for each pipe of the world that runs, in whatever account and region. */
export class PipesRuntime implements ServiceRuntime, StageRuntime {
  readonly logs: PipeLogs;
  /** To deployed APIs. */
  readonly outbound: Outbound = createOutbound();
  readonly #kernel: CloudKernel;
  /** By the pipe's ARN; of a pipe that was changed another one is made. */
  readonly #pollers = new Map<string, { readonly id: string; readonly poller: SourcePoller }>();
  #isClosed = false;

  constructor(kernel: CloudKernel) {
    this.#kernel = kernel;
    this.logs = new PipeLogs(kernel);
    // Pipes of a data directory are there already.
    this.#followAll();
  }

  /** A pipe was made, changed or deleted. */
  follow(scope: Scope, name: string): void {
    const { account, region } = scope;
    const state = this.#stateOf(account, region);
    const pipe = state.pipes.get(name);
    const key = `${account} ${region} ${name}`;
    const known = this.#pollers.get(key);
    if (known && known.id === pipe?.id && pipe.currentState === 'RUNNING') {
      known.poller.look();
      return;
    }
    known?.poller.stop();
    this.#pollers.delete(key);
    if (pipe?.currentState !== 'RUNNING' || this.#isClosed) return;
    this.#pollers.set(key, { id: pipe.id, poller: this.#poller({ account, region }, state, pipe) });
  }

  /** The world was replaced: it says anew which pipes there are. */
  forget(): void {
    this.#abandonAll();
    this.logs.forget();
    this.#followAll();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#abandonAll();
    this.outbound.close();
    await this.logs.flush();
  }

  #poller(scope: Scope, state: PipesState, pipe: PipeRecord): SourcePoller {
    const consumer = new PipeConsumer(this.#kernel, scope, state, pipe, this.logs);
    if (sourceKind(pipe.source) === 'queue') return new QueuePoller(this.#kernel, consumer);
    return new StreamPoller(this.#kernel, consumer, openStream(this.#kernel, consumer));
  }

  #abandonAll(): void {
    for (const { poller } of this.#pollers.values()) poller.abandon();
    this.#pollers.clear();
  }

  #followAll(): void {
    for (const name of this.#kernel.world.names('pipes/')) {
      const [, account = '', region = '', collection] = name.split('/');
      if (collection !== pipesCollection) continue;
      for (const pipe of [...this.#stateOf(account, region).pipes.keys()]) this.follow({ account, region }, pipe);
    }
  }

  #stateOf = (account: string, region: string): PipesState =>
    openPipesState(this.#kernel.world.scope('pipes', account, region));
}

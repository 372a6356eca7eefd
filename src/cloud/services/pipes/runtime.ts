import { Pollers } from '../../event-sources/pollers.ts';
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
  readonly #pollers: Pollers<PipeRecord>;

  constructor(kernel: CloudKernel) {
    this.#kernel = kernel;
    this.logs = new PipeLogs(kernel);
    this.#pollers = new Pollers(kernel, {
      service: 'pipes',
      collection: pipesCollection,
      records: (scope) => this.#stateOf(scope).pipes,
      // Another one is made of a pipe that was changed.
      version: ({ id, currentState }) => (currentState === 'RUNNING' ? id : undefined),
      open: (scope, _name, pipe) => this.#open(scope, pipe),
    });
  }

  /** A pipe was made, changed or deleted. */
  follow(scope: Scope, name: string): void {
    this.#pollers.follow(scope, name);
  }

  /** The world was replaced: it says anew which pipes there are. */
  forget(): void {
    this.logs.forget();
    this.#pollers.forget();
  }

  async close(): Promise<void> {
    this.#pollers.close();
    this.outbound.close();
    await this.logs.flush();
  }

  #open(scope: Scope, pipe: PipeRecord): SourcePoller {
    const consumer = new PipeConsumer(this.#kernel, scope, this.#stateOf(scope), pipe, this.logs);
    if (sourceKind(pipe.source) === 'queue') return new QueuePoller(this.#kernel, consumer);
    return new StreamPoller(this.#kernel, consumer, openStream(this.#kernel, consumer));
  }

  #stateOf = ({ account, region }: Scope): PipesState =>
    openPipesState(this.#kernel.world.scope('pipes', account, region));
}

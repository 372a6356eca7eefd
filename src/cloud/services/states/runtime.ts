import { createOutbound, type Outbound } from '../../gateway/integrations/outbound.ts';
import { BoundedMap } from '../../kernel/bounded-map.ts';
import { type Caller, serviceCaller } from '../../kernel/identity.ts';
import type { ServiceRuntime } from '../../kernel/service-runtime.ts';
import type { CloudKernel } from '../../service-kit/contract.ts';
import { Machine } from './definition/machine.ts';
import { SyncCalls } from './execution/sync-calls.ts';
import { ExecutionLogs } from './logging/execution-logs.ts';
import type { Items } from './map-runs/reading/items.ts';
import { startingMocks } from './mocks/given-mocks.ts';
import type { Mock } from './mocks/mock.ts';
import type { Execution, Revision } from './state.ts';
import { ActivityPolls } from './tasks/activities/activity-polls.ts';

/** Told of an execution that is over; undefined when the world was replaced under it. */
type Hear = (execution: Execution | undefined) => void;

/** What runs of Step Functions beside the world: machines that were read, and who waits for executions. */
export class StatesRuntime implements ServiceRuntime {
  /** By the text of their definition. */
  readonly #machines = new BoundedMap<string, Machine>(1000);
  /** The last turn of each execution that is taking one: turns of one execution come one after the other. */
  readonly #turns = new Map<string, Promise<unknown>>();
  /** Where the reading of a map run's items goes on, by what was read; whoever does not find it begins anew. */
  readonly openMapItems = new BoundedMap<string, Items>(100);
  readonly #waiters = new Map<string, Set<Hear>>();
  readonly syncCalls = new SyncCalls();
  readonly logs: ExecutionLogs;
  readonly #callers = new BoundedMap<string, Caller>(1000);
  readonly activityPolls = new ActivityPolls();
  /** Mocks of tasks that the cloud was started with. */
  readonly mocks: readonly Mock[];
  /** To servers of users. */
  readonly outbound: Outbound;
  #age = 0;

  constructor(kernel: CloudKernel) {
    this.logs = new ExecutionLogs(kernel);
    this.mocks = startingMocks(kernel.settings.workflowMocks);
    this.outbound = createOutbound(kernel.settings.outbound);
  }

  /** Grows when the world is replaced: turns of the world before are of no use. */
  get age(): number {
    return this.#age;
  }

  machineOf({ definition }: Revision): Machine {
    const known = this.#machines.get(definition);
    if (known) return known;
    const machine = new Machine(definition);
    this.#machines.set(definition, machine);
    return machine;
  }

  /** As whom executions make calls to themselves: one object for all that wait. */
  callerOf(account: string): Caller {
    const known = this.#callers.get(account);
    const caller = known ?? serviceCaller('states.amazonaws.com', account);
    if (!known) this.#callers.set(account, caller);
    return caller;
  }

  /** Does `work` when all that came before for the same execution is done. */
  async inTurn<T>(executionArn: string, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(executionArn);
    const turn = before ? before.then(work, work) : work();
    this.#turns.set(executionArn, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(executionArn) === turn) this.#turns.delete(executionArn);
    }
  }

  /** Hears of the end of an execution, once; the answer ends that. */
  whenOver(executionArn: string, hear: Hear): () => void {
    const waiters = this.#waiters.get(executionArn) ?? new Set();
    this.#waiters.set(executionArn, waiters.add(hear));
    return () => {
      waiters.delete(hear);
      if (waiters.size === 0) this.#waiters.delete(executionArn);
    };
  }

  tellOver(execution: Execution): void {
    const waiters = this.#waiters.get(execution.arn);
    this.#waiters.delete(execution.arn);
    for (const hear of waiters ?? []) hear(execution);
  }

  forget(): void {
    this.#age += 1;
    this.#machines.clear();
    this.openMapItems.clear();
    this.#turns.clear();
    const waiters = [...this.#waiters.values()];
    this.#waiters.clear();
    for (const hears of waiters) for (const hear of hears) hear(undefined);
    this.syncCalls.forget();
    this.logs.forget();
    this.activityPolls.endAll();
  }

  async close(): Promise<void> {
    this.activityPolls.endAll();
    this.outbound.close();
    await this.logs.flush();
  }
}

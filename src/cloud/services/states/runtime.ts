import { createOutbound, type Outbound } from '../../gateway/integrations/outbound.ts';
import { BoundedMap } from '../../kernel/bounded-map.ts';
import type { HttpResponse, LeavingRequest } from '../../kernel/http.ts';
import type { ServiceRuntime } from '../../kernel/service-runtime.ts';
import { Machine } from './definition/machine.ts';
import type { Execution, Revision } from './state.ts';
import { ActivityPolls } from './tasks/activities/activity-polls.ts';

/** What runs of Step Functions beside the world: machines that were read, and who waits for executions. */
export class StatesRuntime implements ServiceRuntime {
  readonly #machines = new BoundedMap<string, Machine>(1000);
  /** The last turn of each execution that is taking one: turns of one execution come one after the other. */
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #waiters = new Map<string, Set<(execution: Execution) => void>>();
  readonly activityPolls = new ActivityPolls();
  /** To servers of users. */
  readonly outbound: Outbound;
  #age = 0;

  constructor(answer?: (request: LeavingRequest) => Promise<HttpResponse>) {
    this.outbound = createOutbound(answer);
  }

  /** Grows when the world is replaced: turns of the world before are of no use. */
  get age(): number {
    return this.#age;
  }

  machineOf({ key, machineArn, definition }: Revision): Machine {
    const name = `${machineArn}|${key}`;
    const known = this.#machines.get(name);
    if (known) return known;
    const machine = new Machine(definition);
    this.#machines.set(name, machine);
    return machine;
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

  /** Hears of the end of an execution; the answer ends that. */
  whenOver(executionArn: string, hear: (execution: Execution) => void): () => void {
    const waiters = this.#waiters.get(executionArn) ?? new Set();
    this.#waiters.set(executionArn, waiters.add(hear));
    return () => {
      waiters.delete(hear);
      if (waiters.size === 0) this.#waiters.delete(executionArn);
    };
  }

  tellOver(execution: Execution): void {
    for (const hear of this.#waiters.get(execution.arn) ?? []) hear(execution);
  }

  forget(): void {
    this.#age += 1;
    this.#machines.clear();
    this.#turns.clear();
    this.#waiters.clear();
    this.activityPolls.endAll();
  }

  close(): void {
    this.activityPolls.endAll();
    this.outbound.close();
  }
}

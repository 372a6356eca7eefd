import type { EnvironmentEvent, Simulation } from '../simulation/simulation.ts';
import type { BoundaryCall } from './boundary-call.ts';
import type { FaultTarget } from './scheduler.ts';

/** What is known of an execution environment that lives. */
interface Known {
  readonly functionName: string;
  /** Who it has a kept connection to. */
  readonly connected: Set<string>;
  /** Connections that died while it was frozen, and have not been used since. */
  readonly dead: Set<string>;
  isBusy: boolean;
}

/** The execution environments of one run: which of them are warm, and what connections they keep. */
export class WarmEnvironments {
  readonly #simulation: Simulation;
  /** By access key. */
  readonly #known = new Map<string, Known>();
  /** Invokes whose environment finds its connections dead. */
  readonly #thawing = new Set<string>();

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  observe({ kind, accessKeyId, functionName }: EnvironmentEvent, invoke: BoundaryCall | undefined): void {
    if (kind === 'ended') this.#known.delete(accessKeyId);
    const known = this.#known.get(accessKeyId);
    if (kind === 'replied' && known) known.isBusy = false;
    if (kind !== 'invoked') return;
    if (!known) {
      this.#known.set(accessKeyId, { functionName, connected: new Set(), dead: new Set(), isBusy: true });
      return;
    }
    known.isBusy = true;
    if (invoke) invoke.isWarm = true;
    const hop = this.#simulation.cloud.kernel.environments.currentOf(accessKeyId)?.id;
    if (hop !== undefined && this.#thawing.has(hop)) for (const host of known.connected) known.dead.add(host);
  }

  /** From this invoke on its environment's kept connections are dead, each until it is first used. */
  thaw(hop: string): void {
    this.#thawing.add(hop);
  }

  /** Whether a call goes out on a dead connection; notes that there is one to whom it goes. */
  fails({ to, service, isFromFunction }: BoundaryCall, { caller }: FaultTarget): boolean {
    const known = isFromFunction ? this.#known.get(caller.principal) : undefined;
    if (!known) return false;
    const host = service === 'http' ? to : service;
    known.connected.add(host);
    return known.dead.delete(host);
  }

  /** Idle environments of a function end, so that its next invoke is a cold start. */
  end(functionName: string): void {
    for (const [accessKeyId, known] of this.#known) {
      if (known.functionName === functionName && !known.isBusy)
        this.#simulation.cloud.kernel.environments.crash(accessKeyId);
    }
  }
}

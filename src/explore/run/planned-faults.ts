import { rootCaller } from '../../cloud/kernel/identity.ts';
import { rotateSecret } from '../../cloud/rotate-secret.ts';
import type { FaultKind } from '../faults/kinds.ts';
import { groupOf } from '../simulation/read-state.ts';
import { account } from '../simulation/scope.ts';
import type { EnvironmentEvent, Simulation } from '../simulation/simulation.ts';
import type { BoundaryCall } from './boundary-call.ts';
import { denialOf } from './denial.ts';
import { baseOf, frameOf } from './naming.ts';
import type { Plan, PlannedFault } from './plan.ts';
import type { Decide, FaultTarget, Scheduler } from './scheduler.ts';
import { WarmEnvironments } from './warm-environments.ts';

export interface PlannedFaultsParts {
  readonly simulation: Simulation;
  readonly scheduler: () => Scheduler;
  readonly plan: Plan;
  readonly kinds: readonly FaultKind[];
  readonly onDefect: (text: string) => void;
}

export type WebhookFault = 'webhookTwice' | 'webhookEarly';

type Decided = ReturnType<Decide>;

/** What a plan's faults do in one run: which call meets which, and what that means. */
export class PlannedFaults {
  /** Groups of the state that the plan itself changed. */
  readonly rotated = new Set<string>();
  readonly environments: WarmEnvironments;
  readonly #parts: PlannedFaultsParts;
  readonly #kinds: ReadonlyMap<string, FaultKind>;
  readonly #reached = new Set<PlannedFault>();
  /** Of outages: the further calls that met them. */
  readonly #further = new Map<PlannedFault, Set<string>>();
  /** Of what lasts for a time: when it began, and with which call. */
  readonly #windows = new Map<PlannedFault, { readonly first: BoundaryCall; readonly untilMs: number }>();
  readonly #malformed = new Set<string>();
  readonly #webhooks = new Map<string, WebhookFault>();
  readonly #skewMs = new Map<string, number>();
  /** How much later a client tries again, by the path of the try that failed. */
  readonly #laterMs = new Map<string, number>();

  constructor(parts: PlannedFaultsParts) {
    this.#parts = parts;
    this.#kinds = new Map(parts.kinds.map((kind) => [kind.name, kind]));
    this.environments = new WarmEnvironments(parts.simulation);
  }

  /** Faults whose call never came. */
  get unreached(): PlannedFault[] {
    return this.#parts.plan.faults.filter((fault) => !this.#reached.has(fault));
  }

  /** What the plan says to a call that is released. */
  decide(boundaryCall: BoundaryCall, target: FaultTarget): Decided {
    this.#serveByOldCode(boundaryCall, target);
    for (const fault of this.#parts.plan.faults) {
      const kind = this.#kinds.get(fault.kind);
      if (!kind || !this.#isMet(fault, kind, boundaryCall)) continue;
      this.#reached.add(fault);
      boundaryCall.faultName = fault.kind;
      return this.#happen(kind, boundaryCall, target);
    }
    return this.environments.fails(boundaryCall, target) ? { kind: 'reset' } : undefined;
  }

  observe(event: EnvironmentEvent, invoke: BoundaryCall | undefined): void {
    this.environments.observe(event, invoke);
  }

  isMalformed(hop: string): boolean {
    return this.#malformed.has(hop);
  }

  /** What becomes of the webhooks of a call to the world outside. */
  webhookFault(hop: string): WebhookFault | undefined {
    return this.#webhooks.get(hop);
  }

  /** How far the clock of a function's environments is off. */
  skewOf(functionName: string): number {
    return this.#skewMs.get(functionName) ?? 0;
  }

  /** How much later than usual a client tries again, after the try of this path. */
  laterMs(path: string): number | undefined {
    return this.#laterMs.get(path);
  }

  #isMet(fault: PlannedFault, kind: FaultKind, boundaryCall: BoundaryCall): boolean {
    const { scope, furtherCalls = 0 } = kind;
    const { point } = boundaryCall;
    const isFirst = !this.#reached.has(fault);
    if (kind.window) return this.#isWithin(fault, kind.window, boundaryCall);
    if (fault.point === point) return scope === 'always' || isFirst;
    if (isFirst || baseOf(point) !== baseOf(fault.point)) return false;
    const met = this.#further.get(fault) ?? new Set<string>();
    if (!met.has(point) && met.size >= furtherCalls) return false;
    this.#further.set(fault, met.add(point));
    return true;
  }

  #isWithin(fault: PlannedFault, window: NonNullable<FaultKind['window']>, boundaryCall: BoundaryCall): boolean {
    const nowMs = this.#parts.simulation.cloud.clock.now();
    const open = this.#windows.get(fault);
    if (open) return nowMs <= open.untilMs && window.includes(boundaryCall, open.first);
    if (boundaryCall.point !== fault.point) return false;
    this.#windows.set(fault, { first: boundaryCall, untilMs: nowMs + window.forMs });
    return true;
  }

  #happen({ fault }: FaultKind, boundaryCall: BoundaryCall, target: FaultTarget): Decided {
    switch (fault.kind) {
      case 'malformed':
        this.#malformed.add(target.id);
        return undefined;
      case 'rotate':
        return this.#rotate(fault.secret);
      case 'skew':
        this.#skewMs.set(target.resource ?? '', fault.offsetMs);
        return undefined;
      case 'later':
        this.#laterMs.set(frameOf(boundaryCall.point), fault.delayMs);
        return { kind: 'lost' };
      case 'tooLarge': {
        const error = target.model.tooLarge?.(target.operation);
        return error && { kind: 'error', ...error };
      }
      case 'denied':
        return denialOf(target);
      case 'cold':
        this.environments.end(target.resource ?? '');
        return undefined;
      case 'thawed':
        this.environments.thaw(target.id);
        return undefined;
      case 'webhookTwice':
      case 'webhookEarly':
        this.#webhooks.set(target.id, fault.kind);
        return undefined;
      case 'old':
      case 'overtaken':
        return undefined;
      default:
        return fault;
    }
  }

  /** While the plan says so, functions run the code that was deployed before: as a published version of theirs. */
  #serveByOldCode({ point, traits }: BoundaryCall, { input, resource }: FaultTarget): void {
    const isOld = this.#parts.plan.faults.some((planned) => {
      const fault = this.#kinds.get(planned.kind)?.fault;
      if (fault?.kind !== 'old') return false;
      return fault.isUntil ? !this.#reached.has(planned) : planned.point === point;
    });
    // A queued event is met by whatever code there is when it is delivered: that is an invoke of its own.
    if (!isOld || !traits.has('invoke') || isQueued(input)) return;
    const version = this.#parts.simulation.previousVersions.get(resource ?? '');
    if (version !== undefined) Object.assign(input, { Qualifier: version });
  }

  async #rotate(secret: string): Promise<undefined> {
    const { names, cloud } = this.#parts.simulation;
    const scheduler = this.#parts.scheduler();
    const wasEmpty = scheduler.isEmpty;
    scheduler.isEmpty = true;
    // A secret that no stack made is called by its own name.
    const name = names.has('secret', secret) ? names.find('secret', secret).physical : secret;
    this.rotated.add(groupOf('secret', names.nameOf('secret', name)));
    const caller = rootCaller(account, account);
    await rotateSecret(cloud.kernel, name, undefined, { caller }).catch((error: unknown) => {
      this.#parts.onDefect(String(error));
    });
    scheduler.isEmpty = wasEmpty;
  }
}

const isQueued = (input: object): boolean =>
  'InvocationType' in input ? input.InvocationType === 'Event' : 'InvokeArgs' in input;

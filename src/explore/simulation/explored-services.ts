import { executeApiFace, executeApiName } from '../../cloud/gateway/execute-api/execute-api.ts';
import { isWrite, type ModelledCall, type Trait } from '../../cloud/kernel/faults/fault-model.ts';
import type { FaultTarget } from '../../cloud/kernel/faults/faults.ts';
import type { AnyService, CloudKernel } from '../../cloud/service-kit/contract.ts';
import {
  type ComparedState,
  type ExploredState,
  isCompared,
  type Planning,
  type Step,
  type ToldExecution,
} from '../../cloud/service-kit/explored-state.ts';
import { account, region } from './scope.ts';

/** What every service's schedules are to scenarios. */
export const scheduleKind = 'schedule';

/** A one-time schedule that is due later does not keep a run from its end. */
const awaitedMsMax = 31 * 86_400_000;

/** How reports speak of whoever answers calls. */
interface Face {
  readonly shortName: string;
  readonly lane: string;
}

interface Compared {
  readonly explored: ComparedState<unknown>;
  readonly state: unknown;
}

/** What the explorer knows of the services of a cloud: each one's own `exploredState`, and no more. */
export class ExploredServices {
  readonly #kernel: CloudKernel;
  readonly #faces = new Map<string, Face>();
  readonly #kindOfType = new Map<string, string>();
  readonly #byKind = new Map<string, ExploredState<unknown>>();

  constructor(kernel: CloudKernel) {
    this.#kernel = kernel;
    this.#faces.set(executeApiName, executeApiFace);
    for (const { name, exploredState, dataPlanes = [] } of kernel.services.values()) {
      this.#faces.set(name, { shortName: exploredState.shortName ?? name, lane: name });
      for (const plane of dataPlanes) {
        const { shortName = plane.name, lane = plane.name } = plane;
        this.#faces.set(plane.name, { shortName, lane });
      }
      for (const type of exploredState.resourceTypes ?? []) this.#kindOfType.set(type, exploredState.kind ?? name);
      if (isCompared(exploredState)) {
        for (const type of exploredState.schedules?.resourceTypes ?? []) this.#kindOfType.set(type, scheduleKind);
      }
      if (exploredState.kind !== undefined) this.#byKind.set(exploredState.kind, exploredState);
    }
  }

  /** `ddb` of `ddb.PutItem(Orders)`. */
  shortNameOf(service: string): string {
    return this.#faces.get(service)?.shortName ?? service;
  }

  /** Where in the timeline a service answers. */
  laneOf(service: string): string {
    return this.#faces.get(service)?.lane ?? service;
  }

  /** What the things of a service are: `table`; undefined where nothing has a name. */
  kindOf(service: string): string | undefined {
    return this.#exploredOf(service)?.kind;
  }

  /** What a resource of a CloudFormation type is; undefined for what is no thing of any service. */
  kindOfType(type: string): string | undefined {
    return this.#kindOfType.get(type);
  }

  /** The plain name in a reference to a thing. */
  nameOf(kind: string, reference: string): string {
    return this.#byKind.get(kind)?.nameOf?.(reference) ?? reference;
  }

  /** Whether the service makes up the ids of such things. */
  hasGeneratedIds(kind: string): boolean {
    return this.#byKind.get(kind)?.hasGeneratedIds ?? false;
  }

  /** What a call addresses: one thing, or several where it is a batch. */
  addressedBy({ service, operation, resource, input }: FaultTarget): readonly string[] {
    if (resource !== undefined) return [resource];
    return this.#exploredOf(service)?.addressed?.(operation, input as ModelledCall['input']) ?? [];
  }

  /** Exactly what a call reads or writes; a name that ends in `*` stands for all that begins with it. */
  footprintOf(target: FaultTarget): readonly string[] {
    const { service, operation, resource, input, model } = target;
    const compared = this.#comparedOf(this.#kernel.services.get(service));
    const own = compared?.explored.footprint?.(operation, input as ModelledCall['input'], compared.state);
    if (own) return own;
    // Whoever answers outside of AWS may do anything there; an arrival at an API changes nothing by itself.
    if (traitsOf(target).has('external')) return [`${service}/${(resource ?? '').split('/')[0]}/*`];
    return model.answersHttp ? [] : [`${service}/${resource ?? ''}`];
  }

  /** What was deployed just now becomes what was deployed a while ago. */
  settle(): void {
    for (const service of this.#kernel.services.values()) {
      if (isCompared(service.exploredState)) continue;
      service.exploredState.settle?.(this.#kernel.state(service, account, region), this.#planning);
    }
  }

  /** Which step of which execution a call is. */
  stepOf({ service, operation, input }: FaultTarget): Step | undefined {
    const explored = this.#exploredOf(service);
    if (!explored || !isCompared(explored) || !explored.step) return undefined;
    const state = this.#comparedOf(this.#kernel.services.get(service))?.state;
    return explored.step(operation, input as ModelledCall['input'], state);
  }

  /** Every service whose state is compared, with its rows. */
  rows(): { readonly kind: string; readonly name: string | undefined; readonly rows: readonly unknown[] }[] {
    return this.#compared().flatMap(({ explored, state }) =>
      explored.rows(state).map(({ name, rows }) => ({ kind: explored.kind, name, rows })),
    );
  }

  /** Executions of state machines, as they are now. */
  executions(): readonly ToldExecution[] {
    return this.#compared().flatMap(({ explored, state }) => explored.executions?.(state) ?? []);
  }

  /** Texts that must be seen nowhere. */
  secrets(): readonly string[] {
    return this.#compared().flatMap(({ explored, state }) => explored.secrets?.(state) ?? []);
  }

  /** Things that what nobody could handle is put into. */
  deadLetters(): { readonly kind: string; readonly name: string }[] {
    const kinds = this.#compared().map(({ explored }) => explored);
    const references = this.#compared().flatMap(({ explored, state }) => explored.deadLetters?.(state) ?? []);
    return [...new Set(references)].flatMap((reference) => {
      const service = reference.split(':')[2] ?? '';
      const owner = kinds.find((each) => each === this.#exploredOf(service));
      return owner ? [{ kind: owner.kind, name: owner.nameOf(reference) }] : [];
    });
  }

  /** When something in a thing comes by itself; undefined when nothing will. */
  comesMs(kind: string, name: string): number | undefined {
    const found = this.#compared().find(({ explored }) => explored.kind === kind);
    return found?.explored.comesMs?.(found.state, name);
  }

  /** The present value of a secret or a parameter; undefined where there is none. */
  currentValue(kind: string, name: string): string | undefined {
    const found = this.#compared().find(({ explored }) => explored.kind === kind);
    return found?.explored.currentValue?.(found.state, name);
  }

  /** Names of the schedules that come again and again, of every service. */
  scheduleNames(): readonly string[] {
    return this.#compared().flatMap(({ explored, state }) => explored.schedules?.names(state) ?? []);
  }

  /** Lets the next run of such a schedule come, and tells when it is due; undefined where there is none of that name. */
  letCome(schedule: string): number | undefined {
    for (const { explored, state } of this.#compared()) {
      const key = explored.schedules?.next(state, schedule, this.#planning);
      if (key !== undefined) return this.#kernel.scheduler.letCome(key);
    }
    return undefined;
  }

  /** When the last piece of work that one service has put off for another, or users wait for, is due; undefined when there is none. */
  handedOverMs(): number | undefined {
    const latestMs = this.#kernel.clock.now() + awaitedMsMax;
    const due = this.#kernel.scheduler.pending().flatMap(({ service, operation, input, caller, dueMs, isAwaited }) => {
      if (isAwaited && dueMs <= latestMs) return [dueMs];
      const model = this.#kernel.services.get(service)?.faults;
      const call = { operation, input: input as ModelledCall['input'], caller };
      return model?.isHandOver?.(call) ? [dueMs] : [];
    });
    return due.length === 0 ? undefined : Math.max(...due);
  }

  /** Every line that functions logged. */
  logs(): readonly string[] {
    return this.#compared().flatMap(({ explored, state }) => explored.logs?.(state) ?? []);
  }

  /** Services that somebody wrote to since the journal began and whose state is not compared. */
  uncompared(): string[] {
    const found = new Set<string>();
    for (const { service, operation, caller, outcome } of this.#kernel.journal.hops()) {
      // What services do by themselves is not the app's doing.
      if (caller.kind === 'service' || outcome !== 'ok') continue;
      const known = this.#kernel.services.get(service);
      if (known && !isCompared(known.exploredState) && isWrite(known.faults, operation)) found.add(service);
    }
    return [...found].sort();
  }

  /** `kms is not compared: …` */
  reasonOf(service: string): string {
    const explored = this.#exploredOf(service);
    return `${service} is not compared: ${explored && !isCompared(explored) ? explored.none : 'nobody said how'}`;
  }

  get #planning(): Planning {
    const { clock, random } = this.#kernel;
    return { account, region, clock, random, kernel: this.#kernel };
  }

  #exploredOf(service: string): ExploredState<unknown> | undefined {
    return this.#kernel.services.get(service)?.exploredState;
  }

  #compared(): Compared[] {
    return [...this.#kernel.services.values()].flatMap((service) => this.#comparedOf(service) ?? []);
  }

  #comparedOf(service: AnyService | undefined): Compared | undefined {
    if (!service || !isCompared(service.exploredState)) return undefined;
    return { explored: service.exploredState, state: this.#kernel.state(service, account, region) };
  }
}

export type { Step };

/** What makes some faults apply; from the hop alone, before anything has happened. */
export function traitsOf(target: FaultTarget): ReadonlySet<Trait> {
  const traits = new Set(target.model.traits?.(target as FaultTarget & ModelledCall) ?? []);
  return target.model.tooLarge?.(target.operation) ? traits.add('sized') : traits;
}

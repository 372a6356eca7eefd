import { isWrite as modelIsWrite } from '../../cloud/kernel/faults/fault-model.ts';
import type { FaultTarget } from '../../cloud/kernel/faults/faults.ts';
import { type ExploredServices, traitsOf } from '../simulation/explored-services.ts';
import type { Names } from '../simulation/names.ts';

/** A frame of the call stack over all machines: who does something, in whose course. */
export interface Frame {
  /** `try1 > orders`; the path of everything that is called from here begins with it. */
  readonly path: string;
  /** Thread of the race. */
  readonly actor: string;
  readonly client: string | undefined;
  /** Lane of the timeline. */
  readonly lane: string;
  /** How often each call was made here, by base name. */
  readonly counts: Map<string, number>;
}

export const newFrame = (path: string, actor: string, client: string | undefined, lane: string): Frame => ({
  path,
  actor,
  client,
  lane,
  counts: new Map(),
});

/** The next number of a name within a frame: it is the call's identity, beside the name itself. */
export function nextNumber({ counts }: Frame, base: string): number {
  const count = (counts.get(base) ?? 0) + 1;
  counts.set(base, count);
  return count;
}

/** What names of calls are made of. */
export interface NameSources {
  readonly names: Names;
  readonly services: ExploredServices;
}

/** `ddb.PutItem(Orders)`, `api.POST(/orders)`, `http.POST(api.stripe.test/charges)`. */
export function baseNameOf(target: FaultTarget, { names, services }: NameSources): string {
  const { service, operation } = target;
  const short = services.shortNameOf(service);
  if (traitsOf(target).has('edge')) {
    const [method = operation, path] = operation.split(' ');
    return `${short}.${method}(${path ?? ''})`;
  }
  const things = services.addressedBy(target).map((each) => friendlyResource(service, each, { names, services }));
  return `${short}.${operation}(${things.join('+')})`;
}

/** `sfn.RunTask(ship/Reserve)` */
export const stepNameOf = (
  { service, operation }: FaultTarget,
  { name }: { readonly name: string },
  { services }: NameSources,
): string => `${services.shortNameOf(service)}.${operation}(${name})`;

/** What a call addresses, as reports call it. */
export function friendlyResource(
  service: string,
  resource: string | undefined,
  { names, services }: NameSources,
): string {
  if (resource === undefined) return '';
  const kind = services.kindOf(service);
  return kind === undefined ? resource : names.nameOf(kind, services.nameOf(kind, resource));
}

export const isWrite = ({ model, operation }: FaultTarget): boolean => modelIsWrite(model, operation);

/** Whose request a call belongs to, and which try of it. */
export interface Origin {
  readonly client: string;
  readonly step: number;
  readonly attempt: number;
}

/** Reads it from a call's name: `B.step2.try1 > orders > …`; undefined for what no client asked for. */
export function originOf(point: string): Origin | undefined {
  const match = /^(?:([A-Z])\.)?(?:step(\d+)\.)?try(\d+)(?: > |$)/.exec(point);
  return match ? { client: match[1] ?? 'A', step: Number(match[2] ?? 1), attempt: Number(match[3]) } : undefined;
}

/** Whether a call was made in the course of a request. */
export const isOf = (point: string, { client, step }: { readonly client: string; readonly step: number }): boolean => {
  const origin = originOf(point);
  return origin !== undefined && origin.client === client && origin.step === step;
};

/** A call's name without who makes it and how often. */
export const baseOf = (point: string): string => (point.split(' > ').at(-1) ?? point).replace(/#\d+$/, '');

/** The path of whoever makes a call. */
export const frameOf = (point: string): string => point.split(' > ').slice(0, -1).join(' > ');

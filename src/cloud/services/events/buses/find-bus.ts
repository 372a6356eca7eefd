import { formatArn, parseArn } from '../../../kernel/arns.ts';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Scope } from '../../../kernel/scope.ts';
import { busNotFound, validation } from '../errors.ts';
import { type EventBus, type EventsState, openEventsState } from '../state.ts';

export const defaultBusName = 'default';

/** When CloudWatch Events, whose bus it was, began. */
const defaultBusMs = Date.UTC(2016, 0, 14);

const busPart = 'event-bus/';

/** The ARN of a bus. */
export const busArn = (scope: Scope, name: string): string =>
  formatArn({ service: 'events', region: scope.region, account: scope.account, resource: `${busPart}${name}` });

/** A bus, which may be another account's, or another region's. */
export interface BusReference extends Scope {
  readonly name: string;
}

/** By name or ARN; the default bus where there is neither. */
export function busReference(nameOrArn: string | undefined, scope: Scope): BusReference {
  const { account, region } = scope;
  if (nameOrArn === undefined) return { account, region, name: defaultBusName };
  const arn = nameOrArn.startsWith('arn:') ? parseArn(nameOrArn) : undefined;
  if (arn?.service !== 'events' || !arn.resource.startsWith(busPart)) return { account, region, name: nameOrArn };
  return { account: arn.account, region: arn.region, name: arn.resource.slice(busPart.length) };
}

/**
 * Of operations that know the buses of their own account and region alone; AWS's ask the policy of any other one.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html
 * @throws UnsupportedError for the ARN of any other one
 */
export function busName(nameOrArn: string | undefined, scope: Scope): string {
  const { name, account, region } = busReference(nameOrArn, scope);
  if (account !== scope.account || region !== scope.region) {
    throw new UnsupportedError(`EventBridge rules of a bus in another account or region (${nameOrArn})`);
  }
  return name;
}

/** Undefined where there is none; the default bus is always there. */
export function findBus(state: EventsState, name: string, scope: Scope): EventBus | undefined {
  const bus = state.buses.get(name);
  if (bus || name !== defaultBusName) return bus;
  return { name, arn: busArn(scope, name), createdMs: defaultBusMs, modifiedMs: defaultBusMs, tags: {} };
}

/** @throws AwsError ResourceNotFoundException */
export function getBus(state: EventsState, name: string, scope: Scope): EventBus {
  const bus = findBus(state, name, scope);
  if (!bus) throw busNotFound(name);
  return bus;
}

/** All of them, by name. */
export function allBuses(state: EventsState, scope: Scope): readonly EventBus[] {
  const kept = [...state.buses.values()];
  if (state.buses.has(defaultBusName)) return kept;
  const all = [...kept, getBus(state, defaultBusName, scope)];
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The state of another account or region. */
export const stateAt = (kernel: Kernel, { account, region }: Scope): EventsState =>
  openEventsState(kernel.world.scope('events', account, region));

/** What cannot be done to a bus that is AWS's own. */
export function assertNotDefault(name: string): void {
  if (name === defaultBusName) throw validation('Cannot delete event bus default.');
}

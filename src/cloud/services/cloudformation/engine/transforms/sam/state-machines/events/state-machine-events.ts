import { stateMachineApiEvent } from '../../apis/state-machine-api-event.ts';
import type { TransformContext } from '../../context.ts';
import { readEvent } from '../../events/event-type.ts';
import { scheduleV2, scheduleV2Properties } from '../../events/rules/schedule-v2.ts';
import { InvalidEvent, InvalidResource } from '../../language/errors.ts';
import { type Fields, isMap } from '../../language/values.ts';
import type { Resource } from '../../resources/resource.ts';
import { startsExecutions } from '../../roles/policy-documents.ts';
import { cloudWatchEvent, eventBridgeRuleEvent, scheduleEvent } from './rule-events.ts';
import type { StateMachineEventType } from './state-machine-event.ts';

const scheduleV2Event: StateMachineEventType = {
  type: 'ScheduleV2',
  properties: scheduleV2Properties,
  toCloudFormation: (event, { stateMachine }) => scheduleV2(event, stateMachine, startsExecutions),
};

const types: ReadonlyMap<unknown, StateMachineEventType> = new Map(
  [stateMachineApiEvent, scheduleEvent, scheduleV2Event, cloudWatchEvent, eventBridgeRuleEvent].map((kind) => [
    kind.type,
    kind,
  ]),
);

const eventsOf = (resource: Resource): Fields => {
  const events = resource.get('Events');
  return isMap(events) ? events : {};
};

/**
 * By the ids of a state machine's events: what they found of other resources.
 * @throws InvalidResource
 */
export function linkEvents(resource: Resource, { declared }: TransformContext): Readonly<Record<string, Fields>> {
  try {
    return Object.fromEntries(
      Object.keys(eventsOf(resource)).map((eventId) => {
        const { kind, event } = readEvent(types, resource.logicalId, eventId, eventsOf(resource));
        return [eventId, kind.linked?.(event, declared) ?? {}];
      }),
    );
  } catch (error) {
    throw error instanceof InvalidEvent ? new InvalidResource(resource.logicalId, error.message) : error;
  }
}

/**
 * What events need to start executions.
 * @param stateMachine the state machine, or its alias
 * @throws InvalidEvent, InvalidResource
 */
export function eventResources(
  resource: Resource,
  stateMachine: Resource,
  linked: Readonly<Record<string, Fields>>,
  context: TransformContext,
): Resource[] {
  const permissionsBoundary = resource.get('PermissionsBoundary');
  return Object.keys(eventsOf(resource)).flatMap((eventId) => {
    const { kind, event } = readEvent(types, resource.logicalId, eventId, eventsOf(resource));
    const found = linked[eventId] ?? {};
    return kind.toCloudFormation(event, { ...context, stateMachine, permissionsBoundary, linked: found });
  });
}

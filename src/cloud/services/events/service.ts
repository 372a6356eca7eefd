import type { Service } from '../../service-kit/contract.ts';
import { emptyOperations } from '../../service-kit/empty-operations.ts';
import { apiDestinationOperations } from './api-destinations/operations.ts';
import { archiveOperations } from './archives/archive-operations.ts';
import type { BusCore } from './archives/bus-core.ts';
import { replayOperations } from './archives/replay-operations.ts';
import { archiveShapes } from './archives/shapes.ts';
import { findBus } from './buses/find-bus.ts';
import { connectionOperations } from './connections/operations.ts';
import { connectionShapes } from './connections/shapes.ts';
import { eventDeliveries } from './dispatch/deliver-event.ts';
import { dispatchEvent } from './dispatch/dispatch-event.ts';
import { eventsEmptyReads } from './empty-reads.ts';
import { eventsExploredState } from './explored-state.ts';
import { eventsFaults } from './faults.ts';
import { eventsMetrics } from './metrics/metrics.ts';
import * as eventBuses from './operations/event-buses.ts';
import { listEventSources, listPartnerEventSources } from './operations/event-sources.ts';
import { putPermission, removePermission } from './operations/permissions.ts';
import { putEvents } from './operations/put-events.ts';
import { putRule } from './operations/put-rule.ts';
import * as rules from './operations/rules.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts';
import { takeEvent } from './operations/take-event.ts';
import { listTargetsByRule, putTargets, removeTargets } from './operations/targets.ts';
import { testEventPattern } from './operations/test-event-pattern.ts';
import { eventsResources } from './resources/resources.ts';
import { hearsEvents } from './rules/matching-rules.ts';
import { runRule } from './rules/run-rule.ts';
import { type EventsRuntime, startEventsRuntime } from './runtime.ts';
import { eventsShapes } from './shapes.ts';
import { type EventsState, openEventsState } from './state.ts';
import { eventsStoredOnly } from './stored-only.ts';
import { eventsTagging } from './tagging.ts';
import { eventsWorkflowTasks } from './workflow-tasks.ts';

/** Where replays put what archives have kept. */
const buses: BusCore<EventsState> = {
  hasBus: (state, name, scope) => findBus(state, name, scope) !== undefined,
  dispatch: dispatchEvent,
};

/** EventBridge: buses, rules and what they set off. */
export const events: Service<EventsState, EventsRuntime> = {
  name: 'events',
  title: 'EventBridge',
  faults: eventsFaults,
  exploredState: eventsExploredState,
  state: openEventsState,
  shapes: { ...eventsShapes, ...connectionShapes, ...archiveShapes },
  metrics: eventsMetrics,
  tagging: eventsTagging,
  resources: eventsResources,
  storedOnly: eventsStoredOnly,
  hearsEvents,
  resourceOf: (_operation, input) =>
    lastStep(
      input.EventBusName ?? input.BusName ?? input.Name ?? input.Rule ?? firstBus(input.Entries) ?? busOf(input),
    ),
  operations: {
    CreateEventBus: eventBuses.createEventBus,
    UpdateEventBus: eventBuses.updateEventBus,
    DeleteEventBus: eventBuses.deleteEventBus,
    DescribeEventBus: eventBuses.describeEventBus,
    ListEventBuses: eventBuses.listEventBuses,
    PutPermission: putPermission,
    RemovePermission: removePermission,

    PutRule: putRule,
    DeleteRule: rules.deleteRule,
    DescribeRule: rules.describeRule,
    EnableRule: rules.enableRule,
    DisableRule: rules.disableRule,
    ListRules: rules.listRules,
    ListRuleNamesByTarget: rules.listRuleNamesByTarget,
    PutTargets: putTargets,
    RemoveTargets: removeTargets,
    ListTargetsByRule: listTargetsByRule,
    TestEventPattern: testEventPattern,

    TagResource: tagResource,
    UntagResource: untagResource,
    ListTagsForResource: listTagsForResource,

    ListEventSources: listEventSources,
    ListPartnerEventSources: listPartnerEventSources,

    ...connectionOperations,
    ...apiDestinationOperations,
    ...archiveOperations(buses),
    ...replayOperations(buses),

    PutEvents: putEvents,
    // Ours: the wire does not know them.
    DeliverEvent: eventDeliveries.attempt,
    TakeEvent: takeEvent,
    RunScheduledRule: runRule,
    ...emptyOperations('events', eventsEmptyReads),
  },
  emptyReads: eventsEmptyReads,
  workflowTasks: eventsWorkflowTasks,
  start: startEventsRuntime,
};

const lastStep = (address: unknown): string | undefined =>
  typeof address === 'string' ? address.split('/').at(-1) : undefined;

const firstBus = (entries: unknown): unknown =>
  Array.isArray(entries) ? (entries[0] as { readonly EventBusName?: string } | undefined)?.EventBusName : undefined;

/** Of deliveries. */
const busOf = ({ Message }: { readonly Message?: unknown }): string | undefined =>
  (Message as { readonly about?: { readonly BusName?: string } } | undefined)?.about?.BusName;

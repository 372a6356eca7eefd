import { resourceTypes } from '../../../service-kit/resource-type.ts';
import { archiveResources } from '../archives/resources.ts';
import { connectionResources } from '../connections/resources.ts';
import { eventBus } from './event-bus.ts';
import { eventBusPolicy } from './event-bus-policy.ts';
import { rule } from './rule.ts';

/** CloudFormation types of EventBridge. */
export const eventsResources = {
  ...resourceTypes(eventBus, eventBusPolicy, rule),
  ...connectionResources,
  ...archiveResources,
};

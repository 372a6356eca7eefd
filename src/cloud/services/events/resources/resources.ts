import { resourceTypes } from '../../../service-kit/resource-type.ts';
import { eventBus } from './event-bus.ts';
import { eventBusPolicy } from './event-bus-policy.ts';
import { rule } from './rule.ts';

/** CloudFormation types of EventBridge. */
export const eventsResources = resourceTypes(eventBus, eventBusPolicy, rule);

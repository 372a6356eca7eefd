import type { ResourceType } from '../../../service-kit/contract.ts';
import { resourceTypes } from '../../../service-kit/resource-type.ts';
import { accountPolicy } from './account-policy.ts';
import { delivery, deliveryDestination, deliverySource } from './deliveries.ts';
import { destination } from './destination.ts';
import { logGroup } from './log-group.ts';
import { logStream } from './log-stream.ts';
import { metricFilter } from './metric-filter.ts';
import { queryDefinition } from './query-definition.ts';
import { resourcePolicy } from './resource-policy.ts';
import { subscriptionFilter } from './subscription-filter.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_Logs.html */
export const logsResources: Readonly<Record<string, ResourceType>> = resourceTypes(
  accountPolicy,
  delivery,
  deliveryDestination,
  deliverySource,
  destination,
  logGroup,
  logStream,
  metricFilter,
  queryDefinition,
  resourcePolicy,
  subscriptionFilter,
);

import type { Kinds, Values } from '../../../service-kit/properties.ts';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { subscriptionFilterReading } from './filter-readings.ts';

const properties = {
  DestinationArn: 'text',
  Distribution: 'text',
  FilterName: 'text',
  FilterPattern: 'text',
  LogGroupName: 'text',
  RoleArn: 'text',
} as const satisfies Kinds;

const put = {
  operation: 'PutSubscriptionFilter',
  input: (p: Values<typeof properties>, { id }: { readonly id: string }) => ({
    logGroupName: p.LogGroupName,
    filterName: id,
    filterPattern: p.FilterPattern ?? '',
    destinationArn: p.DestinationArn,
    roleArn: p.RoleArn,
    distribution: p.Distribution,
  }),
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-subscriptionfilter.html */
export const subscriptionFilter = resourceType({
  type: 'AWS::Logs::SubscriptionFilter',
  reading: subscriptionFilterReading,
  service: 'logs',
  properties,
  refused: {
    ApplyOnTransformedLogs: 'transformers of logs are not emulated',
    EmitSystemFields: 'logs of several accounts are not emulated',
    FieldSelectionCriteria: 'logs of several accounts are not emulated',
  },
  name: { property: 'FilterName', max: 512 },
  create: put,
  update: put,
  delete: {
    operation: 'DeleteSubscriptionFilter',
    input: (p, { id }) => ({ logGroupName: p.LogGroupName, filterName: id }),
    gone: ['ResourceNotFoundException'],
  },
});

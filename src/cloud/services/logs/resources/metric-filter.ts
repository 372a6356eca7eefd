import type { Kinds, Values } from '../../../service-kit/properties.ts';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { metricFilterReading } from './filter-readings.ts';

const transformation = {
  DefaultValue: 'number',
  Dimensions: { list: { members: { Key: 'text', Value: 'text' } } },
  MetricName: 'text',
  MetricNamespace: 'text',
  MetricValue: 'text',
  Unit: 'text',
} as const satisfies Kinds;

const properties = {
  FilterName: 'text',
  FilterPattern: 'text',
  LogGroupName: 'text',
  MetricTransformations: { list: { members: transformation } },
} as const satisfies Kinds;

const inputOf = (p: Values<typeof properties>, { id }: { readonly id: string }) => ({
  logGroupName: p.LogGroupName,
  filterName: id,
  filterPattern: p.FilterPattern ?? '',
  metricTransformations: (p.MetricTransformations ?? []).map(transformationFrom),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-metricfilter.html */
export const metricFilter = resourceType({
  type: 'AWS::Logs::MetricFilter',
  reading: metricFilterReading,
  service: 'logs',
  properties,
  refused: {
    ApplyOnTransformedLogs: 'transformers of logs are not emulated',
    EmitSystemFieldDimensions: 'logs of several accounts are not emulated',
    FieldSelectionCriteria: 'logs of several accounts are not emulated',
  },
  name: { property: 'FilterName', max: 512 },
  create: { operation: 'PutMetricFilter', input: inputOf },
  update: { operation: 'PutMetricFilter', input: inputOf },
  delete: {
    operation: 'DeleteMetricFilter',
    input: (p, { id }) => ({ logGroupName: p.LogGroupName, filterName: id }),
    gone: ['ResourceNotFoundException'],
  },
});

/** The template lists dimensions as `{ Key, Value }`. */
function transformationFrom(one: Values<typeof transformation>) {
  const dimensions = (one.Dimensions ?? []).map(({ Key, Value }) => [Key, Value] as const);
  return {
    metricName: one.MetricName,
    metricNamespace: one.MetricNamespace,
    metricValue: one.MetricValue,
    defaultValue: one.DefaultValue,
    unit: one.Unit,
    dimensions: dimensions.length > 0 ? Object.fromEntries(dimensions) : undefined,
  };
}

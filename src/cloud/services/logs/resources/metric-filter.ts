import type { Properties, ResourceContext, ResourceType } from '../../../service-kit/contract.ts';
import { numberIn, recordsIn, textIn, unlessGone } from '../../../service-kit/properties.ts';

const nameMax = 512;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-metricfilter.html */
export const metricFilter: ResourceType = {
  properties: ['FilterName', 'FilterPattern', 'LogGroupName', 'MetricTransformations'],
  async create(properties, context) {
    const filterName = textIn(properties, 'FilterName') ?? context.generateName(nameMax);
    await put(filterName, properties, context);
    return { physicalId: filterName };
  },
  async update(state, properties, _previous, context) {
    await put(state.physicalId, properties, context);
    return state;
  },
  async delete(state, properties, context) {
    const input = { logGroupName: textIn(properties, 'LogGroupName'), filterName: state.physicalId };
    await unlessGone(context.call('logs', 'DeleteMetricFilter', input), 'ResourceNotFoundException');
  },
};

const put = (filterName: string, properties: Properties, context: ResourceContext) =>
  context.call('logs', 'PutMetricFilter', {
    logGroupName: textIn(properties, 'LogGroupName'),
    filterName,
    filterPattern: textIn(properties, 'FilterPattern') ?? '',
    metricTransformations: recordsIn(properties, 'MetricTransformations').map(transformationFrom),
  });

/** The template lists dimensions as `{ Key, Value }`. */
function transformationFrom(transformation: Properties) {
  const dimensions = recordsIn(transformation, 'Dimensions').map(({ Key, Value }) => [String(Key), String(Value)]);
  return {
    metricName: textIn(transformation, 'MetricName'),
    metricNamespace: textIn(transformation, 'MetricNamespace'),
    metricValue: textIn(transformation, 'MetricValue'),
    defaultValue: numberIn(transformation, 'DefaultValue'),
    unit: textIn(transformation, 'Unit'),
    dimensions: dimensions.length > 0 ? Object.fromEntries(dimensions) : undefined,
  };
}

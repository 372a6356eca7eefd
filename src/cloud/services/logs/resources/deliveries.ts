import type {
  CreateDeliveryResponse,
  PutDeliveryDestinationResponse,
  PutDeliverySourceResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import type { ResourceContext, ResourceState } from '../../../service-kit/contract.ts';
import { retag, type Tag, unlessGone } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { tagRecord } from '../../../service-kit/tags.ts';

const gone = 'ResourceNotFoundException';
const tagsOf = (tags: readonly Tag[]) => (tags.length > 0 ? tagRecord(tags) : undefined);

interface Tagged {
  readonly Tags: readonly Tag[];
}

async function retagged(state: ResourceState, p: Tagged, previous: Tagged, context: ResourceContext) {
  const resourceArn = String(state.attributes?.Arn);
  await retag(p.Tags, previous.Tags, {
    untag: (tagKeys) => context.call('logs', 'UntagResource', { resourceArn, tagKeys }),
    tag: (tags) => context.call('logs', 'TagResource', { resourceArn, tags: tagRecord(tags) }),
  });
  return state;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-deliverysource.html */
export const deliverySource = codedResourceType({
  type: 'AWS::Logs::DeliverySource',
  properties: { LogType: 'text', Name: 'text', ResourceArn: 'text', Tags: 'tags' },
  refused: { DeliverySourceConfiguration: 'no service here vends logs' },
  attributes: ['Arn', 'ResourceArns', 'Service'],
  missing: { Status: 'no service here vends logs', StatusReason: 'no service here vends logs' },
  async create(p, context) {
    const { deliverySource: made } = await context.call<PutDeliverySourceResponse>('logs', 'PutDeliverySource', {
      name: p.Name,
      resourceArn: p.ResourceArn,
      logType: p.LogType,
      tags: tagsOf(p.Tags),
    });
    return {
      physicalId: p.Name ?? '',
      attributes: { Arn: made?.arn, ResourceArns: made?.resourceArns, Service: made?.service },
    };
  },
  async update(state, p, previous, context) {
    const input = { name: state.physicalId, resourceArn: p.ResourceArn, logType: p.LogType };
    await context.call('logs', 'PutDeliverySource', input);
    return retagged(state, p, previous, context);
  },
  delete: (state, _, context) =>
    unlessGone(context.call('logs', 'DeleteDeliverySource', { name: state.physicalId }), gone),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-deliverydestination.html */
export const deliveryDestination = codedResourceType({
  type: 'AWS::Logs::DeliveryDestination',
  properties: {
    DeliveryDestinationType: 'text',
    DestinationResourceArn: 'text',
    Name: 'text',
    OutputFormat: 'text',
    Tags: 'tags',
  },
  refused: { DeliveryDestinationPolicy: 'deliveries from other accounts are not emulated' },
  attributes: ['Arn'],
  async create(p, context) {
    const { deliveryDestination: made } = await context.call<PutDeliveryDestinationResponse>(
      'logs',
      'PutDeliveryDestination',
      {
        name: p.Name,
        outputFormat: p.OutputFormat,
        deliveryDestinationType: p.DeliveryDestinationType,
        deliveryDestinationConfiguration: p.DestinationResourceArn && {
          destinationResourceArn: p.DestinationResourceArn,
        },
        tags: tagsOf(p.Tags),
      },
    );
    return { physicalId: p.Name ?? '', attributes: { Arn: made?.arn } };
  },
  update: retagged,
  delete: (state, _, context) =>
    unlessGone(context.call('logs', 'DeleteDeliveryDestination', { name: state.physicalId }), gone),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-delivery.html */
export const delivery = codedResourceType({
  type: 'AWS::Logs::Delivery',
  properties: {
    DeliveryDestinationArn: 'text',
    DeliverySourceName: 'text',
    FieldDelimiter: 'text',
    RecordFields: { list: 'text' },
    S3EnableHiveCompatiblePath: 'flag',
    S3SuffixPath: 'text',
    Tags: 'tags',
  },
  attributes: ['Arn', 'DeliveryDestinationType', 'DeliveryId'],
  async create(p, context) {
    const { delivery: made } = await context.call<CreateDeliveryResponse>('logs', 'CreateDelivery', {
      deliverySourceName: p.DeliverySourceName,
      deliveryDestinationArn: p.DeliveryDestinationArn,
      ...formOf(p),
      tags: tagsOf(p.Tags),
    });
    const id = made?.id ?? '';
    const attributes = { Arn: made?.arn, DeliveryDestinationType: made?.deliveryDestinationType, DeliveryId: id };
    return { physicalId: id, attributes };
  },
  async update(state, p, previous, context) {
    await context.call('logs', 'UpdateDeliveryConfiguration', { id: state.physicalId, ...formOf(p) });
    return retagged(state, p, previous, context);
  },
  delete: (state, _, context) => unlessGone(context.call('logs', 'DeleteDelivery', { id: state.physicalId }), gone),
});

interface Form {
  readonly FieldDelimiter?: string | undefined;
  readonly RecordFields?: readonly string[] | undefined;
  readonly S3EnableHiveCompatiblePath?: boolean | undefined;
  readonly S3SuffixPath?: string | undefined;
}

const formOf = (p: Form) => ({
  recordFields: p.RecordFields,
  fieldDelimiter: p.FieldDelimiter,
  s3DeliveryConfiguration:
    p.S3SuffixPath === undefined && p.S3EnableHiveCompatiblePath === undefined
      ? undefined
      : { suffixPath: p.S3SuffixPath, enableHiveCompatiblePath: p.S3EnableHiveCompatiblePath },
});

import type { Kinds, Values } from '../../../service-kit/properties.ts';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { stageReading } from './readings.ts';
import { formatTagArn, tagging } from './tags.ts';

const routeSettings = {
  members: {
    DataTraceEnabled: 'flag',
    DetailedMetricsEnabled: 'flag',
    LoggingLevel: 'text',
    ThrottlingBurstLimit: 'number',
    ThrottlingRateLimit: 'number',
  },
} as const;

const properties = {
  AccessLogSettings: { members: { DestinationArn: 'text', Format: 'text' } },
  ApiId: 'text',
  AutoDeploy: 'flag',
  ClientCertificateId: 'text',
  DefaultRouteSettings: routeSettings,
  DeploymentId: 'text',
  Description: 'text',
  RouteSettings: { map: routeSettings },
  StageName: 'text',
  StageVariables: { map: 'text' },
  Tags: 'tagMap',
} as const satisfies Kinds;

/** What a stage is of which the template says nothing. */
const untouched = {
  AutoDeploy: false,
  DefaultRouteSettings: { DetailedMetricsEnabled: false },
  Description: '',
  RouteSettings: {},
  StageVariables: {},
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-stage.html */
export const stage = resourceType({
  type: 'AWS::ApiGatewayV2::Stage',
  reading: stageReading,
  service: 'apigatewayv2',
  properties,
  refused: { AccessPolicyId: 'AWS does not support it yet' },
  create: {
    operation: 'CreateStage',
    input: (p) => ({ ...p, Tags: tagRecord(p.Tags) }),
    physicalId: (_, p) => p.StageName,
  },
  update: {
    operation: 'UpdateStage',
    input: ({ Tags: _, ...settings }, { id }) => ({ ...untouched, ...settings, StageName: id }),
    first: (p, { id, previous }) =>
      p.AccessLogSettings === undefined && previous.AccessLogSettings !== undefined
        ? ['DeleteAccessLogSettings', { ApiId: p.ApiId, StageName: id }]
        : undefined,
  },
  tagging: tagging(({ id, context }, p: Values<typeof properties>) =>
    formatTagArn(context.region, `/apis/${p.ApiId}/stages/${id}`),
  ),
  delete: {
    operation: 'DeleteStage',
    input: ({ ApiId }, { id }) => ({ ApiId, StageName: id }),
    gone: ['NotFoundException'],
  },
});

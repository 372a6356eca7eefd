import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import { type Kinds, unlessGone, type Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { mapping, replacing } from './patches.ts';
import { stageReading } from './readings.ts';
import { methodSettingKinds, settingPatches } from './stage-settings.ts';
import { applyTags, formatTagArn } from './tag-changes.ts';

const properties = {
  AccessLogSetting: { members: { DestinationArn: 'text', Format: 'text' } },
  CacheClusterEnabled: 'flag',
  CacheClusterSize: 'text',
  CanarySetting: {
    members: {
      DeploymentId: 'text',
      PercentTraffic: 'number',
      StageVariableOverrides: { map: 'text' },
      UseStageCache: 'flag',
    },
  },
  ClientCertificateId: 'text',
  DeploymentId: 'text',
  Description: 'text',
  DocumentationVersion: 'text',
  MethodSettings: { list: { members: methodSettingKinds } },
  RestApiId: 'text',
  StageName: 'text',
  Tags: 'tags',
  TracingEnabled: 'flag',
  Variables: { map: 'text' },
} as const satisfies Kinds;

type Declared = Values<typeof properties>;

// CloudFormation names a stage that the template does not name.
const nameMax = 64;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-stage.html */
export const stage = codedResourceType({
  type: 'AWS::ApiGateway::Stage',
  reading: stageReading,
  properties,
  async create(p, context) {
    const stageName = p.StageName ?? context.generateName(nameMax);
    const on = { restApiId: p.RestApiId, stageName };
    await context.call('apigateway', 'CreateStage', { ...on, ...createInput(p) });
    const patchOperations = [...logPatches(p, {}), ...settingPatches(p.MethodSettings)];
    if (patchOperations.length > 0) await context.call('apigateway', 'UpdateStage', { ...on, patchOperations });
    return { physicalId: stageName };
  },
  async update(state, p, previous, context) {
    const on = { restApiId: p.RestApiId, stageName: state.physicalId };
    const patchOperations = patchOf(p, previous);
    await context.call('apigateway', 'UpdateStage', { ...on, patchOperations });
    const path = `/restapis/${p.RestApiId}/stages/${state.physicalId}`;
    await applyTags(context, formatTagArn(context.region, path), p, previous);
    return state;
  },
  async delete({ physicalId }, p, context) {
    const input = { restApiId: p.RestApiId, stageName: physicalId };
    await unlessGone(context.call('apigateway', 'DeleteStage', input), 'NotFoundException');
  },
});

function createInput(p: Declared): object {
  const { CanarySetting: canary } = p;
  const input = {
    deploymentId: p.DeploymentId,
    description: p.Description,
    cacheClusterEnabled: p.CacheClusterEnabled,
    cacheClusterSize: p.CacheClusterSize,
    documentationVersion: p.DocumentationVersion,
    tracingEnabled: p.TracingEnabled,
    variables: p.Variables,
    tags: tagRecord(p.Tags),
    canarySettings: canary && {
      deploymentId: canary.DeploymentId,
      percentTraffic: canary.PercentTraffic,
      stageVariableOverrides: canary.StageVariableOverrides,
      useStageCache: canary.UseStageCache,
    },
  };
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

/** What a stage can have after it was made alone. */
const logPatches = (p: Pick<Declared, 'AccessLogSetting' | 'ClientCertificateId'>, previous: Partial<Declared>) => [
  ...(p.ClientCertificateId === previous.ClientCertificateId
    ? []
    : replacing({ '/clientCertificateId': p.ClientCertificateId })),
  ...(p.AccessLogSetting
    ? replacing({
        '/accessLogSettings/destinationArn': p.AccessLogSetting.DestinationArn,
        '/accessLogSettings/format': p.AccessLogSetting.Format,
      })
    : removing('/accessLogSettings', previous.AccessLogSetting)),
];

const removing = (path: string, previous: unknown): PatchOperation[] =>
  previous === undefined ? [] : [{ op: 'remove', path }];

const patchOf = (p: Declared, previous: Declared): PatchOperation[] => [
  ...replacing({
    '/deploymentId': p.DeploymentId,
    '/description': p.Description,
    '/cacheClusterEnabled': p.CacheClusterEnabled ?? false,
    '/cacheClusterSize': p.CacheClusterSize,
    '/documentationVersion': p.DocumentationVersion,
    '/tracingEnabled': p.TracingEnabled ?? false,
  }),
  ...logPatches(p, previous),
  ...mapping('/variables', p.Variables, previous.Variables),
  ...canaryPatches(p.CanarySetting, previous.CanarySetting),
  ...settingPatches(p.MethodSettings, previous.MethodSettings),
];

function canaryPatches(canary: Declared['CanarySetting'], previous: Declared['CanarySetting']): PatchOperation[] {
  if (!canary) return removing('/canarySettings', previous);
  return [
    ...replacing({
      '/canarySettings/deploymentId': canary.DeploymentId,
      '/canarySettings/percentTraffic': canary.PercentTraffic ?? 0,
      '/canarySettings/useStageCache': canary.UseStageCache ?? false,
    }),
    ...mapping(
      '/canarySettings/stageVariableOverrides',
      canary.StageVariableOverrides,
      previous?.StageVariableOverrides,
    ),
  ];
}

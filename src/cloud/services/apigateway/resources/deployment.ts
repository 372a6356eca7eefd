import type { Deployment } from '@aws-sdk/client-api-gateway';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { type Kinds, unlessGone, type Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { replacing } from './patches.ts';
import { deploymentReading } from './readings.ts';
import { methodSettingKinds, settingKinds, settingPatches } from './stage-settings.ts';
import { applyTags, formatTagArn } from './tag-changes.ts';

const properties = {
  DeploymentCanarySettings: {
    members: { PercentTraffic: 'number', StageVariableOverrides: { map: 'text' }, UseStageCache: 'flag' },
  },
  Description: 'text',
  RestApiId: 'text',
  StageDescription: {
    members: {
      ...settingKinds,
      AccessLogSetting: { members: { DestinationArn: 'text', Format: 'text' } },
      CacheClusterEnabled: 'flag',
      CacheClusterSize: 'text',
      CanarySetting: {
        members: { PercentTraffic: 'number', StageVariableOverrides: { map: 'text' }, UseStageCache: 'flag' },
      },
      ClientCertificateId: 'text',
      Description: 'text',
      DocumentationVersion: 'text',
      MethodSettings: { list: { members: methodSettingKinds } },
      Tags: { list: { members: { Key: 'text', Value: 'text' } } },
      TracingEnabled: 'flag',
      Variables: { map: 'text' },
    },
  },
  StageName: 'text',
} as const satisfies Kinds;

type Declared = Values<typeof properties>;

/** With a stage's name it makes that stage, which goes with it. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html */
export const deployment = codedResourceType({
  type: 'AWS::ApiGateway::Deployment',
  reading: deploymentReading,
  properties,
  attributes: ['DeploymentId'],
  async create(p, context) {
    const made = await context.call<Deployment>('apigateway', 'CreateDeployment', createInput(p));
    const patchOperations = stagePatches(p, {});
    if (p.StageName !== undefined && patchOperations.length > 0) {
      await context.call('apigateway', 'UpdateStage', { ...stageOf(p), patchOperations });
    }
    if (p.StageName !== undefined) await tagStage(p, {}, context);
    return { physicalId: made.id ?? '', attributes: { DeploymentId: made.id } };
  },
  async update(state, p, previous, context) {
    await context.call('apigateway', 'UpdateDeployment', {
      restApiId: p.RestApiId,
      deploymentId: state.physicalId,
      patchOperations: replacing({ '/description': p.Description }),
    });
    const patchOperations = stagePatches(p, previous);
    if (p.StageName !== undefined && p.StageName === previous.StageName && patchOperations.length > 0) {
      await context.call('apigateway', 'UpdateStage', { ...stageOf(p), patchOperations });
    }
    if (p.StageName !== undefined && p.StageName === previous.StageName) await tagStage(p, previous, context);
    return state;
  },
  async delete({ physicalId }, p, context) {
    const input = { restApiId: p.RestApiId, deploymentId: physicalId };
    if (p.StageName !== undefined) {
      const { item = [] } = await context
        .call<{ item?: { stageName?: string }[] }>('apigateway', 'GetStages', input)
        .catch(() => ({ item: [] }));
      if (item.some(({ stageName }) => stageName === p.StageName)) {
        await unlessGone(context.call('apigateway', 'DeleteStage', stageOf(p)), 'NotFoundException');
      }
    }
    await unlessGone(context.call('apigateway', 'DeleteDeployment', input), 'NotFoundException');
  },
});

const tagsOf = ({ StageDescription }: Partial<Declared>) =>
  (StageDescription?.Tags ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value }));

const tagStage = (p: Declared, previous: Partial<Declared>, context: ResourceContext): Promise<void> =>
  applyTags(
    context,
    formatTagArn(context.region, `/restapis/${p.RestApiId}/stages/${p.StageName}`),
    { Tags: tagsOf(p) },
    { Tags: tagsOf(previous) },
  );

const stageOf = ({ RestApiId, StageName }: Declared) => ({ restApiId: RestApiId, stageName: StageName });

function createInput({ RestApiId, StageName, Description, StageDescription: stage, ...p }: Declared): object {
  const canary = p.DeploymentCanarySettings ?? stage?.CanarySetting;
  const input = {
    restApiId: RestApiId,
    description: Description,
    ...(StageName !== undefined && {
      stageName: StageName,
      stageDescription: stage?.Description,
      cacheClusterEnabled: stage?.CacheClusterEnabled,
      cacheClusterSize: stage?.CacheClusterSize,
      tracingEnabled: stage?.TracingEnabled,
      variables: stage?.Variables,
      canarySettings: canary && {
        percentTraffic: canary.PercentTraffic ?? 0,
        stageVariableOverrides: canary.StageVariableOverrides ?? {},
        useStageCache: canary.UseStageCache ?? false,
      },
    }),
  };
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

/** Settings of the stage that CreateDeployment does not take; those at the top are of all methods. */
function stagePatches(p: Partial<Declared>, previous: Partial<Declared>) {
  const { StageDescription: stage = {} } = p;
  const { StageDescription: before = {} } = previous;
  const { AccessLogSetting: logs } = stage;
  return [
    ...(logs
      ? replacing({
          '/accessLogSettings/destinationArn': logs.DestinationArn,
          '/accessLogSettings/format': logs.Format,
        })
      : []),
    ...(stage.DocumentationVersion === undefined
      ? []
      : replacing({ '/documentationVersion': stage.DocumentationVersion })),
    ...(stage.ClientCertificateId === undefined
      ? []
      : replacing({ '/clientCertificateId': stage.ClientCertificateId })),
    ...settingPatches([forAll(stage), ...(stage.MethodSettings ?? [])], before.MethodSettings),
  ];
}

const forAll = (stage: NonNullable<Declared['StageDescription']>) =>
  Object.fromEntries(Object.entries(stage).filter(([name]) => Object.hasOwn(settingKinds, name)));

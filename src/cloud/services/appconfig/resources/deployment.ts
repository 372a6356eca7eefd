import type { Deployment } from '@aws-sdk/client-appconfig';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { tagMapOf } from './tagged.ts';

/**
 * A stack waits until its deployment is over, which takes hours on AWS; here the deployment is taken to its end at once.
 * It stays when the resource goes: what clients have is not taken back.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appconfig-deployment.html
 */
export const deployment = codedResourceType({
  type: 'AWS::AppConfig::Deployment',
  properties: {
    ApplicationId: 'text',
    EnvironmentId: 'text',
    DeploymentStrategyId: 'text',
    ConfigurationProfileId: 'text',
    ConfigurationVersion: 'text',
    Description: 'text',
    KmsKeyIdentifier: 'text',
    Tags: 'tags',
  },
  refused: { DynamicExtensionParameters: 'extensions of AppConfig are not emulated' },
  attributes: ['DeploymentNumber', 'State'],
  async create({ Tags, ...p }, context) {
    const tags = tagMapOf(Tags);
    const input = { ...p, ...(tags && { Tags: tags }) };
    const { DeploymentNumber } = await context.call<Deployment>('appconfig', 'StartDeployment', input);
    const { ApplicationId, EnvironmentId } = p;
    const at = { ApplicationId, EnvironmentId, DeploymentNumber };
    await context.call('appconfig', 'FinishDeployment', at);
    const { State } = await context.call<Deployment>('appconfig', 'GetDeployment', at);
    return {
      physicalId: String(DeploymentNumber),
      attributes: { DeploymentNumber: String(DeploymentNumber), State },
    };
  },
  delete: () => Promise.resolve(),
});

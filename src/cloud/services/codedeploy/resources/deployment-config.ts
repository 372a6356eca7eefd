import { resourceType } from '../../../service-kit/resource-type.ts';

const otherPlatforms = 'of the compute platforms, Lambda alone is emulated';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codedeploy-deploymentconfig.html */
export const deploymentConfig = resourceType({
  type: 'AWS::CodeDeploy::DeploymentConfig',
  service: 'codedeploy',
  properties: {
    ComputePlatform: 'text',
    DeploymentConfigName: 'text',
    TrafficRoutingConfig: {
      members: {
        Type: 'text',
        TimeBasedCanary: { members: { CanaryInterval: 'number', CanaryPercentage: 'number' } },
        TimeBasedLinear: { members: { LinearInterval: 'number', LinearPercentage: 'number' } },
      },
    },
  },
  refused: { MinimumHealthyHosts: otherPlatforms, ZonalConfig: otherPlatforms },
  name: { property: 'DeploymentConfigName', max: 100 },
  create: {
    operation: 'CreateDeploymentConfig',
    input: ({ ComputePlatform, TrafficRoutingConfig: routing }, { id }) => ({
      deploymentConfigName: id,
      computePlatform: ComputePlatform,
      trafficRoutingConfig: routing && {
        type: routing.Type,
        ...(routing.TimeBasedCanary && {
          timeBasedCanary: {
            canaryInterval: routing.TimeBasedCanary.CanaryInterval,
            canaryPercentage: routing.TimeBasedCanary.CanaryPercentage,
          },
        }),
        ...(routing.TimeBasedLinear && {
          timeBasedLinear: {
            linearInterval: routing.TimeBasedLinear.LinearInterval,
            linearPercentage: routing.TimeBasedLinear.LinearPercentage,
          },
        }),
      },
    }),
  },
  delete: { operation: 'DeleteDeploymentConfig', input: (_p, { id }) => ({ deploymentConfigName: id }) },
});

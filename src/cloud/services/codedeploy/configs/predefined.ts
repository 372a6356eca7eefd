import type { TrafficRoutingConfig } from '@aws-sdk/client-codedeploy';
import { raise } from '../../../kernel/errors.ts';
import { configMissing } from '../errors.ts';
import { nameOf } from '../find.ts';
import type { CodeDeployState, DeploymentConfig } from '../state.ts';

const canary = (canaryInterval: number): TrafficRoutingConfig => ({
  type: 'TimeBasedCanary',
  timeBasedCanary: { canaryPercentage: 10, canaryInterval },
});

const linear = (linearInterval: number): TrafficRoutingConfig => ({
  type: 'TimeBasedLinear',
  timeBasedLinear: { linearPercentage: 10, linearInterval },
});

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html */
const routings: Readonly<Record<string, TrafficRoutingConfig>> = {
  LambdaAllAtOnce: { type: 'AllAtOnce' },
  LambdaCanary10Percent5Minutes: canary(5),
  LambdaCanary10Percent10Minutes: canary(10),
  LambdaCanary10Percent15Minutes: canary(15),
  LambdaCanary10Percent30Minutes: canary(30),
  LambdaLinear10PercentEvery1Minute: linear(1),
  LambdaLinear10PercentEvery2Minutes: linear(2),
  LambdaLinear10PercentEvery3Minutes: linear(3),
  LambdaLinear10PercentEvery10Minutes: linear(10),
};

/** Configurations of AWS's own begin so; nobody else's may. */
export const predefinedPrefix = 'CodeDeployDefault.';

/** What groups have that name none. */
export const defaultConfigName = `${predefinedPrefix}LambdaAllAtOnce`;

export const predefinedConfigs: readonly DeploymentConfig[] = Object.entries(routings).map(
  ([name, routing], index) => ({
    id: `00000000-0000-0000-0000-${String(index + 1).padStart(12, '0')}`,
    name: predefinedPrefix + name,
    // When Lambda deployments came, on AWS.
    createdMs: Date.UTC(2017, 10, 27),
    routing,
  }),
);

export function findConfig(state: CodeDeployState, name: string | undefined): DeploymentConfig {
  const given = nameOf('DeploymentConfigName', name);
  return (
    state.configs.get(given) ?? predefinedConfigs.find((config) => config.name === given) ?? raise(configMissing(given))
  );
}

import type * as Sdk from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../service-kit/contract.ts';
import { findConfig, predefinedConfigs, predefinedPrefix } from '../configs/predefined.ts';
import { readRouting } from '../configs/read-routing.ts';
import { configExists, configInUse, invalidName, invalidOperation, notLambda } from '../errors.ts';
import { listPage, nameOf } from '../find.ts';
import type { CodeDeployState } from '../state.ts';
import { assertLambda } from './applications.ts';

type Op<Input, Output> = Operation<Input, Output, CodeDeployState>;

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentConfig.html */
export const createDeploymentConfig: Op<Sdk.CreateDeploymentConfigInput, Sdk.CreateDeploymentConfigOutput> = (
  state,
  { deploymentConfigName, computePlatform = 'Server', trafficRoutingConfig, minimumHealthyHosts, zonalConfig },
  context,
) => {
  const name = nameOf('DeploymentConfigName', deploymentConfigName);
  if (name.startsWith(predefinedPrefix)) throw invalidName('DeploymentConfigName');
  assertLambda(computePlatform);
  if (minimumHealthyHosts) throw notLambda('setting minimumHealthyHosts');
  if (zonalConfig) throw notLambda('setting zonalConfig');
  const routing = readRouting(trafficRoutingConfig);
  if (state.configs.has(name)) throw configExists(name);
  const id = context.random.uuid();
  state.configs.set(name, { id, name, createdMs: context.clock.now(), routing });
  return { deploymentConfigId: id };
};

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeploymentConfig.html */
export const getDeploymentConfig: Op<Sdk.GetDeploymentConfigInput, Sdk.GetDeploymentConfigOutput> = (
  state,
  { deploymentConfigName },
) => {
  const { id, name, createdMs, routing } = findConfig(state, deploymentConfigName);
  return {
    deploymentConfigInfo: {
      deploymentConfigId: id,
      deploymentConfigName: name,
      createTime: new Date(createdMs),
      computePlatform: 'Lambda',
      trafficRoutingConfig: routing,
    },
  };
};

/** AWS's own first. https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeploymentConfigs.html */
export const listDeploymentConfigs: Op<Sdk.ListDeploymentConfigsInput, Sdk.ListDeploymentConfigsOutput> = (
  state,
  { nextToken },
) => {
  const configs = [...predefinedConfigs, ...state.configs.values()];
  const page = listPage(configs, nextToken, ({ name }) => name);
  return {
    deploymentConfigsList: page.items.map(({ name }) => name),
    ...(page.next !== undefined && { nextToken: page.next }),
  };
};

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeleteDeploymentConfig.html */
export const deleteDeploymentConfig: Op<Sdk.DeleteDeploymentConfigInput, object> = (
  state,
  { deploymentConfigName },
) => {
  const name = nameOf('DeploymentConfigName', deploymentConfigName);
  if (name.startsWith(predefinedPrefix))
    throw invalidOperation('Predefined deployment configurations cannot be deleted.');
  if ([...state.groups.values()].some(({ configName }) => configName === name)) throw configInUse(name);
  state.configs.delete(name);
  return {};
};

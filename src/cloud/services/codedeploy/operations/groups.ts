import type * as Sdk from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../service-kit/contract.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { defaultConfigName, findConfig } from '../configs/predefined.ts';
import { groupExists, required } from '../errors.ts';
import { arnOf, assertBatch, findApplication, findGroup, listPage, nameOf } from '../find.ts';
import { assertSettings, describeGroup, settingsOf } from '../groups/group-settings.ts';
import { allWithin, type CodeDeployState, type DeploymentGroup, within } from '../state.ts';

type Op<Input, Output> = Operation<Input, Output, CodeDeployState>;

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentGroup.html */
export const createDeploymentGroup: Op<Sdk.CreateDeploymentGroupInput, Sdk.CreateDeploymentGroupOutput> = (
  state,
  input,
  context,
) => {
  const application = findApplication(state, input.applicationName);
  const name = nameOf('DeploymentGroupName', input.deploymentGroupName);
  if (!input.serviceRoleArn) throw required('Role', 'ServiceRoleArn');
  assertSettings(input);
  const config = findConfig(state, input.deploymentConfigName ?? defaultConfigName);
  const key = within(application.name, name);
  if (state.groups.has(key)) throw groupExists(name);
  const group: DeploymentGroup = {
    triggers: [],
    ...settingsOf(input),
    serviceRoleArn: input.serviceRoleArn,
    id: context.random.uuid(),
    name,
    applicationName: application.name,
    arn: arnOf(context, `deploymentgroup:${application.name}/${name}`),
    configName: config.name,
    tags: tagRecord(input.tags ?? []),
  };
  state.groups.set(key, group);
  return { deploymentGroupId: group.id };
};

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeploymentGroup.html */
export const getDeploymentGroup: Op<Sdk.GetDeploymentGroupInput, Sdk.GetDeploymentGroupOutput> = (state, input) => ({
  deploymentGroupInfo: describeGroup(state, findGroup(state, input.applicationName, input.deploymentGroupName)),
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeploymentGroups.html */
export const batchGetDeploymentGroups: Op<Sdk.BatchGetDeploymentGroupsInput, Sdk.BatchGetDeploymentGroupsOutput> = (
  state,
  { applicationName, deploymentGroupNames },
) => {
  assertBatch(deploymentGroupNames, 100, 'deployment groups');
  findApplication(state, applicationName);
  return {
    deploymentGroupsInfo: (deploymentGroupNames ?? []).map((name) =>
      describeGroup(state, findGroup(state, applicationName, name)),
    ),
    errorMessage: '',
  };
};

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeploymentGroups.html */
export const listDeploymentGroups: Op<Sdk.ListDeploymentGroupsInput, Sdk.ListDeploymentGroupsOutput> = (
  state,
  { applicationName, nextToken },
) => {
  const application = findApplication(state, applicationName);
  const page = listPage(allWithin(state.groups, application.name), nextToken, ({ name }) => name);
  return {
    applicationName: application.name,
    deploymentGroups: page.items.map(({ name }) => name),
    ...(page.next !== undefined && { nextToken: page.next }),
  };
};

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_UpdateDeploymentGroup.html */
export const updateDeploymentGroup: Op<Sdk.UpdateDeploymentGroupInput, Sdk.UpdateDeploymentGroupOutput> = (
  state,
  input,
  context,
) => {
  const group = findGroup(state, input.applicationName, input.currentDeploymentGroupName);
  assertSettings(input);
  const config = findConfig(state, input.deploymentConfigName ?? group.configName);
  const name = nameOf('DeploymentGroupName', input.newDeploymentGroupName ?? group.name);
  const { applicationName } = group;
  if (name !== group.name && state.groups.has(within(applicationName, name))) throw groupExists(name);
  state.groups.delete(within(applicationName, group.name));
  state.groups.set(within(applicationName, name), {
    ...group,
    ...settingsOf(input),
    configName: config.name,
    name,
    arn: arnOf(context, `deploymentgroup:${applicationName}/${name}`),
  });
  return { hooksNotCleanedUp: [] };
};

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeleteDeploymentGroup.html */
export const deleteDeploymentGroup: Op<Sdk.DeleteDeploymentGroupInput, Sdk.DeleteDeploymentGroupOutput> = (
  state,
  { applicationName, deploymentGroupName },
) => {
  const application = nameOf('ApplicationName', applicationName);
  state.groups.delete(within(application, nameOf('DeploymentGroupName', deploymentGroupName)));
  return { hooksNotCleanedUp: [] };
};

import type * as Sdk from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../service-kit/contract.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { applicationExists, invalidName, notLambda } from '../errors.ts';
import { arnOf, assertBatch, findApplication, listPage, nameOf } from '../find.ts';
import { type Application, allWithin, type CodeDeployState, isUnderWay, within } from '../state.ts';

type Op<Input, Output> = Operation<Input, Output, CodeDeployState>;

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateApplication.html */
export const createApplication: Op<Sdk.CreateApplicationInput, Sdk.CreateApplicationOutput> = (
  state,
  { applicationName, computePlatform = 'Server', tags = [] },
  context,
) => {
  const name = nameOf('ApplicationName', applicationName);
  assertLambda(computePlatform);
  if (state.applications.has(name)) throw applicationExists(name);
  const application: Application = {
    id: context.random.uuid(),
    name,
    arn: arnOf(context, `application:${name}`),
    createdMs: context.clock.now(),
    tags: tagRecord(tags),
  };
  state.applications.set(name, application);
  return { applicationId: application.id };
};

/** Machines, containers and Kubernetes do not exist here. */
export function assertLambda(platform: string): void {
  if (platform === 'Lambda') return;
  if (platform === 'Server' || platform === 'ECS' || platform === 'Kubernetes') {
    throw notLambda(`compute platform ${platform}`);
  }
  throw invalidName('ComputePlatform');
}

const describe = ({ id, name, createdMs }: Application): Sdk.ApplicationInfo => ({
  applicationId: id,
  applicationName: name,
  createTime: new Date(createdMs),
  linkedToGitHub: false,
  computePlatform: 'Lambda',
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetApplication.html */
export const getApplication: Op<Sdk.GetApplicationInput, Sdk.GetApplicationOutput> = (state, { applicationName }) => ({
  application: describe(findApplication(state, applicationName)),
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetApplications.html */
export const batchGetApplications: Op<Sdk.BatchGetApplicationsInput, Sdk.BatchGetApplicationsOutput> = (
  state,
  { applicationNames },
) => {
  assertBatch(applicationNames, 100, 'applications');
  return { applicationsInfo: (applicationNames ?? []).map((name) => describe(findApplication(state, name))) };
};

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListApplications.html */
export const listApplications: Op<Sdk.ListApplicationsInput, Sdk.ListApplicationsOutput> = (state, { nextToken }) => {
  const page = listPage(state.applications.values(), nextToken, ({ name }) => name);
  return {
    applications: page.items.map(({ name }) => name),
    ...(page.next !== undefined && { nextToken: page.next }),
  };
};

/** Takes all that lies within along. https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_UpdateApplication.html */
export const updateApplication: Op<Sdk.UpdateApplicationInput, object> = (
  state,
  { applicationName, newApplicationName },
  context,
) => {
  const { name: former, ...application } = findApplication(state, applicationName);
  const name = nameOf('ApplicationName', newApplicationName);
  if (name === former) return {};
  if (state.applications.has(name)) throw applicationExists(name);
  state.applications.delete(former);
  state.applications.set(name, { ...application, name, arn: arnOf(context, `application:${name}`) });
  for (const group of allWithin(state.groups, former)) {
    state.groups.delete(within(former, group.name));
    const arn = arnOf(context, `deploymentgroup:${name}/${group.name}`);
    state.groups.set(within(name, group.name), { ...group, applicationName: name, arn });
  }
  for (const revision of allWithin(state.revisions, former)) {
    state.revisions.delete(within(former, revision.sha256));
    state.revisions.set(within(name, revision.sha256), { ...revision, applicationName: name });
  }
  for (const deployment of [...state.deployments.values()]) {
    if (deployment.applicationName !== former) continue;
    state.deployments.set(deployment.id, { ...deployment, applicationName: name });
  }
  return {};
};

/** With its groups, revisions and deployments. https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeleteApplication.html */
export const deleteApplication: Op<Sdk.DeleteApplicationInput, object> = (state, { applicationName }, context) => {
  const name = nameOf('ApplicationName', applicationName);
  state.applications.delete(name);
  for (const group of allWithin(state.groups, name)) state.groups.delete(within(name, group.name));
  for (const { sha256 } of allWithin(state.revisions, name)) state.revisions.delete(within(name, sha256));
  for (const deployment of [...state.deployments.values()]) {
    if (deployment.applicationName !== name) continue;
    if (isUnderWay(deployment) && deployment.nextKey !== undefined) context.kernel.scheduler.cancel(deployment.nextKey);
    state.deployments.delete(deployment.id);
  }
  return {};
};

import type * as Sdk from '@aws-sdk/client-appconfig';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { isUnderWay } from '../deployments/is-under-way.ts';
import { conflict } from '../errors.ts';
import { deploymentsOf, findApplication, findEnvironment, inOrder } from '../find.ts';
import { type AppConfigState, type Environment, nextOrder } from '../state.ts';
import { assertUnprotected } from './account-settings.ts';
import { listPage, orderKey } from './pages.ts';

type Op<Input, Output> = Operation<Given<Input>, Output, AppConfigState>;

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_CreateEnvironment.html */
export const createEnvironment: Op<Sdk.CreateEnvironmentRequest, Sdk.Environment> = (
  state,
  { ApplicationId, Name, Description, Monitors = [], Tags = {} },
  { random },
) => {
  const application = findApplication(state, ApplicationId);
  const id = random.text(7);
  const environment: Environment = {
    id,
    applicationId: application.id,
    name: Name,
    description: Description,
    monitors: Monitors,
    arn: `${application.arn}/environment/${id}`,
    tags: Tags,
    order: nextOrder(state),
  };
  state.environments.set(`${application.id}/${id}`, environment);
  return describeEnvironment(state, environment);
};

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_GetEnvironment.html */
export const getEnvironment: Op<Sdk.GetEnvironmentRequest, Sdk.Environment> = (
  state,
  { ApplicationId, EnvironmentId },
) => describeEnvironment(state, findEnvironment(state, ApplicationId, EnvironmentId));

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_UpdateEnvironment.html */
export const updateEnvironment: Op<Sdk.UpdateEnvironmentRequest, Sdk.Environment> = (
  state,
  { ApplicationId, EnvironmentId, Name, Description, Monitors },
) => {
  const former = findEnvironment(state, ApplicationId, EnvironmentId);
  const environment = { ...former, ...given({ name: Name, description: Description, monitors: Monitors }) };
  state.environments.set(`${former.applicationId}/${former.id}`, environment);
  return describeEnvironment(state, environment);
};

/** With its deployments. https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_DeleteEnvironment.html */
export const deleteEnvironment: Op<Sdk.DeleteEnvironmentRequest, object> = (
  state,
  { ApplicationId, EnvironmentId, DeletionProtectionCheck },
  { clock },
) => {
  const environment = findEnvironment(state, ApplicationId, EnvironmentId);
  const deployments = deploymentsOf(state, environment);
  if (deployments.some(isUnderWay)) {
    throw conflict(`Environment ${environment.id} cannot be deleted while a deployment is in progress.`);
  }
  const isUsed = { check: DeletionProtectionCheck, key: `${environment.applicationId}/environment/${environment.id}` };
  assertUnprotected(state, isUsed, clock.now(), `Environment ${environment.id}`);
  for (const [key] of state.deployments.entries({
    from: `${environment.applicationId}/${environment.id}/`,
    to: `${environment.applicationId}/${environment.id}/~`,
  })) {
    state.deployments.delete(key);
  }
  state.environments.delete(`${environment.applicationId}/${environment.id}`);
  return {};
};

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_ListEnvironments.html */
export const listEnvironments: Op<Sdk.ListEnvironmentsRequest, Sdk.Environments> = (state, input) => {
  const { id } = findApplication(state, input.ApplicationId);
  const found = inOrder(state.environments.values()).filter(({ applicationId }) => applicationId === id);
  return listPage(found, input, { keyOf: orderKey, tell: (each) => describeEnvironment(state, each) });
};

function describeEnvironment(state: AppConfigState, environment: Environment): Sdk.Environment {
  const { applicationId, id, name, description, monitors } = environment;
  return {
    ApplicationId: applicationId,
    Id: id,
    Name: name,
    ...(description !== undefined && { Description: description }),
    State: environmentState(state, environment),
    ...(monitors.length > 0 && { Monitors: [...monitors] }),
  };
}

/** As its last deployment left it. */
function environmentState(state: AppConfigState, environment: Environment): Sdk.EnvironmentState {
  const [last] = deploymentsOf(state, environment);
  if (!last || last.state === 'COMPLETE') return 'READY_FOR_DEPLOYMENT';
  return isUnderWay(last) ? 'DEPLOYING' : last.state === 'REVERTED' ? 'REVERTED' : 'ROLLED_BACK';
}

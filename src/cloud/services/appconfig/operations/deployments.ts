import type * as Sdk from '@aws-sdk/client-appconfig';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { descendingKey } from '../../../service-kit/pages.ts';
import {
  type Advance,
  isAlarmed,
  keepAdvanced,
  keepFinished,
  keepRolledBack,
  recorded,
} from '../deployments/advance.ts';
import { describeDeployment, summarizeDeployment } from '../deployments/describe-deployment.ts';
import { stepMs } from '../deployments/growth.ts';
import { isUnderWay } from '../deployments/is-under-way.ts';
import { findStrategy } from '../deployments/strategies.ts';
import { badRequest, conflict } from '../errors.ts';
import { deploymentsOf, findDeployment, findEnvironment, findProfile } from '../find.ts';
import { keyArnOf } from '../profiles.ts';
import { type Fetched, fetchContent } from '../sources/fetch-content.ts';
import { type AppConfigState, type Deployment, type Environment, numberedKey } from '../state.ts';
import { validateContent } from '../validation/validate-content.ts';
import { listPage } from './pages.ts';

type Op<Input, Output> = Operation<Given<Input>, Output, AppConfigState>;
type StartInput = Given<Sdk.StartDeploymentRequest>;

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_StopDeployment.html */
const revertMs = 72 * 3_600_000;

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_StartDeployment.html */
export const startDeployment: Op<Sdk.StartDeploymentRequest, Sdk.Deployment> = async (state, input, context) => {
  if (input.DynamicExtensionParameters) throw new UnsupportedError('extensions of AppConfig');
  assertFree(state, input);
  findStrategy(state, input.DeploymentStrategyId);
  const profile = findProfile(state, input.ApplicationId, input.ConfigurationProfileId);
  const fetched = await fetchContent(state, profile, input.ConfigurationVersion, context);
  await validateContent(profile, fetched, context);
  // While its content was read and judged, somebody else may have started another one.
  const environment = assertFree(state, input);
  const deployment = keepAdvanced(
    state,
    newDeployment(state, environment, input, fetched, context),
    environment.monitors.length > 0,
    context,
  );
  return describeDeployment(deployment);
};

/** The environment, if nothing is deployed to it at the time. */
function assertFree(state: AppConfigState, input: StartInput): Environment {
  const environment = findEnvironment(state, input.ApplicationId, input.EnvironmentId);
  const deployments = deploymentsOf(state, environment);
  const last = deployments[0]?.number ?? 0;
  const { LatestDeploymentNumber = last } = input;
  if (LatestDeploymentNumber !== last) {
    throw conflict(`The latest deployment of the environment is ${last}, not ${LatestDeploymentNumber}.`);
  }
  if (deployments.some(isUnderWay)) {
    throw conflict(`A deployment to environment ${environment.id} is already in progress.`);
  }
  return environment;
}

function newDeployment(
  state: AppConfigState,
  environment: Environment,
  input: StartInput,
  { base64, contentType, version, label, kmsKeyArn }: Fetched,
  { clock }: Context,
): Deployment {
  const profile = findProfile(state, input.ApplicationId, input.ConfigurationProfileId);
  const { durationMinutes, growthType, growthFactor, bakeMinutes } = findStrategy(state, input.DeploymentStrategyId);
  const growth = { durationMinutes, growthType, growthFactor, bakeMinutes };
  const number = (deploymentsOf(state, environment)[0]?.number ?? 0) + 1;
  const startedMs = clock.now();
  const deployment: Deployment = {
    ...growth,
    applicationId: profile.applicationId,
    environmentId: environment.id,
    profileId: profile.id,
    strategyId: input.DeploymentStrategyId,
    number,
    profileName: profile.name,
    profileType: profile.type,
    locationUri: profile.locationUri,
    version,
    versionLabel: label,
    description: input.Description,
    kmsKeyIdentifier: input.KmsKeyIdentifier ?? profile.kmsKeyIdentifier,
    kmsKeyArn: kmsKeyArn ?? keyArnOf(input.KmsKeyIdentifier ?? profile.kmsKeyIdentifier),
    arn: `${environment.arn}/deployment/${number}`,
    tags: input.Tags ?? {},
    base64,
    contentType,
    state: 'DEPLOYING',
    percentage: 0,
    events: [],
    startedMs,
    steps: 0,
    // What takes no time grows behind the answer, as on AWS.
    nextMs: startedMs + Math.max(1, stepMs(growth, 0)),
  };
  return recorded(deployment, 'DEPLOYMENT_STARTED', 'Deployment started', startedMs, 'USER');
}

/** Ours: made by the scheduler of the kernel alone, the wire does not know it. */
export const advanceDeployment: Operation<Advance, object, AppConfigState> = async (state, input, context) => {
  const current = (): readonly [Environment, Deployment] | undefined => {
    const environment = state.environments.get(`${input.ApplicationId}/${input.EnvironmentId}`);
    const key = numberedKey(input.ApplicationId, input.EnvironmentId, input.DeploymentNumber);
    const deployment = state.deployments.get(key);
    const isPlanned = deployment && isUnderWay(deployment) && deployment.nextKey === context.delivery?.key;
    return environment && isPlanned ? [environment, deployment] : undefined;
  };
  const before = current();
  if (!before) return {};
  const isRollback = await isAlarmed(before[0], context);
  const now = current();
  if (!now) return {};
  const [environment, deployment] = now;
  if (isRollback) keepRolledBack(state, deployment, 'CLOUDWATCH_ALARM', context);
  else keepAdvanced(state, deployment, environment.monitors.length > 0, context);
  return {};
};

/** Ours: a stack's deployment is over when the stack goes on. */
export const finishDeployment: Operation<Advance, object, AppConfigState> = (state, input, context) => {
  const environment = findEnvironment(state, input.ApplicationId, input.EnvironmentId);
  keepFinished(state, findDeployment(state, environment, input.DeploymentNumber), context);
  return {};
};

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_GetDeployment.html */
export const getDeployment: Op<Sdk.GetDeploymentRequest, Sdk.Deployment> = (
  state,
  { ApplicationId, EnvironmentId, DeploymentNumber },
) => describeDeployment(findDeployment(state, findEnvironment(state, ApplicationId, EnvironmentId), DeploymentNumber));

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_StopDeployment.html */
export const stopDeployment: Op<Sdk.StopDeploymentRequest, Sdk.Deployment> = (
  state,
  { ApplicationId, EnvironmentId, DeploymentNumber, AllowRevert = false },
  context,
) => {
  const environment = findEnvironment(state, ApplicationId, EnvironmentId);
  const deployment = findDeployment(state, environment, DeploymentNumber);
  if (isUnderWay(deployment)) return describeDeployment(keepRolledBack(state, deployment, 'USER', context));
  const nowMs = context.clock.now();
  const isLate = nowMs - (deployment.completedMs ?? 0) > revertMs;
  if (!AllowRevert || deployment.state !== 'COMPLETE' || isLate) {
    throw badRequest(`Deployment ${DeploymentNumber} cannot be stopped because its state is ${deployment.state}.`);
  }
  const reverted: Deployment = {
    ...recorded(deployment, 'REVERT_COMPLETED', 'Revert completed', nowMs, 'USER'),
    state: 'REVERTED',
    percentage: 0,
  };
  state.deployments.set(numberedKey(environment.applicationId, environment.id, deployment.number), reverted);
  return describeDeployment(reverted);
};

/** Newest first. https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_ListDeployments.html */
export const listDeployments: Op<Sdk.ListDeploymentsRequest, Sdk.Deployments> = (state, input) => {
  const environment = findEnvironment(state, input.ApplicationId, input.EnvironmentId);
  return listPage(deploymentsOf(state, environment), input, {
    keyOf: ({ number }) => descendingKey(number),
    tell: summarizeDeployment,
  });
};

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_ValidateConfiguration.html */
export const validateConfiguration: Op<Sdk.ValidateConfigurationRequest, object> = async (state, input, context) => {
  const profile = findProfile(state, input.ApplicationId, input.ConfigurationProfileId);
  await validateContent(profile, await fetchContent(state, profile, input.ConfigurationVersion, context), context);
  return {};
};

import type * as Sdk from '@aws-sdk/client-appconfig';
import { given } from '../../../service-kit/input.ts';
import type { Deployment } from '../state.ts';

const described = (deployment: Deployment) => ({
  DeploymentNumber: deployment.number,
  ConfigurationName: deployment.profileName,
  ConfigurationVersion: deployment.version,
  ConfigurationProfileId: deployment.profileId,
  DeploymentDurationInMinutes: deployment.durationMinutes,
  GrowthType: deployment.growthType,
  GrowthFactor: deployment.growthFactor,
  FinalBakeTimeInMinutes: deployment.bakeMinutes,
  State: deployment.state,
  PercentageComplete: deployment.percentage,
  StartedAt: new Date(deployment.startedMs),
  ...(deployment.completedMs !== undefined && { CompletedAt: new Date(deployment.completedMs) }),
  ...given({ VersionLabel: deployment.versionLabel }),
});

/** As lists tell it. */
export const summarizeDeployment = (deployment: Deployment): Sdk.DeploymentSummary => ({
  ...described(deployment),
  Type: 'USER',
});

/** All that is told of a deployment. */
export const describeDeployment = (deployment: Deployment): Sdk.Deployment => ({
  ApplicationId: deployment.applicationId,
  EnvironmentId: deployment.environmentId,
  DeploymentStrategyId: deployment.strategyId,
  ...described(deployment),
  ConfigurationLocationUri: deployment.locationUri,
  ...given({
    Description: deployment.description,
    KmsKeyArn: deployment.kmsKeyArn,
    KmsKeyIdentifier: deployment.kmsKeyIdentifier,
  }),
  EventLog: deployment.events.map(({ type, triggeredBy, description, atMs }) => ({
    EventType: type,
    TriggeredBy: triggeredBy,
    Description: description,
    OccurredAt: new Date(atMs),
  })),
});

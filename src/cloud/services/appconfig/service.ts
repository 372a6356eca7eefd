import type { Service } from '../../service-kit/contract.ts';
import { emptyOperations } from '../../service-kit/empty-operations.ts';
import { namedBy } from '../../service-kit/resource-of.ts';
import { appconfigEmptyReads } from './empty-reads.ts';
import { appConfigExploredState } from './explored-state.ts';
import { appConfigFaults } from './faults.ts';
import { getAccountSettings, updateAccountSettings } from './operations/account-settings.ts';
import * as applications from './operations/applications.ts';
import * as deployments from './operations/deployments.ts';
import * as environments from './operations/environments.ts';
import { getConfiguration } from './operations/get-configuration.ts';
import * as profiles from './operations/profiles.ts';
import * as strategies from './operations/strategies.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts';
import * as versions from './operations/versions.ts';
import { appConfigResources } from './resources/resources.ts';
import { appConfigShapes } from './shapes.ts';
import { type AppConfigState, openAppConfigState } from './state.ts';
import { appConfigStoredOnly } from './stored-only.ts';
import { appConfigTagging } from './tagging.ts';

/** AppConfig: configurations and feature flags, deployed in steps. */
export const appconfig: Service<AppConfigState, undefined> = {
  name: 'appconfig',
  title: 'AppConfig',
  faults: appConfigFaults,
  exploredState: appConfigExploredState,
  state: openAppConfigState,
  shapes: appConfigShapes,
  wording: { code: 'BadRequestException' },
  operations: {
    CreateApplication: applications.createApplication,
    GetApplication: applications.getApplication,
    UpdateApplication: applications.updateApplication,
    DeleteApplication: applications.deleteApplication,
    ListApplications: applications.listApplications,
    CreateEnvironment: environments.createEnvironment,
    GetEnvironment: environments.getEnvironment,
    UpdateEnvironment: environments.updateEnvironment,
    DeleteEnvironment: environments.deleteEnvironment,
    ListEnvironments: environments.listEnvironments,
    CreateConfigurationProfile: profiles.createConfigurationProfile,
    GetConfigurationProfile: profiles.getConfigurationProfile,
    UpdateConfigurationProfile: profiles.updateConfigurationProfile,
    DeleteConfigurationProfile: profiles.deleteConfigurationProfile,
    ListConfigurationProfiles: profiles.listConfigurationProfiles,
    ValidateConfiguration: deployments.validateConfiguration,
    CreateHostedConfigurationVersion: versions.createHostedConfigurationVersion,
    GetHostedConfigurationVersion: versions.getHostedConfigurationVersion,
    DeleteHostedConfigurationVersion: versions.deleteHostedConfigurationVersion,
    ListHostedConfigurationVersions: versions.listHostedConfigurationVersions,
    CreateDeploymentStrategy: strategies.createDeploymentStrategy,
    GetDeploymentStrategy: strategies.getDeploymentStrategy,
    UpdateDeploymentStrategy: strategies.updateDeploymentStrategy,
    DeleteDeploymentStrategy: strategies.deleteDeploymentStrategy,
    ListDeploymentStrategies: strategies.listDeploymentStrategies,
    StartDeployment: deployments.startDeployment,
    GetDeployment: deployments.getDeployment,
    StopDeployment: deployments.stopDeployment,
    ListDeployments: deployments.listDeployments,
    GetConfiguration: getConfiguration,
    GetAccountSettings: getAccountSettings,
    UpdateAccountSettings: updateAccountSettings,
    ListTagsForResource: listTagsForResource,
    TagResource: tagResource,
    UntagResource: untagResource,
    // Ours: made inside of the process alone, the wire does not know them.
    AdvanceDeployment: deployments.advanceDeployment,
    FinishDeployment: deployments.finishDeployment,
    ...emptyOperations('appconfig', appconfigEmptyReads),
  },
  emptyReads: appconfigEmptyReads,
  resourceOf: namedBy(
    'Name',
    'ConfigurationProfileId',
    'Configuration',
    'EnvironmentId',
    'DeploymentStrategyId',
    'ApplicationId',
    'ResourceArn',
  ),
  resources: appConfigResources,
  storedOnly: appConfigStoredOnly,
  tagging: appConfigTagging,
};

import type { ResourceType } from '../../../service-kit/contract.ts';
import { resourceTypes } from '../../../service-kit/resource-type.ts';
import { application } from './application.ts';
import { configurationProfile } from './configuration-profile.ts';
import { deployment } from './deployment.ts';
import { deploymentStrategy } from './deployment-strategy.ts';
import { environment } from './environment.ts';
import { hostedConfigurationVersion } from './hosted-configuration-version.ts';

/** The CloudFormation resource types of AppConfig; those of extensions and experiments are not emulated. */
export const appConfigResources: Readonly<Record<string, ResourceType>> = resourceTypes(
  application,
  environment,
  configurationProfile,
  hostedConfigurationVersion,
  deploymentStrategy,
  deployment,
);

import type * as Sdk from '@aws-sdk/client-appconfig';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { deploymentFor, shareOf } from '../deployments/reached.ts';
import { badRequest, notFound, type ResourceKind } from '../errors.ts';
import { named } from '../named.ts';
import { featureFlags } from '../profiles.ts';
import type { AppConfigState } from '../state.ts';

/** The older way. https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_GetConfiguration.html */
export const getConfiguration: Operation<Given<Sdk.GetConfigurationRequest>, Sdk.Configuration, AppConfigState> = (
  state,
  { Application, Environment, Configuration, ClientId, ClientConfigurationVersion },
  { clock },
) => {
  const missing = (kind: ResourceKind, name: string) => raise(notFound(kind, name));
  const found = named(state, { Application, Environment, ConfigurationProfile: Configuration }, missing);
  const { applicationId, environmentId, profileId, profile } = found;
  if (profile.type === featureFlags) {
    throw badRequest(
      "Feature flag configurations must be accessed via AWS AppConfig Data's GetLatestConfiguration API",
    );
  }
  const deployment =
    deploymentFor(state, { applicationId, environmentId, profileId, share: shareOf(ClientId) }) ??
    raise(notFound('Deployment', Configuration));
  state.lastUses.set(`${applicationId}/environment/${environmentId}`, clock.now());
  state.lastUses.set(`${applicationId}/configurationprofile/${profileId}`, clock.now());
  const isKnown = deployment.version === ClientConfigurationVersion;
  return {
    ConfigurationVersion: deployment.version,
    ContentType: deployment.contentType,
    Content: isKnown ? new Uint8Array() : Buffer.from(deployment.base64, 'base64'),
  };
};

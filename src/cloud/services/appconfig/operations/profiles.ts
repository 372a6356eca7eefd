import type * as Sdk from '@aws-sdk/client-appconfig';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { isUnderWay } from '../deployments/is-under-way.ts';
import { badRequest, conflict } from '../errors.ts';
import { findApplication, findProfile, inOrder, versionsOf } from '../find.ts';
import { featureFlags, freeform, keyArnOf } from '../profiles.ts';
import { assertLocation } from '../sources/locations.ts';
import { type AppConfigState, nextOrder, numberedKey, type Profile } from '../state.ts';
import { assertValidators } from '../validation/assert-validators.ts';
import { assertUnprotected } from './account-settings.ts';
import { listPage, orderKey } from './pages.ts';

type Op<Input, Output> = Operation<Given<Input>, Output, AppConfigState>;

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_CreateConfigurationProfile.html */
export const createConfigurationProfile: Op<Sdk.CreateConfigurationProfileRequest, Sdk.ConfigurationProfile> = (
  state,
  input,
  { random },
) => {
  const { ApplicationId, Name, Description, LocationUri, RetrievalRoleArn, Validators = [], Tags = {} } = input;
  const { Type = freeform, KmsKeyIdentifier } = input;
  const application = findApplication(state, ApplicationId);
  if (Type !== freeform && Type !== featureFlags) throw badRequest(`${Type} is not a type of configuration profiles.`);
  assertLocation(LocationUri, Type, RetrievalRoleArn);
  assertValidators(Validators);
  const id = random.text(7);
  const profile: Profile = {
    id,
    applicationId: application.id,
    name: Name,
    description: Description,
    locationUri: LocationUri,
    retrievalRoleArn: RetrievalRoleArn,
    type: Type,
    validators: Validators,
    kmsKeyIdentifier: KmsKeyIdentifier,
    lastVersion: 0,
    arn: `${application.arn}/configurationprofile/${id}`,
    tags: Tags,
    order: nextOrder(state),
  };
  state.profiles.set(`${application.id}/${id}`, profile);
  return describeProfile(profile);
};

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_GetConfigurationProfile.html */
export const getConfigurationProfile: Op<Sdk.GetConfigurationProfileRequest, Sdk.ConfigurationProfile> = (
  state,
  { ApplicationId, ConfigurationProfileId },
) => describeProfile(findProfile(state, ApplicationId, ConfigurationProfileId));

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_UpdateConfigurationProfile.html */
export const updateConfigurationProfile: Op<Sdk.UpdateConfigurationProfileRequest, Sdk.ConfigurationProfile> = (
  state,
  { ApplicationId, ConfigurationProfileId, Name, Description, RetrievalRoleArn, Validators, KmsKeyIdentifier },
) => {
  const former = findProfile(state, ApplicationId, ConfigurationProfileId);
  if (Validators) assertValidators(Validators);
  const changed = given({
    name: Name,
    description: Description,
    retrievalRoleArn: RetrievalRoleArn,
    validators: Validators,
    kmsKeyIdentifier: KmsKeyIdentifier,
  });
  const profile = { ...former, ...changed };
  state.profiles.set(`${former.applicationId}/${former.id}`, profile);
  return describeProfile(profile);
};

/** With its versions: stacks of the CDK, which keep them, can be deleted. https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_DeleteConfigurationProfile.html */
export const deleteConfigurationProfile: Op<Sdk.DeleteConfigurationProfileRequest, object> = (
  state,
  { ApplicationId, ConfigurationProfileId, DeletionProtectionCheck },
  { clock },
) => {
  const profile = findProfile(state, ApplicationId, ConfigurationProfileId);
  const { applicationId, id } = profile;
  const deployments = [...state.deployments.values()];
  if (deployments.some((each) => each.profileId === id && isUnderWay(each))) {
    throw conflict(`Configuration profile ${id} cannot be deleted while a deployment is in progress.`);
  }
  const use = { check: DeletionProtectionCheck, key: `${applicationId}/configurationprofile/${id}` };
  assertUnprotected(state, use, clock.now(), `Configuration profile ${id}`);
  for (const { number } of versionsOf(state, profile)) state.versions.delete(numberedKey(applicationId, id, number));
  state.profiles.delete(`${applicationId}/${id}`);
  return {};
};

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_ListConfigurationProfiles.html */
export const listConfigurationProfiles: Op<Sdk.ListConfigurationProfilesRequest, Sdk.ConfigurationProfiles> = (
  state,
  input,
) => {
  const { id } = findApplication(state, input.ApplicationId);
  const found = inOrder(state.profiles.values()).filter(
    ({ applicationId, type }) => applicationId === id && (input.Type === undefined || type === input.Type),
  );
  return listPage(found, input, { keyOf: orderKey, tell: summarizeProfile });
};

const summarizeProfile = (profile: Profile): Sdk.ConfigurationProfileSummary => ({
  ApplicationId: profile.applicationId,
  Id: profile.id,
  Name: profile.name,
  LocationUri: profile.locationUri,
  ...(profile.validators.length > 0 && { ValidatorTypes: profile.validators.flatMap(({ Type }) => Type ?? []) }),
  Type: profile.type,
});

const describeProfile = (profile: Profile): Sdk.ConfigurationProfile => ({
  ApplicationId: profile.applicationId,
  Id: profile.id,
  Name: profile.name,
  ...given({
    Description: profile.description,
    RetrievalRoleArn: profile.retrievalRoleArn,
    KmsKeyIdentifier: profile.kmsKeyIdentifier,
    KmsKeyArn: keyArnOf(profile.kmsKeyIdentifier),
  }),
  LocationUri: profile.locationUri,
  ...(profile.validators.length > 0 && { Validators: [...profile.validators] }),
  Type: profile.type,
});

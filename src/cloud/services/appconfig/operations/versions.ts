import type * as Sdk from '@aws-sdk/client-appconfig';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { descendingKey } from '../../../service-kit/pages.ts';
import { badRequest, conflict, tooLarge } from '../errors.ts';
import { findProfile, findVersion, versionsOf } from '../find.ts';
import { assertFlags } from '../flags/assert-flags.ts';
import { stampFlags } from '../flags/stamp-flags.ts';
import { featureFlags, keyArnOf } from '../profiles.ts';
import { type AppConfigState, type HostedVersion, numberedKey, type Profile } from '../state.ts';
import { listPage } from './pages.ts';

type Op<Input, Output> = Operation<Given<Input>, Output, AppConfigState>;

/** https://docs.aws.amazon.com/general/latest/gr/appconfig.html */
const kilobytesMax = 2048;

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_CreateHostedConfigurationVersion.html */
export const createHostedConfigurationVersion: Op<
  Sdk.CreateHostedConfigurationVersionRequest,
  Sdk.HostedConfigurationVersion
> = (state, input, { clock }) => {
  const { Content, ContentType, Description, LatestVersionNumber, VersionLabel } = input;
  const profile = findProfile(state, input.ApplicationId, input.ConfigurationProfileId);
  if (profile.locationUri !== 'hosted') {
    throw badRequest(`Configuration profile ${profile.id} is not located in the hosted configuration store.`);
  }
  if (Content.byteLength > kilobytesMax * 1024) throw tooLarge(kilobytesMax, Content.byteLength);
  if (LatestVersionNumber !== undefined && LatestVersionNumber !== profile.lastVersion) {
    throw conflict(`The latest version of the configuration is ${profile.lastVersion}, not ${LatestVersionNumber}.`);
  }
  if (VersionLabel !== undefined && versionsOf(state, profile).some(({ label }) => label === VersionLabel)) {
    throw conflict(`A version with the label ${VersionLabel} already exists.`);
  }
  const number = profile.lastVersion + 1;
  const version: HostedVersion = {
    applicationId: profile.applicationId,
    profileId: profile.id,
    number,
    base64: contentOf(profile, Content, ContentType, clock.now()).toString('base64'),
    contentType: ContentType,
    description: Description,
    label: VersionLabel,
    kmsKeyArn: keyArnOf(profile.kmsKeyIdentifier),
  };
  state.profiles.set(`${profile.applicationId}/${profile.id}`, { ...profile, lastVersion: number });
  state.versions.set(numberedKey(profile.applicationId, profile.id, number), version);
  return describeVersion(version);
};

function contentOf({ type }: Profile, content: Uint8Array, contentType: string, nowMs: number): Buffer {
  if (type !== featureFlags) return Buffer.from(content);
  if (!/^application\/json\b/.test(contentType)) {
    throw badRequest(`The content type of feature flags must be application/json, not ${contentType}.`);
  }
  return Buffer.from(stampFlags(assertFlags(Buffer.from(content).toString()), nowMs));
}

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_GetHostedConfigurationVersion.html */
export const getHostedConfigurationVersion: Op<
  Sdk.GetHostedConfigurationVersionRequest,
  Sdk.HostedConfigurationVersion
> = (state, { ApplicationId, ConfigurationProfileId, VersionNumber }) =>
  describeVersion(findVersion(state, findProfile(state, ApplicationId, ConfigurationProfileId), VersionNumber));

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_DeleteHostedConfigurationVersion.html */
export const deleteHostedConfigurationVersion: Op<Sdk.DeleteHostedConfigurationVersionRequest, object> = (
  state,
  { ApplicationId, ConfigurationProfileId, VersionNumber },
) => {
  const profile = findProfile(state, ApplicationId, ConfigurationProfileId);
  findVersion(state, profile, VersionNumber);
  state.versions.delete(numberedKey(profile.applicationId, profile.id, VersionNumber));
  return {};
};

/** Newest first. https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_ListHostedConfigurationVersions.html */
export const listHostedConfigurationVersions: Op<
  Sdk.ListHostedConfigurationVersionsRequest,
  Sdk.HostedConfigurationVersions
> = (state, input) => {
  const profile = findProfile(state, input.ApplicationId, input.ConfigurationProfileId);
  const isAsked = isLabelled(input.VersionLabel);
  return listPage(versionsOf(state, profile).filter(isAsked), input, {
    keyOf: ({ number }) => descendingKey(number),
    tell: summarizeVersion,
  });
};

/** A star at the end stands for all that begins so. */
function isLabelled(asked: string | undefined): (version: HostedVersion) => boolean {
  if (asked === undefined) return () => true;
  const star = asked.indexOf('*');
  if (star >= 0 && star < asked.length - 1) throw new UnsupportedError('a VersionLabel with a star within it');
  if (star < 0) return ({ label }) => label === asked;
  return ({ label }) => label?.startsWith(asked.slice(0, -1)) === true;
}

const summarizeVersion = (version: HostedVersion): Sdk.HostedConfigurationVersionSummary => ({
  ApplicationId: version.applicationId,
  ConfigurationProfileId: version.profileId,
  VersionNumber: version.number,
  ContentType: version.contentType,
  ...given({ Description: version.description, VersionLabel: version.label, KmsKeyArn: version.kmsKeyArn }),
});

const describeVersion = (version: HostedVersion): Sdk.HostedConfigurationVersion => ({
  ...summarizeVersion(version),
  Content: Buffer.from(version.base64, 'base64'),
});

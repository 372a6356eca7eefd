import type * as Sdk from '@aws-sdk/client-appconfigdata';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { deploymentFor } from '../deployments/reached.ts';
import { deploymentsOf } from '../find.ts';
import { toldFlags } from '../flags/told-flags.ts';
import { named } from '../named.ts';
import { featureFlags } from '../profiles.ts';
import type { AppConfigState, Deployment, Session } from '../state.ts';
import { invalidParameter, missing } from './errors.ts';

type Op<Input, Output> = Operation<Given<Input>, Output, AppConfigState>;

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_appconfigdata_GetLatestConfiguration.html */
const tokenMs = 24 * 3_600_000;
const pollSeconds = 60;

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_appconfigdata_StartConfigurationSession.html */
export const startConfigurationSession: Op<
  Sdk.StartConfigurationSessionRequest,
  Sdk.StartConfigurationSessionResponse
> = (state, input, context) => {
  const names = {
    Application: input.ApplicationIdentifier,
    Environment: input.EnvironmentIdentifier,
    ConfigurationProfile: input.ConfigurationProfileIdentifier,
  };
  const { applicationId, environmentId, profileId } = named(state, names, (kind, name) => {
    throw missing(kind, { [`${kind}Identifier`]: name });
  });
  const deployments = deploymentsOf(state, { applicationId, id: environmentId });
  if (!deployments.some((each) => each.profileId === profileId)) {
    throw missing('Deployment', {
      ApplicationIdentifier: input.ApplicationIdentifier,
      EnvironmentIdentifier: input.EnvironmentIdentifier,
      ConfigurationProfileIdentifier: input.ConfigurationProfileIdentifier,
    });
  }
  forgetExpired(state, context.clock.now());
  const session = {
    applicationId,
    environmentId,
    profileId,
    share: context.random.float(),
    minimumSeconds: input.RequiredMinimumPollIntervalInSeconds,
    notBeforeMs: 0,
  };
  return { InitialConfigurationToken: keep(state, session, context) };
};

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_appconfigdata_GetLatestConfiguration.html */
export const getLatestConfiguration: Op<Sdk.GetLatestConfigurationRequest, Sdk.GetLatestConfigurationResponse> = (
  state,
  { ConfigurationToken },
  context,
) => {
  const nowMs = context.clock.now();
  const key = Buffer.from(ConfigurationToken, 'base64url').toString();
  const session = take(state, key, nowMs);
  const { applicationId, environmentId, profileId, minimumSeconds, deploymentNumber } = session;
  state.sessions.delete(key);
  state.lastUses.set(`${applicationId}/environment/${environmentId}`, nowMs);
  state.lastUses.set(`${applicationId}/configurationprofile/${profileId}`, nowMs);
  const deployment = deploymentFor(state, session);
  const next = {
    ...session,
    notBeforeMs: nowMs + (minimumSeconds ?? 0) * 1000,
    deploymentNumber: deployment?.number,
  };
  const isKnown = !deployment || deployment.number === deploymentNumber;
  return {
    NextPollConfigurationToken: keep(state, next, context),
    NextPollIntervalInSeconds: minimumSeconds ?? pollSeconds,
    ContentType: deployment?.contentType ?? 'application/octet-stream',
    Configuration: isKnown ? new Uint8Array() : contentOf(deployment),
    ...(deployment?.versionLabel !== undefined && !isKnown && { VersionLabel: deployment.versionLabel }),
  };
};

/** The session of a token. Each is good once: an answer brings the next. */
function take(state: AppConfigState, key: string, nowMs: number): Session {
  const expiresMs = Number(/^(\d{15})-[0-9a-f]{32}$/.exec(key)?.[1]);
  if (Number.isNaN(expiresMs)) throw invalidParameter('ConfigurationToken', 'Corrupted');
  const session = state.sessions.get(key);
  if (!session || expiresMs <= nowMs) throw invalidParameter('ConfigurationToken', 'Expired');
  if (nowMs < session.notBeforeMs) throw invalidParameter('ConfigurationToken', 'PollIntervalNotSatisfied');
  return session;
}

function keep(state: AppConfigState, session: Omit<Session, 'expiresMs'>, { clock, random }: Context): string {
  const expiresMs = clock.now() + tokenMs;
  const key = `${timeText(expiresMs)}-${random.hex(32)}`;
  state.sessions.set(key, { ...session, expiresMs });
  return Buffer.from(key).toString('base64url');
}

/** Sessions that nobody goes on with must not fill the memory. */
function forgetExpired(state: AppConfigState, nowMs: number): void {
  for (const [key] of [...state.sessions.entries({ from: '', to: timeText(nowMs) })]) state.sessions.delete(key);
}

const timeText = (ms: number): string => String(ms).padStart(15, '0');

function contentOf({ base64, profileType }: Deployment): Uint8Array {
  const content = Buffer.from(base64, 'base64');
  return profileType === featureFlags ? Buffer.from(toldFlags(content.toString())) : content;
}

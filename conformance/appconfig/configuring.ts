import {
  AppConfigClient,
  CreateApplicationCommand,
  CreateConfigurationProfileCommand,
  type CreateConfigurationProfileCommandInput,
  CreateEnvironmentCommand,
  CreateHostedConfigurationVersionCommand,
  StartDeploymentCommand,
} from '@aws-sdk/client-appconfig';
import {
  AppConfigDataClient,
  GetLatestConfigurationCommand,
  StartConfigurationSessionCommand,
} from '@aws-sdk/client-appconfigdata';
import type { Target } from '../cloud.ts';

export const flags = {
  version: '1',
  flags: {
    checkout: {
      name: 'Checkout',
      attributes: { limit: { constraints: { type: 'number', minimum: 1, maximum: 10, required: true } } },
    },
    search: { name: 'Search' },
  },
  values: { checkout: { enabled: true, limit: 3 }, search: { enabled: false } },
};

export const featureFlags = 'AWS.AppConfig.FeatureFlags';

/** An application `shop` with an environment `prod` and a profile `settings`. */
export async function makeProfile(target: Target, given: Partial<CreateConfigurationProfileCommandInput> = {}) {
  const client = target.client(AppConfigClient);
  const { Id: ApplicationId = '' } = await client.send(new CreateApplicationCommand({ Name: 'shop' }));
  const { Id: EnvironmentId = '' } = await client.send(new CreateEnvironmentCommand({ ApplicationId, Name: 'prod' }));
  const profile = { ApplicationId, Name: 'settings', LocationUri: 'hosted', ...given };
  const { Id: ConfigurationProfileId = '' } = await client.send(new CreateConfigurationProfileCommand(profile));
  return { ApplicationId, EnvironmentId, ConfigurationProfileId };
}

export type Made = Awaited<ReturnType<typeof makeProfile>>;

export const addVersion = (
  target: Target,
  { ApplicationId, ConfigurationProfileId }: Made,
  content: string,
  more: object = {},
) =>
  target.client(AppConfigClient).send(
    new CreateHostedConfigurationVersionCommand({
      ApplicationId,
      ConfigurationProfileId,
      ContentType: 'application/json',
      Content: Buffer.from(content),
      ...more,
    }),
  );

export const deploy = (target: Target, made: Made, version: number | string = 1, strategy = 'AppConfig.AllAtOnce') =>
  target.client(AppConfigClient).send(
    new StartDeploymentCommand({
      ...made,
      ConfigurationVersion: String(version),
      DeploymentStrategyId: strategy,
    }),
  );

/** Lets time go by until a deployment that is not watched is over. */
export const untilComplete = (target: Target) => target.cloud.clock.advance('60m');

export async function startSession(target: Target, more: object = {}): Promise<string> {
  const { InitialConfigurationToken = '' } = await target.client(AppConfigDataClient).send(
    new StartConfigurationSessionCommand({
      ApplicationIdentifier: 'shop',
      EnvironmentIdentifier: 'prod',
      ConfigurationProfileIdentifier: 'settings',
      ...more,
    }),
  );
  return InitialConfigurationToken;
}

export async function latest(target: Target, ConfigurationToken: string) {
  const answer = await target
    .client(AppConfigDataClient)
    .send(new GetLatestConfigurationCommand({ ConfigurationToken }));
  return { ...answer, text: Buffer.from(answer.Configuration ?? []).toString() };
}

import type { GetObjectOutput } from '@aws-sdk/client-s3';
import type { GetSecretValueResponse } from '@aws-sdk/client-secrets-manager';
import type { GetParameterResult } from '@aws-sdk/client-ssm';
import { AwsError, raise } from '../../../kernel/errors.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { badRequest, notFound } from '../errors.ts';
import { findVersion, versionsOf } from '../find.ts';
import type { AppConfigState, Content, Profile } from '../state.ts';
import { type Location, readLocation } from './locations.ts';

/** The content of one version of a profile. */
export interface Fetched extends Content {
  readonly version: string;
  readonly label?: string | undefined;
  readonly kmsKeyArn?: string | undefined;
}

/** Reads a version of a profile, wherever it lies. Throws BadRequestException where it cannot be read. */
export async function fetchContent(
  state: AppConfigState,
  profile: Profile,
  version: string,
  context: Context,
): Promise<Fetched> {
  const location = readLocation(profile.locationUri);
  if (location.kind === 'hosted') return hostedContent(state, profile, version);
  try {
    return await readElsewhere(location, version, context);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw badRequest(`The configuration at ${profile.locationUri} could not be read: ${error.message}`);
  }
}

/** By number or label. */
function hostedContent(state: AppConfigState, profile: Profile, version: string): Fetched {
  const found = /^\d+$/.test(version)
    ? findVersion(state, profile, Number(version))
    : versionsOf(state, profile).find(({ label }) => label === version);
  const { base64, contentType, number, label, kmsKeyArn } =
    found ?? raise(notFound('HostedConfigurationVersion', version));
  return { base64, contentType, version: String(number), label, kmsKeyArn };
}

type LocationOf<Kind extends Location['kind']> = Extract<Location, { readonly kind: Kind }>;

type Reader<Kind extends Location['kind']> = (
  location: LocationOf<Kind>,
  version: string,
  context: Context,
) => Promise<Fetched>;

const asAppConfig = ({ account }: Context) => ({ caller: serviceCaller('appconfig.amazonaws.com', account) });

const readParameter: Reader<'parameter'> = async ({ name }, version, context) => {
  const input = { Name: `${name}:${version}`, WithDecryption: true };
  const { Parameter } = await context.call<GetParameterResult>('ssm', 'GetParameter', input, asAppConfig(context));
  return { base64: base64Of(Parameter?.Value ?? ''), contentType: 'text/plain', version };
};

const readSecret: Reader<'secret'> = async ({ name: SecretId }, version, context) => {
  const input = isStage(version) ? { SecretId, VersionStage: version } : { SecretId, VersionId: version };
  const secret = await context.call<GetSecretValueResponse>(
    'secretsmanager',
    'GetSecretValue',
    input,
    asAppConfig(context),
  );
  const base64 = secret.SecretBinary ? base64Of(secret.SecretBinary) : base64Of(secret.SecretString ?? '');
  return { base64, contentType: 'text/plain', version: secret.VersionId ?? version };
};

const readObject: Reader<'object'> = async ({ bucket: Bucket, key: Key }, VersionId, context) => {
  const input = { Bucket, Key, VersionId };
  const object = await context.call<GetObjectOutput>('s3', 'GetObject', input, asAppConfig(context));
  const body = object.Body as unknown;
  if (!(body instanceof Uint8Array)) throw badRequest(`The object ${Key} could not be read.`);
  return { base64: base64Of(body), contentType: object.ContentType ?? 'binary/octet-stream', version: VersionId };
};

function readElsewhere(
  location: Exclude<Location, { readonly kind: 'hosted' }>,
  version: string,
  context: Context,
): Promise<Fetched> {
  if (location.kind === 'object') return readObject(location, version, context);
  if (location.kind === 'secret') return readSecret(location, version, context);
  return readParameter(location, version, context);
}

const isStage = (version: string): boolean => version.startsWith('AWS');

const base64Of = (content: string | Uint8Array): string => Buffer.from(content).toString('base64');

import { expectMap } from '../../language/expect.ts';
import { isIntrinsic } from '../../language/intrinsics.ts';
import { pythonText } from '../../language/python-text.ts';
import { isTruthy } from '../../language/values.ts';
import type { Resource } from '../../resources/resource.ts';
import { invalidEvent } from './statements.ts';

const logins: ReadonlySet<unknown> = new Set([
  'SASL_SCRAM_256_AUTH',
  'SASL_SCRAM_512_AUTH',
  'BASIC_AUTH',
  'CLIENT_CERTIFICATE_TLS_AUTH',
  'OAUTHBEARER_AUTH',
  'IAM_AUTH',
  'IAM_OAUTHBEARER_AUTH',
]);
const loginsWithoutSecret: ReadonlySet<unknown> = new Set(['IAM_AUTH', 'IAM_OAUTHBEARER_AUTH']);
const withUri: ReadonlySet<unknown> = new Set([
  'VPC_SUBNET',
  'VPC_SECURITY_GROUP',
  'SERVER_ROOT_CA_CERTIFICATE',
  'OAUTHBEARER_SCOPE',
  'OAUTHBEARER_AUDIENCE',
  'OAUTHBEARER_LOGICAL_CLUSTER',
  'OAUTHBEARER_IDENTITY_POOL',
]);

export interface KafkaAccess {
  /** The secrets of the login, and of the servers' certificate. */
  readonly secrets: readonly unknown[];
  readonly isInVpc: boolean;
}

/** What `SourceAccessConfigurations` say of a Kafka cluster outside of MSK. */
export function kafkaAccess(event: Resource, configurations: unknown): KafkaAccess {
  if (!Array.isArray(configurations)) {
    throw invalidEvent(event, 'SourceAccessConfigurations for self managed kafka event should be a list.');
  }
  const uris = new Map<unknown, unknown>();
  let hasLogin = false;
  for (const configuration of configurations) {
    const place = { id: String(event.relativeId), path: 'SourceAccessConfigurations' };
    const { Type: type, URI: uri } = expectMap(configuration, place);
    if (logins.has(type)) {
      if (hasLogin) throw invalidEvent(event, `Multiple auth mechanism ${whose('properties')}`);
      hasLogin = true;
      if (loginsWithoutSecret.has(type)) continue;
      assertUri(event, uri, 'auth mechanism');
      uris.set('login', uri);
    } else if (withUri.has(type)) {
      assertUri(event, uri, pythonText(type));
      uris.set(type, uri);
    } else {
      throw invalidEvent(event, 'Invalid SourceAccessConfigurations Type provided for self managed kafka event.');
    }
  }
  if (uris.has('VPC_SUBNET') !== uris.has('VPC_SECURITY_GROUP')) {
    const problem =
      'VPC_SUBNET and VPC_SECURITY_GROUP in SourceAccessConfigurations for SelfManagedKafka must be both provided.';
    throw invalidEvent(event, problem);
  }
  const secrets = ['login', 'SERVER_ROOT_CA_CERTIFICATE'].filter((key) => uris.has(key)).map((key) => uris.get(key));
  return { secrets, isInVpc: uris.has('VPC_SUBNET') };
}

function assertUri(event: Resource, uri: unknown, name: string): void {
  if (!isTruthy(uri)) throw invalidEvent(event, `No ${name} URI ${whose('property')}`);
  if (typeof uri !== 'string' && !isIntrinsic(uri)) {
    throw invalidEvent(event, `Wrong Type for ${name} URI ${whose('property')}`);
  }
}

const whose = (noun: string) => `${noun} specified in SourceAccessConfigurations for self managed kafka event.`;

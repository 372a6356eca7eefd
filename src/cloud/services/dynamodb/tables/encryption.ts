import type { SSESpecification } from '@aws-sdk/client-dynamodb';
import { formatArn } from '../../../kernel/arn.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context } from '../../../kernel/service.ts';
import * as errors from '../errors.ts';
import type { Encryption } from '../state.ts';

/** The key that KMS keeps for DynamoDB in each account; used when no other is named. */
const managedKeyAlias = 'alias/aws/dynamodb';

/**
 * How a table is to be encrypted: undefined for the default, a key that AWS owns and never shows.
 * A customer's key is looked up in KMS, as DynamoDB does, so that a missing or disabled one fails the call.
 */
export async function newEncryption(
  given: SSESpecification | undefined,
  context: Context,
): Promise<Encryption | undefined> {
  if (!given) return undefined;
  assertCoherent(given);
  if (given.Enabled === false || Object.keys(given).length === 0) return undefined;
  return { keyArn: await keyArnOf(given.KMSMasterKeyId ?? managedKeyAlias, context) };
}

function assertCoherent(given: SSESpecification): void {
  if (given.Enabled === false) {
    if (given.SSEType !== undefined) throw errors.encryptionInvalid('SSEType can not be specified if Enabled is false');
    if (given.KMSMasterKeyId !== undefined) {
      throw errors.encryptionInvalid('KMSMasterKeyId can not be specified if Enabled is false');
    }
  }
  if (given.SSEType === 'AES256') throw errors.encryptionInvalid('SSEType AES256 is not supported');
  if (given.KMSMasterKeyId !== undefined && given.SSEType !== 'KMS') {
    throw errors.encryptionInvalid('SSEType KMS is required if KMSMasterKeyId is specified');
  }
}

interface DescribeKeyAnswer {
  readonly KeyMetadata?: { readonly Arn?: string; readonly KeyState?: string };
}

async function keyArnOf(keyId: string, context: Context): Promise<string> {
  const isManaged = keyId.endsWith(`:${managedKeyAlias}`) || keyId === managedKeyAlias;
  try {
    const answer = await context.call<DescribeKeyAnswer>('kms', 'DescribeKey', { KeyId: keyId });
    const { Arn = '', KeyState = 'Enabled' } = answer.KeyMetadata ?? {};
    if (KeyState === 'Disabled') throw errors.kmsInvalid('DisabledException', `${Arn} is disabled.`, context.requestId);
    if (KeyState !== 'Enabled') {
      const problem = `${Arn} is pending deletion.`;
      throw errors.kmsInvalid('KMSInvalidStateException', problem, context.requestId);
    }
    return Arn;
  } catch (error) {
    // KMS makes the managed key at its first use; ours may not know it yet, and nobody can use or delete it.
    if (isManaged && error instanceof AwsError) return managedKeyArn(context);
    if (!(error instanceof AwsError) || error.code === 'ValidationException') throw error;
    throw errors.kmsInvalid(error.code, error.message, context.requestId);
  }
}

function managedKeyArn({ account, region, random }: Context): string {
  return formatArn({ service: 'kms', region, account, resource: `key/${random.uuid()}` });
}

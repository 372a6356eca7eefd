import type { SSESpecification } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import * as errors from '../errors/table-errors.ts';
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
  const { KeyMetadata = {} } = await describeKey(keyId, context);
  const { Arn = '', KeyState = 'Enabled' } = KeyMetadata;
  if (KeyState === 'Disabled') throw errors.kmsInvalid('DisabledException', `${Arn} is disabled.`, context.requestId);
  if (KeyState !== 'Enabled') {
    throw errors.kmsInvalid('KMSInvalidStateException', `${Arn} is pending deletion.`, context.requestId);
  }
  return Arn;
}

async function describeKey(keyId: string, context: Context): Promise<DescribeKeyAnswer> {
  try {
    return await context.call<DescribeKeyAnswer>('kms', 'DescribeKey', { KeyId: keyId });
  } catch (error) {
    if (error instanceof AwsError) throw errors.kmsInvalid(error.code, error.message, context.requestId);
    throw error;
  }
}

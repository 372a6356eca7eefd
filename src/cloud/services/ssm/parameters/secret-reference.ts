import type { GetSecretValueResponse } from '@aws-sdk/client-secrets-manager';
import type { Parameter as Described } from '@aws-sdk/client-ssm';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { secretNotFound, validation } from '../errors.ts';
import { splitSelector } from './find-parameter.ts';

const prefix = '/aws/reference/secretsmanager/';

/** Whether a name stands for a secret of Secrets Manager. */
export const isSecretReference = (name: string): boolean => name.startsWith(prefix);

/**
 * A secret, as a parameter; the caller must want it decrypted.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html
 */
export async function readSecret(
  nameWithSelector: string,
  withDecryption: boolean,
  context: Context,
): Promise<Described> {
  if (!withDecryption) throw validation('WithDecryption flag must be True for retrieving a Secret Manager secret.');
  const { name, selector } = splitSelector(nameWithSelector);
  const secret = await secretOf(name, selector, context);
  const { Name, VersionId, SecretString = '', VersionStages, CreatedDate, ARN = '' } = secret;
  const result = {
    ARN,
    name: Name,
    versionId: VersionId,
    secretString: SecretString,
    versionStages: VersionStages,
    createdDate: CreatedDate?.getTime(),
  };
  return {
    Name: name,
    Type: 'SecureString',
    Value: SecretString,
    Version: 0,
    ...(selector !== undefined && { Selector: `:${selector}` }),
    SourceResult: JSON.stringify(result),
    ...(CreatedDate && { LastModifiedDate: CreatedDate }),
    ARN,
    DataType: 'text',
  };
}

async function secretOf(name: string, selector: string | undefined, context: Context): Promise<GetSecretValueResponse> {
  // A version is named by its id, which is a UUID as a rule, or by its label.
  const isId = selector !== undefined && selector.length >= 32;
  const version = selector === undefined ? {} : isId ? { VersionId: selector } : { VersionStage: selector };
  const input = { SecretId: name.slice(prefix.length), ...version };
  try {
    return await context.call<GetSecretValueResponse>('secretsmanager', 'GetSecretValue', input);
  } catch (error) {
    throw error instanceof AwsError && error.code === 'ResourceNotFoundException' ? secretNotFound(name) : error;
  }
}

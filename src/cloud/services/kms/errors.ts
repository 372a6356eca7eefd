import { AwsError } from '../../kernel/errors.ts';
import type { Caller } from '../../kernel/identity.ts';
import type { Key } from './state.ts';

/* What KMS refuses. https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html and the operations' pages. */

/** What the constraints of `shapes.ts` cannot say. */
export const validation = (message: string): AwsError => new AwsError('ValidationException', message);

/** A key id of the right form that names nothing. */
export const keyNotFound = (arn: string): AwsError => new AwsError('NotFoundException', `Key '${arn}' does not exist`);

/** Text that is no key id at all. */
export const invalidKeyId = (keyId: string): AwsError => new AwsError('NotFoundException', `Invalid keyId '${keyId}'`);

export const aliasNotFound = (arn: string): AwsError => new AwsError('NotFoundException', `Alias ${arn} is not found.`);

/** Within one account and region. */
export const aliasExists = (arn: string): AwsError =>
  new AwsError('AlreadyExistsException', `An alias with the name ${arn} already exists`);

/** For every use of a disabled key. */
export const keyDisabled = (key: Key): AwsError => new AwsError('DisabledException', `${key.arn} is disabled.`);

/** For every use of a key whose material is not there yet, or no more. */
export const keyPendingImport = (key: Key): AwsError =>
  new AwsError('KMSInvalidStateException', `${key.arn} is pending import.`);

/** AWS says nothing more. */
export const unsupportedOperation = (message = ''): AwsError => new AwsError('UnsupportedOperationException', message);

export const notForSymmetric = (key: Key): AwsError =>
  unsupportedOperation(`${key.arn} key spec is ${key.spec} which is not valid for this operation.`);

export const wrongOrigin = (key: Key): AwsError =>
  unsupportedOperation(`${key.arn} origin is ${key.origin ?? 'AWS_KMS'} which is not valid for this operation.`);

/** For keys of other accounts. */
export const notShared = (caller: Caller, key: Key): AwsError =>
  new AwsError(
    'AccessDeniedException',
    `User: ${caller.arn} is not authorized to access this resource because no resource-based policy allows access to ${key.arn}`,
    { status: 400 },
  );

export const grantNotFound = (id: string): AwsError => new AwsError('NotFoundException', `Grant ID ${id} not found`);

/** An ARN of another region than the endpoint's. */
export const foreignRegion = (region: string): AwsError => new AwsError('NotFoundException', `Invalid arn ${region}`);

/** For every use of a key that is to be deleted, and for changes of it. */
export const keyPendingDeletion = (key: Key): AwsError =>
  new AwsError('KMSInvalidStateException', `${key.arn} is pending deletion.`);

export const keyNotPendingDeletion = (key: Key): AwsError =>
  new AwsError('KMSInvalidStateException', `${key.arn} is not pending deletion.`);

/** A key for encryption cannot sign, and so on. */
export const wrongUsage = (key: Key, operation: string): AwsError =>
  new AwsError('InvalidKeyUsageException', `${key.arn} key usage is ${key.usage} which is not valid for ${operation}.`);

export const wrongAlgorithm = (key: Key, algorithm: string): AwsError =>
  new AwsError('InvalidKeyUsageException', `Algorithm ${algorithm} is incompatible with key spec ${key.spec}.`);

/** AWS says nothing more, so that nobody learns why a ciphertext was refused. */
export const invalidCiphertext = (): AwsError => new AwsError('InvalidCiphertextException', '');

/** The caller named another key than the one that made the ciphertext. */
export const incorrectKey = (): AwsError =>
  new AwsError(
    'IncorrectKeyException',
    'The key ID in the request does not identify a CMK that can perform this operation.',
  );

/** AWS tells no more than this. */
export const malformedPolicy = (): AwsError =>
  new AwsError(
    'MalformedPolicyDocumentException',
    'The request was rejected because the specified policy is not syntactically or semantically correct.',
  );

/** How a call with `DryRun` ends that would have succeeded. */
export const dryRun = (): AwsError =>
  new AwsError('DryRunOperationException', 'The request would have succeeded, but the DryRun option is set.', {
    status: 412,
  });

/** AWS's own keys belong to their services. */
export const managedKey = (): AwsError =>
  new AwsError('AccessDeniedException', 'AWS managed keys cannot be changed by their users.', { status: 400 });

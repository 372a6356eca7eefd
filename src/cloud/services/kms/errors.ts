import { AwsError } from '../../kernel/errors.ts';
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
